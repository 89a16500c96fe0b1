import { guardrails, organizationLimits } from "../../lib/guardrails";
import { organizationAccessRoleName } from "../../lib/naming";
import { accountsOf, guardrailSettings } from "../guardrail-settings";
import type { Platform } from "../schema/platform";
import type { Finding, Rule } from "./rule";

/** The unit and those above it, nearest first; ends where a key is unknown or returns. */
export function chain(units: Platform["organization"]["units"], key: string): readonly string[] {
  const keys: string[] = [];
  for (
    let next: string | undefined = key;
    next !== undefined && units[next] !== undefined && !keys.includes(next);
    next = units[next]?.parent
  ) {
    keys.push(next);
  }
  return keys;
}

/** Policies on one unit itself. AWS counts those attached, not those inherited. */
function attachedTo(platform: Platform, unit: string): number {
  const { units, productionUnits } = platform.organization.guardrails;
  const general = Object.keys(guardrails(guardrailSettings(platform))).length - 1;
  const count = (list: readonly string[], each: number) => list.filter((key) => key === unit).length * each;
  return 1 + count(units, general) + count(productionUnits, 1);
}

export const guardrailRules: readonly Rule[] = [
  {
    id: "guardrail-unit-unknown",
    check: ({ organization: { guardrails: rails, units } }) =>
      (["units", "productionUnits"] as const).flatMap((field) =>
        rails[field]
          .filter((key) => units[key] === undefined)
          .map((key) => ({
            path: `organization.guardrails.${field}`,
            value: key,
            reason: "no organizational unit has this key, so the policies would bind nothing there",
            mend: `choose from ${Object.keys(units).join(", ")}`,
          })),
      ),
  },
  {
    id: "account-unguarded",
    check: (platform) => {
      const { units, guardrails: rails } = platform.organization;
      return [...accountsOf(platform)].flatMap(([key, { unit }]): Finding[] => {
        if (
          unit === undefined ||
          units[unit] === undefined ||
          chain(units, unit).some((above) => rails.units.includes(above))
        )
          return [];
        const reason = `account ${key} lies in unit ${unit}, which none of these units holds`;
        return [
          { path: "organization.guardrails.units", value: rails.units, reason, mend: `add ${unit} or a unit above it` },
        ];
      });
    },
  },
  {
    id: "scp-count",
    check: (platform) =>
      Object.keys(platform.organization.units).flatMap((unit): Finding[] => {
        const attached = attachedTo(platform, unit);
        const limit = organizationLimits.serviceControlPoliciesPerTarget;
        if (attached <= limit) return [];
        const reason = `${attached} policies would be attached to ${unit}, FullAWSAccess included; AWS takes ${limit}`;
        return [
          {
            path: "organization.guardrails",
            value: unit,
            reason,
            mend: "attach prod-guard to a unit below, or list the unit once",
          },
        ];
      }),
  },
  {
    id: "scp-size",
    check: (platform) =>
      Object.entries(guardrails(guardrailSettings(platform))).flatMap(([name, document]): Finding[] => {
        const limit = organizationLimits.serviceControlPolicyCharacters;
        if (document.length <= limit) return [];
        const reason = `policy ${name} has ${document.length} characters, AWS takes ${limit}; exempt roles stand in every statement`;
        return [
          {
            path: "organization.guardrails",
            value: name,
            reason,
            mend: "name fewer or shorter exempt roles, or fewer regions",
          },
        ];
      }),
  },
  {
    id: "exempt-role-wildcard",
    check: ({ organization: { guardrails: rails } }) =>
      rails.exemptRoles.flatMap((role, place) =>
        /[*?/]/.test(role)
          ? [
              {
                path: `organization.guardrails.exemptRoles.${place}`,
                value: role,
                reason:
                  "a pattern or path also matches roles that developers may make, which would then escape every guardrail",
                mend: "write the exact name of one role without a path",
              },
            ]
          : [],
      ),
  },
  {
    id: "exempt-role-missing",
    check: ({ organization: { guardrails: rails } }) =>
      rails.exemptRoles.includes(organizationAccessRoleName)
        ? []
        : [
            {
              path: "organization.guardrails.exemptRoles",
              value: rails.exemptRoles,
              reason: "without the organization's own role nobody could undo a wrong policy's effects in an account",
              mend: `add ${organizationAccessRoleName}`,
            },
          ],
  },
  {
    id: "break-glass-not-exempt",
    check: ({ organization: { guardrails: rails }, people: { breakGlass } }) =>
      Object.values(breakGlass.roles)
        .filter((role) => !rails.exemptRoles.includes(role))
        .map((role) => ({
          path: "organization.guardrails.exemptRoles",
          value: rails.exemptRoles,
          reason: `the emergency role ${role} would be bound by the guardrails that it may have to mend`,
          mend: `add ${role}`,
        })),
  },
  {
    id: "region-already-open",
    check: ({ organization: { guardrails: rails }, regions }) =>
      rails.extraRegions.flatMap((region, place) =>
        region === regions.primary || rails.extraRegions.indexOf(region) !== place
          ? [
              {
                path: `organization.guardrails.extraRegions.${place}`,
                value: region,
                reason: "the region is open already, and a list of exceptions should hold exceptions only",
                mend: "remove it",
              },
            ]
          : [],
      ),
  },
];
