import { organizationLimits, tagPolicy } from "../../lib/guardrails";
import { accountsOf, tagRules } from "../guardrail-settings";
import type { Platform } from "../schema/platform";
import { chain, guardrailRules } from "./guardrails";
import type { Finding, Rule } from "./rule";

type Units = Platform["organization"]["units"];

const perUnit =
  (check: (unit: Units[string], key: string, units: Units) => Omit<Finding, "path"> | undefined, field: string) =>
  ({ organization: { units } }: Platform): readonly Finding[] =>
    Object.entries(units).flatMap(([key, unit]) => {
      const found = check(unit, key, units);
      return found === undefined ? [] : [{ ...found, path: `organization.units.${key}.${field}` }];
    });

const unitRules: readonly Rule[] = [
  {
    id: "unit-parent-unknown",
    check: perUnit(
      ({ parent }, _key, units) =>
        parent === undefined || units[parent] !== undefined
          ? undefined
          : {
              value: parent,
              reason: "no organizational unit has this key",
              mend: `choose one of ${Object.keys(units).join(", ")}`,
            },
      "parent",
    ),
  },
  {
    id: "unit-cycle",
    check: perUnit(({ parent }, key, units) => {
      if (parent === undefined || !chain(units, parent).includes(key)) return undefined;
      return { value: parent, reason: "the units contain each other", mend: "let one of them hang on the root" };
    }, "parent"),
  },
  {
    id: "unit-too-deep",
    check: perUnit((_unit, key, units) => {
      const depth = chain(units, key).length;
      if (depth <= organizationLimits.unitDepth) return undefined;
      return {
        value: key,
        reason: `lies ${depth} levels below the root, AWS takes ${organizationLimits.unitDepth}`,
        mend: "hang it higher",
      };
    }, "parent"),
  },
  {
    id: "unit-name-duplicate",
    check: perUnit(({ name, parent }, key, units) => {
      const twin = Object.entries(units).find(([, unit]) => unit.name === name && unit.parent === parent);
      if (twin === undefined || twin[0] === key) return undefined;
      return {
        value: name,
        reason: `unit ${twin[0]} beside it has the same name, which AWS refuses`,
        mend: "rename one of them",
      };
    }, "name"),
  },
  {
    id: "audit-unit-unknown",
    check: ({ organization: { auditUnit, units } }) =>
      units[auditUnit] !== undefined
        ? []
        : [
            {
              path: "organization.auditUnit",
              value: auditUnit,
              reason: "no organizational unit has this key",
              mend: `choose one of ${Object.keys(units).join(", ")}`,
            },
          ],
  },
];

/** What the resources of this platform need: Identity Center, the trail, delegated audit, central root access. */
const neededServices = ["cloudtrail", "config", "guardduty", "iam", "sso"].map((service) => `${service}.amazonaws.com`);

const generalRules: readonly Rule[] = [
  {
    id: "organization-id-placeholder",
    check: ({ organization: { id }, demonstration }) =>
      demonstration || !/^o-(.)\1+$/.test(id)
        ? []
        : [
            {
              path: "organization.id",
              value: id,
              reason: "is a placeholder, and endpoint policies admit only this organization",
              mend: "write the id that the organization layer shows as organization_id, or set demonstration to true",
            },
          ],
  },
  {
    id: "organization-import-mismatch",
    check: ({ organization: { id, importFrom } }) =>
      importFrom === undefined || importFrom === id
        ? []
        : [
            {
              path: "organization.importFrom",
              value: importFrom,
              reason: `the organization to adopt is not the one that policies name (${id})`,
              mend: "write the same id in id and importFrom",
            },
          ],
  },
  {
    id: "service-principal-missing",
    check: ({ organization: { servicePrincipals } }) =>
      neededServices
        .filter((service) => !servicePrincipals.includes(service))
        .map((service) => ({
          path: "organization.servicePrincipals",
          value: servicePrincipals,
          reason: `without ${service} a later layer cannot act in member accounts`,
          mend: `add ${service}`,
        })),
  },
  {
    id: "service-principal-form",
    check: ({ organization: { servicePrincipals } }) =>
      servicePrincipals.flatMap((service, place) =>
        /^[a-z0-9.-]+\.amazonaws\.com$/.test(service) && servicePrincipals.indexOf(service) === place
          ? []
          : [
              {
                path: `organization.servicePrincipals.${place}`,
                value: service,
                reason: "is not a service principal, or stands in the list twice",
                mend: "write <service>.amazonaws.com once",
              },
            ],
      ),
  },
  {
    id: "billing-access-unknown",
    check: (platform) =>
      platform.organization.billingAccess.flatMap((key, place) =>
        accountsOf(platform).has(key)
          ? []
          : [
              {
                path: `organization.billingAccess.${place}`,
                value: key,
                reason: "no account has this key",
                mend: "name an account or remove it",
              },
            ],
      ),
  },
  {
    id: "tag-policy-unenforced",
    check: ({ organization: { tagPolicy: tags } }) =>
      tags.enforcedFor.length > 0
        ? []
        : [
            {
              path: "organization.tagPolicy.enforcedFor",
              value: tags.enforcedFor,
              reason: "a tag policy without resource types only reports",
              mend: "name types that tag policies can enforce, such as ec2:instance",
            },
          ],
  },
  {
    id: "tag-policy-size",
    check: (platform) => {
      const size = tagPolicy(tagRules(platform), platform.organization.tagPolicy.enforcedFor).length;
      const limit = organizationLimits.tagPolicyCharacters;
      if (size <= limit) return [];
      const reason = `the tag policy has ${size} characters, AWS takes ${limit}`;
      return [{ path: "organization.tagPolicy.enforcedFor", value: size, reason, mend: "name fewer resource types" }];
    },
  },
];

export const organizationRules: readonly Rule[] = [...generalRules, ...unitRules, ...guardrailRules];
