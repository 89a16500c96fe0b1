import type { Platform } from "../../config";
import { accountsOf, auditKeys } from "../../config/guardrail-settings";
import type { PermissionSet } from "../../config/schema/people";
import { isActive } from "../../lib/access";
import type { Statement } from "../../lib/policy";
import type { IdentityStackProps, PermissionSetEntry } from "../../stacks/identity-stack";

/** Standing assignments, and those that an approved grant gives on the day. One each, however many grants say so. */
function groupsByAccount(
  { people, asOf }: Platform,
  name: string,
  set: PermissionSet,
): ReadonlyMap<string, ReadonlySet<string>> {
  const { permissionSet, account, longestGrantHours } = people.operatorAccess;
  const granted = people.prodAccessGrants
    .filter((grant) => permissionSet === name && isActive(grant, people.approvers, longestGrantHours, asOf))
    .map(({ group }) => group);
  const groups = new Map(Object.entries(set.assignments).map(([key, standing]) => [key, new Set(standing)]));
  if (granted.length > 0) groups.set(account, new Set([...(groups.get(account) ?? []), ...granted]));
  return groups;
}

function assignmentsOf(platform: Platform, name: string, set: PermissionSet): PermissionSetEntry["assignments"] {
  const accounts = accountsOf(platform);
  return [...groupsByAccount(platform, name, set)].flatMap(([account, groups]) => {
    const accountId = accounts.get(account)?.id;
    if (accountId !== undefined) return [...groups].map((group) => ({ account, accountId, group }));
    if (auditKeys.some((key) => key === account)) return [];
    throw new Error(`permission set ${name} names the unknown account "${account}"`);
  });
}

/** Fills in the one account that a set belongs to: where it stands assigned, or where grants hand it out. */
function statementsOf(
  platform: Platform,
  name: string,
  { statements, assignments }: PermissionSet,
): readonly Statement[] {
  const { permissionSet, account } = platform.people.operatorAccess;
  const [key] = permissionSet === name ? [account] : Object.keys(assignments);
  const id = key === undefined ? undefined : accountsOf(platform).get(key)?.id;
  const written = JSON.stringify(statements).replaceAll("{company}", platform.company.name);
  return JSON.parse(id === undefined ? written : written.replaceAll("{accountId}", id)) as readonly Statement[];
}

export function identityProps(platform: Platform): IdentityStackProps {
  const { groups, permissionSets, breakGlass } = platform.people;
  const sets = Object.entries(permissionSets).map(([name, set]): [string, PermissionSetEntry] => {
    const { description, sessionDuration, managedPolicies, customerPolicies, boundary } = set;
    const statements = statementsOf(platform, name, set);
    const assignments = assignmentsOf(platform, name, set);
    const bound = boundary === undefined ? {} : { boundary };
    return [
      name,
      { description, sessionDuration, managedPolicies, customerPolicies, statements, assignments, ...bound },
    ];
  });
  const accounts = accountsOf(platform);
  const roles = Object.entries(breakGlass.roles).map(([key, role]) => {
    const accountId = accounts.get(key)?.id;
    if (accountId === undefined)
      throw new Error(`the break-glass role of the unknown account "${key}" cannot be named`);
    return { accountId, role };
  });
  return { groups, permissionSets: Object.fromEntries(sets), breakGlass: { group: breakGlass.group, roles } };
}
