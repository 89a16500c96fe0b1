import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { ConfigurationError, type Platform } from "../config";
import { attachedModules } from "../config/attached-modules";
import { type AttachedModule, attachModules } from "../stacks/attached-modules";
import { BaseStack } from "../stacks/base-stack";
import { writeHcl } from "../stacks/hcl-synthesizer";
import { globalNameFindings } from "./global-names";
import { type PlannedStack, planStacks, stateKeyFindings } from "./plan";

export interface SynthesisOptions {
  /** Folder to write to; `stacks/<id>` inside holds one stack each. The environment's CDKTF_OUTDIR wins, as everywhere in cdktf. */
  readonly outdir: string;
  /** One folder holds one format: Terraform would load both. */
  readonly format: "json" | "hcl";
}

const generated = { json: "cdk.tf.json", hcl: "cdk.tf" } as const;

/** Removes what an earlier synthesis wrote and this one does not, and leaves what Terraform and its users put beside it. */
function removeStale(outdir: string, current: ReadonlySet<string>, format: SynthesisOptions["format"]): void {
  const folder = join(outdir, "stacks");
  for (const id of existsSync(folder) ? readdirSync(folder) : []) {
    const other = format === "json" ? [generated.hcl, "metadata.json"] : [generated.json];
    const stale = current.has(id) ? other : [generated.json, generated.hcl, "metadata.json"];
    for (const name of [...stale, "assets"]) rmSync(join(folder, id, name), { recursive: true, force: true });
    if (readdirSync(join(folder, id)).length === 0) rmdirSync(join(folder, id));
  }
}

/** Builds every stack of the plan in `app`. @throws ConfigurationError when two stacks claim one state or one global name */
export function buildStacks(
  app: App,
  platform: Platform,
  plan: readonly PlannedStack[],
  attached: readonly AttachedModule[],
): readonly string[] {
  const collisions = stateKeyFindings(platform, plan);
  if (collisions.length > 0) throw new ConfigurationError(collisions);
  const stacks = plan.map(({ build, accountId, layer }) => {
    const stack = build(app);
    // Bootstrap attaches its own, because it has values to hand to them.
    if (layer !== "bootstrap" && stack instanceof BaseStack) attachModules(stack, attached);
    return [stack, accountId] as const;
  });
  const names = globalNameFindings(stacks);
  if (names.length > 0) throw new ConfigurationError(names);
  return stacks.map(([stack]) => stack.node.id);
}

/**
 * Writes the whole organization.
 * @returns the ids of the stacks, in the order in which they are set up
 * @throws ConfigurationError before anything is written
 */
export function synthesize(platform: Platform, { outdir, format }: SynthesisOptions): readonly string[] {
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir, hclOutput: format === "hcl" });
  const ids = buildStacks(app, platform, planStacks(platform, attachedModules), attachedModules);
  removeStale(app.outdir, new Set(ids), format);
  if (format === "hcl") for (const stack of app.node.children) if (TerraformStack.isStack(stack)) writeHcl(stack);
  app.synth();
  return ids;
}
