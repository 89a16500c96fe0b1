import type { Platform } from "../../config";
import { accountsOf, guardrailSettings, tagRules, unitsInUse } from "../../config/guardrail-settings";
import { type GuardrailName, guardrailNames } from "../../lib/guardrails";
import type { UnitProps } from "../../modules/organization/units";
import type { OrganizationAccount, OrganizationStackProps } from "../../stacks/organization-stack";

function unitsOf(platform: Platform): Readonly<Record<string, UnitProps>> {
  const used = unitsInUse(platform).map((key): [string, UnitProps] => {
    const unit = platform.organization.units[key];
    if (unit === undefined) throw new Error(`no organizational unit has the key "${key}"`);
    const { name, parent, importFrom } = unit;
    return [
      key,
      { name, ...(parent === undefined ? {} : { parent }), ...(importFrom === undefined ? {} : { importFrom }) },
    ];
  });
  return Object.fromEntries(used);
}

function membersOf(platform: Platform): Readonly<Record<string, OrganizationAccount>> {
  const members = [...accountsOf(platform)].flatMap(([key, account]): [string, OrganizationAccount][] => {
    const { unit, email, environment, owner, costCenter, importFrom } = account;
    if (key === "management") return [];
    if (unit === undefined) throw new Error(`account ${key} has no unit`);
    const tags = { Environment: environment, Owner: owner, CostCenter: costCenter };
    const billingAccess = platform.organization.billingAccess.includes(key);
    return [[key, { email, unit, billingAccess, tags, ...(importFrom === undefined ? {} : { importFrom }) }]];
  });
  return Object.fromEntries(members);
}

export function organizationProps(platform: Platform): OrganizationStackProps {
  const { servicePrincipals, importFrom, guardrails, tagPolicy } = platform.organization;
  const used = unitsInUse(platform);
  const general = guardrails.units.filter((key) => used.includes(key));
  const production = guardrails.productionUnits.filter((key) => used.includes(key));
  const bound = guardrailNames.map((name) => [name, name === "prod-guard" ? production : general]);
  return {
    servicePrincipals,
    ...(importFrom === undefined ? {} : { importFrom }),
    units: unitsOf(platform),
    accounts: membersOf(platform),
    guardrails: guardrailSettings(platform),
    guardrailUnits: Object.fromEntries(bound) as Record<GuardrailName, readonly string[]>,
    tagRules: tagRules(platform),
    tagsEnforcedFor: tagPolicy.enforcedFor,
  };
}
