import type { Platform } from "../config";
import type { AttachedModule } from "../stacks/attached-modules";
import { BootstrapStack } from "../stacks/bootstrap-stack";
import { place } from "./place";
import type { PlannedStack } from "./plan";
import { bootstrapProps } from "./slices/bootstrap";

/** Accounts that keep the audit trail out of the audited accounts' reach; those that the configuration leaves out do not exist. */
export function auditStacks(platform: Platform, attached: readonly AttachedModule[]): readonly PlannedStack[] {
  const region = platform.regions.primary;
  return Object.entries(platform.audit).flatMap(([key, account]): PlannedStack[] => {
    if (account === undefined) return [];
    const scope = place(platform, key, account, "bootstrap", region);
    const build: PlannedStack["build"] = (app) =>
      new BootstrapStack(app, scope, bootstrapProps(platform, key, attached));
    return [{ account: key, accountId: account.id, layer: "bootstrap", region, build }];
  });
}
