import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { planStacks } from "../../src/accounts/plan";
import { synthesize } from "../../src/accounts/synthesize";
import type { Platform } from "../../src/config";
import { stackId } from "../../src/lib/naming";
import type { PlacedStack } from "./graph";

/** The same organization with every account changed by `change`. */
export function withAccounts(
  platform: Platform,
  change: <A extends Platform["management"]>(account: A) => A,
): Platform {
  const { security, "log-archive": logArchive } = platform.audit;
  return {
    ...platform,
    management: change(platform.management),
    audit: {
      ...(security === undefined ? {} : { security: change(security) }),
      ...(logArchive === undefined ? {} : { "log-archive": change(logArchive) }),
    },
    workloads: Object.fromEntries(
      Object.entries(platform.workloads).map(([key, workload]) => [
        key,
        { ...workload, account: change(workload.account) },
      ]),
    ),
  };
}

/** The organization as it is before any bootstrap has moved its state, or after all have. */
export function withBootstrapState(platform: Platform, kind: "local" | "backend"): Platform {
  const regions = Object.fromEntries(Object.keys(platform.zones).map((region) => [region, kind]));
  return {
    ...withAccounts(platform, (account) => ({ ...account, bootstrapState: regions })),
    // HCP Terraform cannot be had offline; its workspaces are the only thing of a stack that is not rehearsed.
    backend: platform.backend.kind === "cloud" ? { kind: "s3", lock: "both" } : platform.backend,
  };
}

/** Stacks in the order of the plan. */
export const placedStacks = (
  platform: Platform,
): readonly (PlacedStack & { readonly accountId: string; readonly region: string })[] =>
  planStacks(platform, []).map(({ account, accountId, layer, region }) => ({
    id: stackId(account, layer, region, platform.regions.primary),
    account,
    accountId,
    layer,
    region,
  }));

/** Writes every stack below `outdir`; the user's own CDKTF_OUTDIR has no say here. */
export function synthesizeInto(platform: Platform, outdir: string): void {
  const own = process.env["CDKTF_OUTDIR"];
  delete process.env["CDKTF_OUTDIR"];
  try {
    synthesize(platform, { outdir, format: "json" });
  } finally {
    if (own !== undefined) process.env["CDKTF_OUTDIR"] = own;
  }
}

export function hasAliases(folder: string): boolean {
  const { provider } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as {
    provider?: Readonly<Record<string, readonly unknown[]>>;
  };
  return Object.values(provider ?? {}).some((configurations) => configurations.length > 1);
}

export const isSynthesized = (folder: string): boolean => existsSync(join(folder, "cdk.tf.json"));
