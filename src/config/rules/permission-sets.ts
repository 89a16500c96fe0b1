import { accessLimits, hoursOf } from "../../lib/access";
import { policyDocument, type Statement } from "../../lib/policy";
import type { PermissionSet } from "../schema/people";
import type { Platform } from "../schema/platform";
import type { Finding, Rule } from "./rule";

/** Runs `check` for each permission set; the paths that it gives are relative to the set. */
export const perSet =
  (check: (set: PermissionSet, name: string, platform: Platform) => readonly Finding[]) =>
  (platform: Platform): readonly Finding[] =>
    Object.entries(platform.people.permissionSets).flatMap(([name, set]) =>
      check(set, name, platform).map((finding) => ({
        ...finding,
        path: `people.permissionSets.${name}.${finding.path}`,
      })),
    );

/** Keys of the accounts where the set can be had, standing or by grant. */
export function accountsWith(
  name: string,
  set: PermissionSet,
  { people: { operatorAccess } }: Platform,
): readonly string[] {
  const keys = Object.keys(set.assignments);
  return name === operatorAccess.permissionSet && !keys.includes(operatorAccess.account)
    ? [...keys, operatorAccess.account]
    : keys;
}

export const permissionSetRules: readonly Rule[] = [
  {
    id: "permission-set-name",
    check: ({ people: { permissionSets } }) =>
      Object.keys(permissionSets)
        .filter((name) => name.length > accessLimits.permissionSetNameCharacters || !/^[\w+=,.@-]+$/.test(name))
        .map((name) => ({
          path: `people.permissionSets.${name}`,
          value: name,
          reason: `Identity Center takes at most ${accessLimits.permissionSetNameCharacters} letters, digits and +=,.@-_`,
          mend: "shorten the name",
        })),
  },
  {
    id: "session-length",
    check: perSet(({ sessionDuration }) => {
      const hours = hoursOf(sessionDuration);
      const { shortestSessionHours: least, longestSessionHours: most } = accessLimits;
      if (hours === undefined || (hours >= least && hours <= most)) return [];
      return [
        {
          path: "sessionDuration",
          value: sessionDuration,
          reason: `Identity Center takes ${least} to ${most} hours`,
          mend: "write for example PT4H",
        },
      ];
    }),
  },
  {
    id: "session-too-long-for-account",
    check: perSet((set, name, platform) =>
      accountsWith(name, set, platform).flatMap((key): Finding[] => {
        const limit = platform.people.accountLimits[key]?.longestSessionHours;
        const hours = hoursOf(set.sessionDuration);
        if (limit === undefined || hours === undefined || hours <= limit) return [];
        const reason = `sessions in ${key} last ${limit} hours at most`;
        return [{ path: "sessionDuration", value: set.sessionDuration, reason, mend: `write PT${limit}H or less` }];
      }),
    ),
  },
  {
    id: "permission-set-policies",
    check: perSet(({ managedPolicies, customerPolicies }) => {
      const count = managedPolicies.length + customerPolicies.length;
      if (count <= accessLimits.policiesPerSet) return [];
      const reason = `a role takes ${accessLimits.policiesPerSet} attached policies`;
      return [{ path: "managedPolicies", value: count, reason, mend: "join some of them in statements" }];
    }),
  },
  {
    id: "permission-set-size",
    check: perSet(({ statements }) => {
      const size = policyDocument(statements as readonly Statement[]).length;
      if (size <= accessLimits.inlinePolicyCharacters) return [];
      const reason = `the inline policy has ${size} characters, a role takes ${accessLimits.inlinePolicyCharacters}`;
      return [
        {
          path: "statements",
          value: size,
          reason,
          mend: "split the set or move statements into a policy of the account",
        },
      ];
    }),
  },
  {
    id: "permission-set-empty",
    check: perSet(({ managedPolicies, customerPolicies, statements }) =>
      managedPolicies.length + customerPolicies.length + statements.filter(({ Effect }) => Effect === "Allow").length >
      0
        ? []
        : [
            {
              path: "statements",
              value: statements,
              reason: "the set allows nothing",
              mend: "add a policy or remove the set",
            },
          ],
    ),
  },
  {
    id: "statement-id-duplicate",
    check: perSet(({ statements }) =>
      statements.flatMap(({ Sid }, place) =>
        statements.findIndex((other) => other.Sid === Sid) === place
          ? []
          : [
              {
                path: `statements.${place}.Sid`,
                value: Sid,
                reason: "another statement of the set has this id, which IAM refuses",
                mend: "rename one",
              },
            ],
      ),
    ),
  },
  {
    id: "account-placeholder-ambiguous",
    check: perSet((set, name, platform) => {
      const keys = accountsWith(name, set, platform);
      if (keys.length === 1 || !JSON.stringify(set.statements).includes("{accountId}")) return [];
      const reason = "{accountId} stands for one account, and the set is assigned to none or to several";
      return [
        {
          path: "assignments",
          value: keys,
          reason,
          mend: "assign the set to one account, or make one set per account",
        },
      ];
    }),
  },
];
