import { accountsOf, auditKeys } from "../guardrail-settings";
import type { PermissionSet } from "../schema/people";
import type { Platform } from "../schema/platform";
import { grantRules } from "./grants";
import { accountsWith, permissionSetRules, perSet } from "./permission-sets";
import type { Finding, Rule } from "./rule";

/** Actions that the set denies everywhere and always. */
const denied = ({ statements }: PermissionSet): readonly string[] =>
  statements
    .filter(({ Effect, Condition, Resource }) => Effect === "Deny" && Condition === undefined && Resource.includes("*"))
    .flatMap(({ Action }) => Action);

const assignments: readonly Rule[] = [
  {
    id: "assignment-group-unknown",
    check: perSet(({ assignments: given }, _name, { people: { groups } }) =>
      Object.entries(given).flatMap(([key, names]) =>
        names
          .filter((group) => groups[group] === undefined)
          .map((group) => ({
            path: `assignments.${key}`,
            value: group,
            reason: "no group has this name",
            mend: `choose from ${Object.keys(groups).join(", ")}`,
          })),
      ),
    ),
  },
  {
    id: "assignment-account-unknown",
    check: perSet(({ assignments: given }, _name, platform) =>
      Object.keys(given)
        .filter((key) => !accountsOf(platform).has(key) && !auditKeys.some((audit) => audit === key))
        .map((key) => ({
          path: `assignments.${key}`,
          value: key,
          reason: "no account has this key",
          mend: "name an account of the configuration",
        })),
    ),
  },
  {
    id: "assignment-not-allowed",
    check: perSet(({ assignments: given }, _name, { people: { accountLimits } }) =>
      Object.entries(given).flatMap(([key, names]) => {
        const allowed = accountLimits[key]?.groups;
        if (allowed === undefined) return [];
        const strangers = names.filter((group) => !allowed.includes(group));
        return strangers.map((group) => ({
          path: `assignments.${key}`,
          value: group,
          reason: `only ${allowed.join(" and ")} may have access to ${key}`,
          mend: "remove the group, or change people.accountLimits in a reviewed change",
        }));
      }),
    ),
  },
  {
    id: "workload-without-limits",
    // An account that nobody is assigned to needs no limits: nobody has access to it.
    check: ({ workloads, people: { accountLimits, permissionSets } }) =>
      Object.keys(workloads)
        .filter((key) => accountLimits[key] === undefined)
        .filter((key) => Object.values(permissionSets).some(({ assignments: given }) => given[key] !== undefined))
        .map((key) => ({
          path: `people.accountLimits.${key}`,
          value: undefined,
          reason: `nothing says who may be given access to ${key}`,
          mend: "name its groups, longest session and whether wildcard actions are allowed",
        })),
  },
  {
    id: "operator-set-standing",
    check: ({ people: { permissionSets, operatorAccess } }) => {
      const { permissionSet, account } = operatorAccess;
      const standing = permissionSets[permissionSet]?.assignments ?? {};
      return Object.keys(standing).map((key) => ({
        path: `people.permissionSets.${permissionSet}.assignments.${key}`,
        value: standing[key],
        reason: `write access to ${account} is given for a time and a ticket, never for good`,
        mend: "remove the assignment and add an entry to people.prodAccessGrants when needed",
      }));
    },
  },
];

/** AWS managed policies that write broadly. */
const broad =
  /^(?:AdministratorAccess.*|PowerUserAccess|IAMFullAccess|.*FullAccess(?:_v\d+)?|job-function\/(?:SystemAdministrator|DatabaseAdministrator|NetworkAdministrator))$/;

/** True where an account that the set reaches forbids wildcards. */
const isNarrow = (name: string, set: PermissionSet, platform: Platform): boolean =>
  accountsWith(name, set, platform).some((key) => platform.people.accountLimits[key]?.wildcardActions === false);

const strictness: readonly Rule[] = [
  {
    id: "wildcard-action",
    check: perSet((set, name, platform) => {
      if (!isNarrow(name, set, platform)) return [];
      return set.statements.flatMap(({ Effect, Action, Sid }) =>
        Action.filter((action) => Effect === "Allow" && action.includes("*")).map((action) => ({
          path: `statements.${Sid}`,
          value: action,
          reason: "an account that this set reaches allows named actions only",
          mend: "name the actions one by one",
        })),
      );
    }),
  },
  {
    id: "broad-managed-policy",
    check: perSet((set, name, platform) => {
      if (!isNarrow(name, set, platform)) return [];
      return set.managedPolicies
        .filter((policy) => broad.test(policy))
        .map((value) => ({
          path: "managedPolicies",
          value,
          reason: "the policy writes to whole services",
          mend: "name the actions in statements",
        }));
    }),
  },
  {
    id: "administrator-access",
    check: perSet(({ managedPolicies }) =>
      managedPolicies
        .filter((policy) => policy.startsWith("AdministratorAccess"))
        .map((value) => ({
          path: "managedPolicies",
          value,
          reason: "an administrator can remove every boundary and guardrail of the account",
          mend: "use PowerUserAccess with roles under a boundary",
        })),
    ),
  },
  {
    id: "operator-without-boundary",
    check: ({ people: { permissionSets, operatorAccess } }) => {
      const set = permissionSets[operatorAccess.permissionSet];
      const path = `people.permissionSets.${operatorAccess.permissionSet}.boundary`;
      if (set === undefined || set.boundary !== undefined) return [];
      return [
        {
          path,
          value: undefined,
          reason: "write access to production stays under a boundary",
          mend: "name the boundary policy of the account",
        },
      ];
    },
  },
  {
    id: "denials-weaker-than-model",
    check: perSet((set, name, platform) =>
      accountsWith(name, set, platform).flatMap((key): Finding[] => {
        const model = platform.people.accountLimits[key]?.deniesLike;
        if (model === undefined) return [];
        const models = Object.entries(platform.people.permissionSets).filter(([other, it]) =>
          accountsWith(other, it, platform).includes(model),
        );
        const asked = new Set(models.flatMap(([, it]) => denied(it)));
        const missing = [...asked].filter((action) => !denied(set).includes(action));
        if (missing.length === 0) return [];
        const reason = `what sets of ${model} deny, sets of ${key} deny as well; ${missing.join(", ")} is missing`;
        return [
          { path: "statements", value: denied(set), reason, mend: "deny them on every resource without a condition" },
        ];
      }),
    ),
  },
];

export const peopleRules: readonly Rule[] = [...permissionSetRules, ...assignments, ...strictness, ...grantRules];
