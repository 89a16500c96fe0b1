import type { App, TerraformStack } from "cdktf";
import type { Platform } from "../config";
import type { Finding } from "../config/rules/rule";
import type { Layer } from "../lib/layers";
import { stackId, stateBucketName, stateKey } from "../lib/naming";
import type { AttachedModule } from "../stacks/attached-modules";
import { auditStacks } from "./audit";
import { managementStacks } from "./management";
import { workloadStacks } from "./workload";

/** One stack before it is built. */
export interface PlannedStack {
  /** Key of the account, e.g. `prod`. */
  readonly account: string;
  readonly accountId: string;
  readonly layer: Layer;
  readonly region: string;
  readonly build: (app: App) => TerraformStack;
}

/** Every stack of the organization, accounts in the order in which they are set up. */
export function planStacks(platform: Platform, attached: readonly AttachedModule[]): readonly PlannedStack[] {
  return [
    ...managementStacks(platform, attached),
    ...auditStacks(platform, attached),
    ...Object.entries(platform.workloads).flatMap(([key, workload]) =>
      workloadStacks(platform, key, workload, attached),
    ),
  ];
}

/** Stacks that would write one state object. */
export function stateKeyFindings(platform: Platform, plan: readonly PlannedStack[]): readonly Finding[] {
  const owners = new Map<string, string>();
  return plan.flatMap(({ account, layer, region }): Finding[] => {
    const id = stackId(account, layer, region, platform.regions.primary);
    const object = `${stateBucketName({ company: platform.company.name, account, region })}/${stateKey(id)}`;
    const owner = owners.get(object);
    owners.set(object, `${account}, layer ${layer}, ${region}`);
    if (owner === undefined) return [];
    return [
      {
        path: `${account}, layer ${layer}, ${region}`,
        value: object,
        reason: `its state would be written over that of ${owner}`,
        mend: "give one of the two accounts another key",
      },
    ];
  });
}
