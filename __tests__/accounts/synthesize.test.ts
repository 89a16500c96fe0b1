import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { type App, Testing } from "cdktf";
import { place } from "../../src/accounts/place";
import type { PlannedStack } from "../../src/accounts/plan";
import { buildStacks } from "../../src/accounts/synthesize";
import { ConfigurationError } from "../../src/config";
import type { Layer } from "../../src/lib/layers";
import type { AttachedModule } from "../../src/stacks/attached-modules";
import { BaseStack } from "../../src/stacks/base-stack";
import { platform } from "../support/platform";
import { workloadIn } from "../support/workload-in";

const configured = platform();

/** A stack of dev or prod with one role of that name. */
function planned(account: "dev" | "prod", layer: Layer, roleName: string, region = "us-east-1"): PlannedStack {
  const own = workloadIn(configured, account).account;
  const build = (app: App) => {
    const stack = new (class extends BaseStack {})(app, layer, place(configured, account, own, layer, region));
    new IamRole(stack, "role", { name: roleName, assumeRolePolicy: "{}" });
    return stack;
  };
  return { account, accountId: own.id, layer, region, build };
}

const built = (plan: readonly PlannedStack[], attached: readonly AttachedModule[] = []) => {
  const app = Testing.app({ fakeCdktfJsonPath: false });
  return { ids: buildStacks(app, configured, plan, attached), app };
};

test("stacks with names of their own are built, one name in two accounts too", () => {
  expect(built([planned("dev", "network", "a"), planned("dev", "eks", "b"), planned("prod", "eks", "b")]).ids).toEqual([
    "dev-network",
    "dev-eks",
    "prod-eks",
  ]);
});

test("two stacks of an account that claim one global name are refused, in two regions too (ACC-16)", () => {
  const plan = [planned("prod", "eks", "prod-node"), planned("prod", "eks", "prod-node", "us-west-2")];
  expect(() => built(plan)).toThrow(ConfigurationError);
  expect(() => built(plan)).toThrow(/prod-eks, prod-eks-usw2 = "prod-node"/);
});

test("two stacks with one state are refused before either is built (ACC-16)", () => {
  const plan = [planned("dev", "eks", "a"), planned("dev", "eks", "b")];
  expect(() => built(plan)).toThrow(/company-inc-dev-tfstate-use1\/dev-eks\.tfstate/);
});

test("a module is attached to the layer and account that the configuration names, and to no other", () => {
  const attached: AttachedModule = { module: "account-baseline", layer: "network", accounts: ["dev"], inputs: {} };
  const { app } = built(
    [planned("dev", "network", "a"), planned("dev", "eks", "b"), planned("prod", "network", "c")],
    [attached],
  );
  const modules = app.node.children
    .filter((stack): stack is BaseStack => stack instanceof BaseStack)
    .map((stack) => [stack.node.id, Object.keys(JSON.parse(Testing.synth(stack)).module ?? {})]);
  expect(Object.fromEntries(modules)).toEqual({
    "dev-network": ["account-baseline"],
    "dev-eks": [],
    "prod-network": [],
  });
});
