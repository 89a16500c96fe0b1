import { organizationLimits } from "../../lib/guardrails";
import { accountsOf, auditKeys } from "../guardrail-settings";
import type { Account } from "../schema/account";
import type { Platform } from "../schema/platform";
import type { Finding, Rule } from "./rule";

type Entry = readonly [path: string, key: string, account: Account];

/** Accounts that are switched on, with the paths that they are written at. */
function entries(platform: Platform): readonly Entry[] {
  return [...accountsOf(platform)].map(([key, account]) => [pathOf(platform, key), key, account]);
}

export function pathOf(platform: Platform, key: string): string {
  if (key === "management") return key;
  return platform.workloads[key] === undefined ? `audit.${key}` : `workloads.${key}.account`;
}

const perAccount =
  (check: (account: Account, path: string, key: string, platform: Platform) => readonly Finding[]) =>
  (platform: Platform): readonly Finding[] =>
    entries(platform).flatMap(([path, key, account]) => check(account, path, key, platform));

/** Findings for all but the first of the accounts that share a value. */
function duplicates(
  platform: Platform,
  field: "id" | "email" | "environment",
  reason: (first: string) => string,
  mend: string,
): readonly Finding[] {
  const first = new Map<string, string>();
  return entries(platform).flatMap(([path, , account]): Finding[] => {
    const value = account[field].toLowerCase();
    const owner = first.get(value);
    if (owner === undefined) first.set(value, path);
    return owner === undefined
      ? []
      : [{ path: `${path}.${field}`, value: account[field], reason: reason(owner), mend }];
  });
}

const isPlaceholderId = (id: string): boolean => /^(\d)\1+$/.test(id);
const isPlaceholderEmail = (email: string): boolean => /(?:\.|@)example(?:\.(?:com|net|org))?$/i.test(email);

const identities: readonly Rule[] = [
  {
    id: "account-id-duplicate",
    check: (platform) =>
      duplicates(
        platform,
        "id",
        (first) => `${first} has the same id, so two environments would share one account`,
        "write each account's own id",
      ),
  },
  {
    id: "account-email-duplicate",
    check: (platform) =>
      duplicates(
        platform,
        "email",
        (first) => `${first} has the same address, and AWS takes an address once`,
        "use an address of its own, such as a +suffix",
      ),
  },
  {
    id: "environment-duplicate",
    check: (platform) =>
      duplicates(
        platform,
        "environment",
        (first) => `${first} has the same Environment tag, so their costs could not be told apart`,
        "give each account an environment of its own",
      ),
  },
  {
    id: "account-id-placeholder",
    check: perAccount(({ id }, path, _key, { demonstration }) =>
      demonstration || !isPlaceholderId(id)
        ? []
        : [
            {
              path: `${path}.id`,
              value: id,
              reason: "is a placeholder, not an account",
              mend: "write the account's id, or set demonstration to true",
            },
          ],
    ),
  },
  {
    id: "account-email-placeholder",
    check: perAccount(({ email }, path, _key, { demonstration }) =>
      demonstration || !isPlaceholderEmail(email)
        ? []
        : [
            {
              path: `${path}.email`,
              value: email,
              reason: "lies in a domain that receives no mail (RFC 2606), and root access is recovered by mail",
              mend: "write a working address, or set demonstration to true",
            },
          ],
    ),
  },
  {
    id: "account-import-mismatch",
    check: perAccount(({ id, importFrom }, path) =>
      importFrom === undefined || importFrom === id
        ? []
        : [
            {
              path: `${path}.importFrom`,
              value: importFrom,
              reason: `the account to adopt is not the one that providers are pinned to (${id})`,
              mend: "write the same id in id and importFrom",
            },
          ],
    ),
  },
  {
    id: "account-name-length",
    check: perAccount((_account, path, key, { company }) => {
      const name = `${company.name}-${key}`;
      const limit = organizationLimits.accountNameCharacters;
      if (name.length <= limit) return [];
      return [
        {
          path,
          value: name,
          reason: `the account's name has ${name.length} characters, AWS takes ${limit}`,
          mend: "shorten the key or the company's name",
        },
      ];
    }),
  },
  {
    id: "account-key-reserved",
    check: ({ workloads }) =>
      Object.keys(workloads)
        .filter((key) => ["management", ...auditKeys].includes(key))
        .map((key) => ({
          path: `workloads.${key}`,
          value: key,
          reason: "an account of the platform itself has this key, and their stacks and buckets would share names",
          mend: "name the workload account otherwise",
        })),
  },
];

const places: readonly Rule[] = [
  {
    id: "management-in-unit",
    check: ({ management: { unit } }) =>
      unit === undefined
        ? []
        : [
            {
              path: "management.unit",
              value: unit,
              reason: "the management account stays at the root; no policy binds it anyway",
              mend: "remove the unit",
            },
          ],
  },
  {
    id: "account-without-unit",
    check: perAccount(({ unit }, path, key) =>
      key === "management" || unit !== undefined
        ? []
        : [
            {
              path: `${path}.unit`,
              value: unit,
              reason: "an account at the root escapes the guardrails of the units",
              mend: "name a key of organization.units",
            },
          ],
    ),
  },
  {
    id: "account-unit-unknown",
    check: perAccount(({ unit }, path, _key, { organization: { units } }) =>
      unit === undefined || units[unit] !== undefined
        ? []
        : [
            {
              path: `${path}.unit`,
              value: unit,
              reason: "no organizational unit has this key",
              mend: `choose one of ${Object.keys(units).join(", ")}`,
            },
          ],
    ),
  },
  {
    id: "account-in-inner-unit",
    check: perAccount(({ unit }, path, _key, { organization: { units } }) =>
      unit === undefined || !Object.values(units).some(({ parent }) => parent === unit)
        ? []
        : [
            {
              path: `${path}.unit`,
              value: unit,
              reason: "this unit holds units; an account beside them misses their guardrails",
              mend: "choose a unit that holds accounts only",
            },
          ],
    ),
  },
  {
    id: "workload-in-audit-unit",
    check: perAccount(({ unit }, path, key, { organization: { auditUnit }, workloads }) =>
      workloads[key] === undefined || unit !== auditUnit
        ? []
        : [
            {
              path: `${path}.unit`,
              value: unit,
              reason: "audit accounts stand apart from what they audit",
              mend: "choose a unit of workloads",
            },
          ],
    ),
  },
  {
    id: "audit-outside-audit-unit",
    check: perAccount(({ unit }, path, key, { organization: { auditUnit } }) =>
      unit === undefined || unit === auditUnit || !auditKeys.some((audit) => audit === key)
        ? []
        : [
            {
              path: `${path}.unit`,
              value: unit,
              reason: "audit accounts stand apart from what they audit",
              mend: `write ${auditUnit}`,
            },
          ],
    ),
  },
  {
    id: "production-shares-unit",
    check: (platform) =>
      platform.organization.guardrails.productionUnits.flatMap((production) => {
        const [, ...others] = entries(platform).filter(([, , { unit }]) => unit === production);
        return others.map(([path]) => ({
          path: `${path}.unit`,
          value: production,
          reason: "production stands alone in its unit, so that what binds it binds nothing else",
          mend: "choose another unit, or make one of its own and add it to organization.guardrails.productionUnits",
        }));
      }),
  },
];

export const accountRules: readonly Rule[] = [...identities, ...places];
