import { Testing } from "cdktf";
import { place } from "../../src/accounts/place";
import {
  atlasProps,
  atlasSecondaryProps,
  atlasTieBreakerProps,
  hasAtlasTieBreaker,
} from "../../src/accounts/slices/atlas";
import type { Platform } from "../../src/config";
import type { Atlas } from "../../src/config/schema/atlas";
import type { Workload } from "../../src/config/schema/workload";
import { type DeepPartial, deepMerge } from "../../src/lib/deep-merge";
import { AtlasSecondaryStack } from "../../src/stacks/atlas-secondary-stack";
import { AtlasStack } from "../../src/stacks/atlas-stack";
import { AtlasTieBreakerStack } from "../../src/stacks/atlas-tie-breaker-stack";
import type { StackScope } from "../../src/stacks/base-stack";
import { platform } from "./platform";
import type { TerraformJson } from "./synthesized";

export type Environment = "dev" | "staging" | "prod";

/** The company's platform with `changes` to the Atlas settings of one environment. */
export function atlasPlatform(environment: Environment = "prod", changes: DeepPartial<Atlas> = {}): Platform {
  const configured = platform();
  const workload = workloadOf(configured, environment);
  workload.atlas = deepMerge(workload.atlas, changes) as Atlas;
  return configured;
}

export const workloadOf = (configured: Platform, environment: Environment): Workload =>
  configured.workloads[environment] as Workload;

/** A place whose state lies in files, so that nothing but the stack itself is in the result. */
function placeIn(configured: Platform, environment: Environment, region: string): StackScope {
  return place(configured, environment, workloadOf(configured, environment).account, "atlas", region);
}

/** The Atlas stacks of one environment as Terraform JSON, by region. */
export function atlasStacks(configured: Platform, environment: Environment): Readonly<Record<string, TerraformJson>> {
  const workload = workloadOf(configured, environment);
  const { primary, secondary, tieBreaker } = configured.regions;
  const scope = (region: string) => placeIn(configured, environment, region);
  const region = (name: string) => scope(name).region;
  const stacks = [
    new AtlasStack(Testing.app(), scope(primary), atlasProps(configured, workload, region(primary))),
    ...(workload.secondaryRegion.enabled
      ? [
          new AtlasSecondaryStack(
            Testing.app(),
            scope(secondary),
            atlasSecondaryProps(configured, workload, region(secondary)),
          ),
        ]
      : []),
    ...(hasAtlasTieBreaker(configured, workload)
      ? [
          new AtlasTieBreakerStack(
            Testing.app(),
            scope(tieBreaker),
            atlasTieBreakerProps(configured, workload, region(tieBreaker)),
          ),
        ]
      : []),
  ];
  return Object.fromEntries(
    stacks.map((stack) => [stack.scope.region.name, JSON.parse(Testing.synth(stack)) as TerraformJson]),
  );
}

/** All resources of a type in one stack, or of several. */
export const resources = (stacks: TerraformJson | readonly TerraformJson[], type: string): readonly TerraformJson[] =>
  [stacks].flat().flatMap((stack) => Object.values((stack["resource"]?.[type] ?? {}) as Record<string, TerraformJson>));

/** The same values in an order that does not depend on construct ids. */
export const sorted = <T>(values: readonly T[]): readonly T[] =>
  values.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
