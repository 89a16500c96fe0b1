import type { GuardrailSettings, TagRule } from "../lib/guardrails";
import type { Account } from "./schema/account";
import type { Platform } from "./schema/platform";

/** Accounts that are switched on, by key, the management account first. */
export function accountsOf({ management, audit, workloads }: Platform): ReadonlyMap<string, Account> {
  const enabled = Object.entries(audit).filter((entry): entry is [string, Account] => entry[1] !== undefined);
  const own = Object.entries(workloads).map(([key, { account }]): [string, Account] => [key, account]);
  return new Map([["management", management], ...enabled, ...own]);
}

/** Keys of audit accounts, whether switched on or not. */
export const auditKeys = ["security", "log-archive"] as const;

/** Regions in which the configuration places anything, and those that it opens by name. */
export function allowedRegions({ regions, workloads, organization }: Platform): readonly string[] {
  const all = Object.values(workloads);
  const used = [
    regions.primary,
    ...(all.some(({ secondaryRegion }) => secondaryRegion.enabled) ? [regions.secondary] : []),
    ...(all.some(({ atlas }) => atlas.tieBreakerVpc) ? [regions.tieBreaker] : []),
    ...organization.guardrails.extraRegions,
  ];
  return [...new Set(used)];
}

/**
 * Roles that HCP Terraform applies with, one per account, in place of the deploy role. The fixed beginning keeps the
 * pattern clear of the path that developers write to.
 */
const hcpRoles = ({ backend }: Platform): readonly string[] => (backend.kind === "cloud" ? ["hcp-*-apply"] : []);

export const guardrailSettings = (platform: Platform): GuardrailSettings => ({
  company: platform.company.name,
  exemptRoles: [...platform.organization.guardrails.exemptRoles, ...hcpRoles(platform)],
  allowedRegions: allowedRegions(platform),
});

/** Allowed values of the six keys; Component and ManagedBy are left open, because controllers tag what they make. */
export function tagRules(platform: Platform): Readonly<Record<string, TagRule>> {
  const accounts = [...accountsOf(platform).values()];
  const values = (of: (account: Account) => string) => ({ values: [...new Set(accounts.map(of))].sort() });
  return {
    Environment: values(({ environment }) => environment),
    Project: { values: [platform.company.name] },
    Owner: values(({ owner }) => owner),
    CostCenter: values(({ costCenter }) => costCenter),
    Component: {},
    ManagedBy: {},
  };
}

/** Units that hold an account, their own or below them, by key. */
export function unitsInUse(platform: Platform): readonly string[] {
  const { units } = platform.organization;
  const used = new Set<string>();
  for (const { unit } of accountsOf(platform).values()) {
    for (let key = unit; key !== undefined && units[key] !== undefined && !used.has(key); key = units[key]?.parent)
      used.add(key);
  }
  return Object.keys(units).filter((key) => used.has(key));
}
