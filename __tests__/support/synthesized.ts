import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesize } from "../../src/accounts/synthesize";
import type { Platform } from "../../src/config";

// biome-ignore lint/suspicious/noExplicitAny: Terraform JSON has no static shape.
export type TerraformJson = Record<string, any>;

/** Runs `use` on a folder that is gone afterwards. */
export function inTemporaryFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "synth-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `app.synth()` wrote for every stack, by stack id, as text. */
export const written = (platform: Platform): Readonly<Record<string, string>> =>
  inTemporaryFolder((outdir) => {
    synthesize(platform, { outdir, format: "json" });
    const ids = readdirSync(join(outdir, "stacks"));
    return Object.fromEntries(ids.map((id) => [id, readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8")]));
  });

/** The same, parsed. */
export const synthesized = (platform: Platform): Readonly<Record<string, TerraformJson>> =>
  Object.fromEntries(Object.entries(written(platform)).map(([id, text]) => [id, JSON.parse(text) as TerraformJson]));
