import type { Platform } from "../config";
import type { Layer } from "../lib/layers";
import { deployRoleName, organizationAccessRoleName } from "../lib/naming";
import type { Backend } from "../stacks/backend";
import type { Region, StackScope } from "../stacks/base-stack";

type Account = Platform["management"];

export function regionOf(platform: Platform, name: string): Region {
  const zones = platform.zones[name]?.zones;
  if (zones === undefined) throw new Error(`no zones are configured for region ${name}`);
  return { name, zones };
}

/**
 * What a stack works as, and where its state lies. A bootstrap makes the role of the others and the limits that this
 * role may not touch, so in a member account it always works as the role that AWS Organizations made. Its first state
 * has nowhere to be but a file; in the management account its first run has no role to take either.
 */
function access(platform: Platform, key: string, account: Account, layer: Layer, region: string) {
  const backend: Backend = platform.backend;
  const deploy = { assumeRole: deployRoleName(platform.company.name) };
  if (layer !== "bootstrap") return { backend, ...deploy };
  const established = account.bootstrapState[region] === "backend";
  const member = { assumeRole: organizationAccessRoleName };
  const role = key === "management" ? (established ? deploy : {}) : member;
  return { backend: established ? backend : ({ kind: "local" } as const), ...role };
}

/** The place of one stack. */
export function place(platform: Platform, key: string, account: Account, layer: Layer, region: string): StackScope {
  return {
    company: platform.company.name,
    account: { name: key, id: account.id },
    region: regionOf(platform, region),
    primaryRegion: platform.regions.primary,
    tags: {
      Environment: account.environment,
      Project: platform.company.name,
      Owner: account.owner,
      CostCenter: account.costCenter,
      ManagedBy: "cdktf",
    },
    ...access(platform, key, account, layer, region),
  };
}
