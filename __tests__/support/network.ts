import { Testing } from "cdktf";
import { place } from "../../src/accounts/place";
import { networkProps, stubNetworkProps } from "../../src/accounts/slices/network";
import type { Platform } from "../../src/config";
import type { Network } from "../../src/config/schema/network";
import { type DeepPartial, deepMerge } from "../../src/lib/deep-merge";
import { NetworkStack } from "../../src/stacks/network-stack";
import { StubNetworkStack } from "../../src/stacks/stub-network-stack";
import { platform } from "./platform";
import type { TerraformJson } from "./synthesized";
import { workloadIn } from "./workload-in";

/** The company's platform with `changes` to the network settings of one environment. */
export function networkPlatform(environment: string, changes: DeepPartial<Network> = {}): Platform {
  const configured = platform();
  const workload = workloadIn(configured, environment);
  workload.network = deepMerge(workload.network, changes) as Network;
  return configured;
}

/** The network stack of one environment and region as Terraform JSON. */
export function networkStack(
  configured: Platform,
  environment: string,
  region = configured.regions.primary,
): TerraformJson {
  const workload = workloadIn(configured, environment);
  const scope = place(configured, environment, workload.account, "network", region);
  const app = Testing.app();
  const stack =
    region === configured.regions.tieBreaker
      ? new StubNetworkStack(app, scope, stubNetworkProps(configured, workload, scope.region))
      : new NetworkStack(app, scope, networkProps(configured, workload, scope.region));
  return JSON.parse(Testing.synth(stack)) as TerraformJson;
}

/** Terraform JSON of each resource of a type, by its name in the stack. */
export const byName = (stack: TerraformJson, type: string): Readonly<Record<string, TerraformJson>> =>
  stack["resource"]?.[type] ?? {};

export const all = (stack: TerraformJson, type: string): readonly TerraformJson[] => Object.values(byName(stack, type));

/** Name tag of the thing of `type` that an expression such as `${aws_subnet.x.id}` refers to. */
export function named(stack: TerraformJson, type: string, expression: string): string {
  const name = new RegExp(`^\\$\\{${type}\\.([^.]+)\\.id\\}$`).exec(expression)?.[1];
  const found = name === undefined ? undefined : byName(stack, type)[name];
  if (found === undefined) throw new Error(`${expression} refers to no ${type}`);
  return found["tags"]["Name"] as string;
}
