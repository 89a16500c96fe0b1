import type { Platform } from "../config";
import type { Layer } from "../lib/layers";
import type { AttachedModule } from "../stacks/attached-modules";
import type { StackScope } from "../stacks/base-stack";
import { BootstrapStack } from "../stacks/bootstrap-stack";
import { IdentityStack } from "../stacks/identity-stack";
import { OrganizationStack } from "../stacks/organization-stack";
import { place } from "./place";
import type { PlannedStack } from "./plan";
import { bootstrapProps } from "./slices/bootstrap";
import { identityProps } from "./slices/identity";
import { organizationProps } from "./slices/organization";

/** The payer: no workloads, because service control policies never bind it. */
export function managementStacks(platform: Platform, attached: readonly AttachedModule[]): readonly PlannedStack[] {
  const account = platform.management;
  const region = platform.regions.primary;
  const stack = (layer: Layer, build: (scope: StackScope) => PlannedStack["build"]): PlannedStack => ({
    account: "management",
    accountId: account.id,
    layer,
    region,
    build: build(place(platform, "management", account, layer, region)),
  });
  return [
    stack(
      "bootstrap",
      (scope) => (app) => new BootstrapStack(app, scope, bootstrapProps(platform, "management", attached)),
    ),
    stack("organization", (scope) => (app) => new OrganizationStack(app, scope, organizationProps(platform))),
    stack("identity", (scope) => (app) => new IdentityStack(app, scope, identityProps(platform))),
  ];
}
