import type { NetworkImports } from "../schema/network";
import type { Platform } from "../schema/platform";
import { type Finding, forEachWorkload, type Rule } from "./rule";

type Workload = Platform["workloads"][string];

/** A rule over what each region of each workload adopts. */
const importRule = (
  id: string,
  check: (imports: NetworkImports, zones: readonly string[], region: string, workload: Workload) => readonly Finding[],
): Rule => ({
  id,
  check: forEachWorkload((workload, _, { zones }) =>
    Object.entries(workload.network.importFrom ?? {}).flatMap(([region, imports]) =>
      check(imports, zones[region]?.zones ?? [], region, workload).map((finding) => ({
        ...finding,
        path: `network.importFrom.${region}${finding.path}`,
      })),
    ),
  ),
});

const importRegion: Rule = {
  id: "network-import-region",
  check: forEachWorkload(({ network, secondaryRegion }, _, { regions }) => {
    const used = secondaryRegion.enabled ? [regions.primary, regions.secondary] : [regions.primary];
    return Object.keys(network.importFrom ?? {})
      .filter((region) => !used.includes(region))
      .map((region) => ({
        path: `network.importFrom.${region}`,
        value: region,
        reason: "the environment has no network in this region, so nothing would be adopted",
        mend: `name one of ${used.join(", ")}`,
      }));
  }),
};

/** Keys of one map of ids that name nothing that the stack has. */
const unknownKeys = (
  map: Readonly<Record<string, string>> | undefined,
  kind: string,
  known: readonly string[],
): readonly Finding[] =>
  Object.entries(map ?? {})
    .filter(([key]) => !known.includes(key))
    .map(([key, value]) => ({
      path: `.${kind}.${key}`,
      value,
      reason: "the network has nothing of this name, so the id would be ignored and a second one made",
      mend: `write one of ${known.join(", ")}`,
    }));

const importKeys = importRule("network-import-keys", (imports, zones, _, { network }) => {
  const gateways = network.natMode === "single" ? zones.slice(0, 1) : zones;
  const tables = ["public", "database", ...zones.map((zone) => `private-${zone}`)];
  const subnets = ["public", "private", "database", "pod"].flatMap((tier) => zones.map((zone) => `${tier}-${zone}`));
  return [
    ...unknownKeys(imports.subnets, "subnets", subnets),
    ...unknownKeys(imports.routeTables, "routeTables", tables),
    ...unknownKeys(imports.natGateways, "natGateways", gateways),
    ...unknownKeys(imports.elasticIps, "elasticIps", gateways),
  ];
});

const importNatAddress = importRule("network-import-nat-address", ({ natGateways = {}, elasticIps = {} }) =>
  Object.entries(natGateways)
    .filter(([zone]) => elasticIps[zone] === undefined)
    .map(([zone, value]) => ({
      path: `.natGateways.${zone}`,
      value,
      reason: "a new address would replace the gateway that is to be adopted",
      mend: `add the allocation id of its address under elasticIps.${zone}`,
    })),
);

const importVpc = importRule("network-import-vpc", ({ vpc, ...parts }) => {
  const first = Object.keys(parts)[0];
  if (vpc !== undefined || first === undefined) return [];
  const reason = `${first} belongs to an existing VPC, but the VPC itself would be a new one`;
  return [{ path: ".vpc", value: undefined, reason, mend: "add its id" }];
});

const importTwice = importRule("network-import-twice", (imports) => {
  const ids = Object.entries(imports).flatMap(([kind, value]) =>
    typeof value === "object" ? Object.entries(value).map(([key, id]) => [`.${kind}.${key}`, id] as const) : [],
  );
  return ids
    .filter(([, id], place) => ids.findIndex(([, other]) => other === id) !== place)
    .map(([path, value]) => ({
      path,
      value,
      reason: "is adopted twice, which Terraform refuses",
      mend: "write the id of the right one",
    }));
});

/** What adopting an existing network asks for. */
export const networkImportRules: readonly Rule[] = [importRegion, importKeys, importNatAddress, importVpc, importTwice];
