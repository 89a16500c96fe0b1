import { deployRoleName, regional, stateBucketName } from "../../lib/naming";
import { accountsOf } from "../guardrail-settings";
import type { Platform } from "../schema/platform";
import { pathOf } from "./accounts";
import type { Finding, Rule } from "./rule";

/** "Bucket naming rules", S3 user guide; "IAM and AWS STS quotas", IAM user guide */
const limits = { bucketCharacters: 63, roleCharacters: 64 } as const;

/** Room that names keep for a purpose, such as `-external-secrets-use1` after company and account. */
const purposeCharacters = 28;

const regionsOf = ({ regions }: Platform): readonly (readonly [string, string])[] => Object.entries(regions);

const regionRules: readonly Rule[] = [
  {
    id: "regions-distinct",
    check: (platform) =>
      regionsOf(platform).flatMap(([role, region], place): Finding[] => {
        const [twin] = regionsOf(platform).find(([, other]) => other === region) ?? [];
        if (twin === undefined || regionsOf(platform).findIndex(([other]) => other === twin) === place) return [];
        const reason = `the ${twin} region is the same, and what one region loses the other should keep`;
        return [{ path: `regions.${role}`, value: region, reason, mend: "name three different regions" }];
      }),
  },
  {
    id: "region-without-zones",
    check: (platform) =>
      regionsOf(platform)
        .filter(([, region]) => platform.zones[region] === undefined)
        .map(([role, region]) => ({
          path: `regions.${role}`,
          value: region,
          reason: "the zones of this region are not configured",
          mend: `add zones.${region}`,
        })),
  },
  {
    id: "zone-outside-region",
    check: ({ zones }) =>
      Object.entries(zones).flatMap(([region, { zones: names }]) =>
        names
          .filter((zone) => zone.slice(0, -1) !== region || !/[a-z]$/.test(zone))
          .map((zone) => ({
            path: `zones.${region}.zones`,
            value: zone,
            reason: `is not a zone of ${region}`,
            mend: `write ${region} and a letter`,
          })),
      ),
  },
  {
    id: "zone-duplicate",
    check: ({ zones }) =>
      Object.entries(zones).flatMap(([region, { zones: names }]) =>
        names
          .filter((zone, place) => names.indexOf(zone) !== place)
          .map((zone) => ({
            path: `zones.${region}.zones`,
            value: zone,
            reason: "stands in the list twice",
            mend: "remove one",
          })),
      ),
  },
  {
    id: "zone-count",
    check: ({ zones, regions }) =>
      [regions.primary, regions.secondary].flatMap((region) => {
        const names = zones[region]?.zones;
        if (names === undefined || names.length >= 3) return [];
        const reason = "subnets and node groups are laid out over three zones";
        return [{ path: `zones.${region}.zones`, value: names, reason, mend: "name three zones or more" }];
      }),
  },
  {
    id: "bootstrap-region-unknown",
    check: (platform) =>
      [...accountsOf(platform)].flatMap(([key, { bootstrapState }]) =>
        Object.keys(bootstrapState)
          .filter((region) => !Object.values(platform.regions).includes(region))
          .map((region) => ({
            path: `${pathOf(platform, key)}.bootstrapState.${region}`,
            value: region,
            reason: "nothing is bootstrapped in this region",
            mend: `name one of ${Object.values(platform.regions).join(", ")}`,
          })),
      ),
  },
];

/** Names that grow with the company's and an account's name, and how long they may become. */
function longNames(platform: Platform): readonly (readonly [name: string, limit: number])[] {
  const company = platform.company.name;
  const regions = Object.values(platform.regions);
  const perAccount = [...accountsOf(platform).keys()].flatMap((account) =>
    regions.map((region) => [stateBucketName({ company, account, region }), limits.bucketCharacters] as const),
  );
  const roles = regions.map((region) => [regional(deployRoleName(company), region), limits.roleCharacters] as const);
  return [...perAccount, ...roles];
}

const nameRules: readonly Rule[] = [
  {
    id: "global-name-too-long",
    check: (platform) =>
      longNames(platform)
        .filter(([name, limit]) => name.length > limit)
        .map(([name, limit]) => ({
          path: "company.name",
          value: name,
          reason: `this name would have ${name.length} characters, AWS takes ${limit}`,
          mend: "shorten the company's name or the account's key",
        })),
  },
  {
    id: "name-without-room",
    check: (platform) =>
      [...accountsOf(platform).keys()].flatMap((account): Finding[] => {
        const prefix = `${platform.company.name}-${account}`;
        if (prefix.length + purposeCharacters <= limits.bucketCharacters) return [];
        const reason = `buckets and roles begin with it and need ${purposeCharacters} characters more, of ${limits.bucketCharacters}`;
        return [
          { path: "company.name", value: prefix, reason, mend: "shorten the company's name or the account's key" },
        ];
      }),
  },
  {
    id: "domain-form",
    check: ({ company: { domain } }) =>
      /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(domain)
        ? []
        : [
            {
              path: "company.domain",
              value: domain,
              reason: "is not a domain name",
              mend: "write for example company.com, in lower case",
            },
          ],
  },
  {
    id: "domain-placeholder",
    check: ({ company: { domain }, demonstration }) =>
      demonstration || !/(?:^|\.)example(?:\.(?:com|net|org))?$/.test(domain)
        ? []
        : [
            {
              path: "company.domain",
              value: domain,
              reason: "is reserved for examples (RFC 2606), so no certificate can be had for it",
              mend: "write the company's domain, or set demonstration to true",
            },
          ],
  },
];

const dateRules: readonly Rule[] = [
  {
    id: "read-after-as-of",
    check: ({ kubernetesReleases, asOf }) =>
      Object.entries(kubernetesReleases)
        .filter(([, { readOn }]) => readOn > asOf)
        .map(([release, { readOn }]) => ({
          path: `kubernetesReleases.${release}.readOn`,
          value: readOn,
          reason: `was read after the day that rules are judged at (${asOf})`,
          mend: "move asOf forward to today",
        })),
  },
  {
    id: "no-workload",
    check: ({ workloads }) =>
      Object.keys(workloads).length > 0
        ? []
        : [
            {
              path: "workloads",
              value: workloads,
              reason: "without a workload account there is nothing to build",
              mend: "add one",
            },
          ],
  },
];

export const platformRules: readonly Rule[] = [...regionRules, ...nameRules, ...dateRules];
