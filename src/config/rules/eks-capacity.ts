import { contains, parseCidr, subnetAt, usableAddresses } from "../../lib/cidr";
import {
  addressesPerNode,
  type CniMode,
  nodesPerZone,
  nodesPerZoneAfterLoss,
  podsPerNode,
  surgePerZone,
  updateSurge,
  type ZoneLoad,
} from "../../lib/pod-capacity";
import { type InstanceType, instanceTypes } from "../limits/eni-limits";
import type { Platform } from "../schema/platform";
import { type Finding, forEachWorkload, type Rule } from "./rule";

type Workload = Platform["workloads"][string];
type Eks = Workload["eks"];

/** The CNI as this platform runs it. */
const cniMode: CniMode = { customNetworking: true, prefixDelegation: true };

/** Private subnets are /24, pod subnets /18, or a quarter of a block that is too small for that. */
const nodeSubnetPrefix = 24;
const podSubnetPrefix = (block: number) => Math.max(18, block + 2);

/** Addresses of a private subnet that load balancers, endpoints, the control plane and runners take. */
const otherAddresses = 20;

const ceiling = 200;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

export const slicesOf = (eks: Eks) => Object.entries(eks.generalSlices);

/** Regions of the workload that have a cluster, with their zones. */
function clusterRegions(workload: Workload, platform: Platform): readonly { region: string; zones: number }[] {
  const { primary, secondary } = platform.regions;
  const regions = workload.secondaryRegion.enabled ? [primary, secondary] : [primary];
  return regions.map((region) => ({ region, zones: platform.zones[region]?.zones.length ?? 0 }));
}

const dbPoolMax = ({ dbPool }: Eks, zones: number) => (dbPool.enabled ? dbPool.maxPerZone * zones : 0);

/** All groups at their largest, with the surge of the one that is being updated. */
export function loadOf(eks: Eks, zones: number): ZoneLoad {
  const general = sum(slicesOf(eks).map(([, slice]) => slice.max));
  return { maxNodes: general + dbPoolMax(eks, zones), surge: updateSurge(zones, eks.maxUnavailable), zones };
}

const primaryZones = (platform: Platform) => platform.zones[platform.regions.primary]?.zones.length ?? 0;

const typesOf = (eks: Eks): readonly (readonly [path: string, type: string])[] => [
  ...(["large", "xlarge"] as const).flatMap((size) =>
    (["onDemand", "spot"] as const).flatMap((kind) =>
      eks.generalSizes[size][kind].map((type) => [`eks.generalSizes.${size}.${kind}`, type] as const),
    ),
  ),
  ["eks.dbPool.instanceType", eks.dbPool.instanceType],
];

const podsFit: Rule = {
  id: "eks-pods-fit-subnets",
  check: forEachWorkload((workload, _name, platform) =>
    clusterRegions(workload, platform).flatMap(({ region, zones }): Finding[] => {
      const block = workload.addresses[region]?.pods;
      const parsed = block === undefined ? undefined : parseCidr(block);
      if (block === undefined || parsed === undefined || parsed.prefix > 30) {
        return block === undefined
          ? [
              {
                path: `addresses.${region}.pods`,
                value: undefined,
                reason: "the cluster of this region has no block for its pods",
                mend: "add a /16 of 100.64.0.0/10 that nothing else uses",
              },
            ]
          : [];
      }
      const load = loadOf(workload.eks, zones);
      const { maxPods, dbPool, warmPrefixes } = workload.eks;
      const perNode = addressesPerNode(Math.max(maxPods, dbPool.enabled ? dbPool.maxPods : 0), warmPrefixes);
      const nodes = nodesPerZoneAfterLoss(load) + surgePerZone(load);
      const subnet = subnetAt(block, podSubnetPrefix(parsed.prefix), 0);
      const room = usableAddresses(subnet);
      if (nodes * perNode <= room) return [];
      return [
        {
          path: `addresses.${region}.pods`,
          value: block,
          reason: `${nodes} nodes in one zone, after the loss of another, hold ${nodes * perNode} addresses, and ${subnet} has ${room}`,
          mend: "give the pods a larger block, or lower eks.maxPods or the slices' max",
        },
      ];
    }),
  ),
};

const nodeFinding = (region: string, nodes: number, room: number, when: string): Finding => ({
  path: `eks.generalSlices`,
  value: nodes,
  reason: `${nodes} nodes and ${otherAddresses} other addresses ${when} do not fit the ${room} addresses of a private subnet in ${region}`,
  mend: "lower the slices' max or eks.dbPool.maxPerZone",
});

function nodesRule(id: string, when: string, count: (load: ZoneLoad) => number): Rule {
  return {
    id,
    check: forEachWorkload((workload, _name, platform) =>
      clusterRegions(workload, platform).flatMap(({ region, zones }) => {
        const room = 2 ** (32 - nodeSubnetPrefix) - 5;
        const nodes = count(loadOf(workload.eks, zones));
        return nodes + otherAddresses <= room ? [] : [nodeFinding(region, nodes, room, when)];
      }),
    ),
  };
}

const nodesFit = nodesRule(
  "eks-nodes-fit-subnets",
  "with all zones up",
  (load) => nodesPerZone(load) + Math.ceil(load.surge / Math.max(load.zones, 1)),
);

const nodesFitAfterLoss = nodesRule(
  "eks-nodes-fit-after-zone-loss",
  "after the loss of a zone",
  (load) => nodesPerZoneAfterLoss(load) + surgePerZone(load),
);

const nodeTotal: Rule = {
  id: "eks-node-total",
  check: forEachWorkload(({ eks }, _name, platform) => {
    const { maxNodes, surge } = loadOf(eks, primaryZones(platform));
    if (maxNodes + surge <= eks.maxNodesTotal) return [];
    return [
      {
        path: "eks.maxNodesTotal",
        value: eks.maxNodesTotal,
        reason: `all groups together reach ${maxNodes} nodes, and an update adds ${surge}`,
        mend: "lower the max of slices or of the database pool",
      },
    ];
  }),
};

const nodeCeiling: Rule = {
  id: "eks-node-ceiling",
  check: forEachWorkload(({ eks }) =>
    eks.maxNodesTotal <= ceiling
      ? []
      : [
          {
            path: "eks.maxNodesTotal",
            value: eks.maxNodesTotal,
            reason: `the design allows ${ceiling} nodes over all groups`,
            mend: `write ${ceiling} or less`,
          },
        ],
  ),
};

const podsPerType: Rule = {
  id: "eks-max-pods",
  check: forEachWorkload(({ eks }) =>
    typesOf(eks).flatMap(([path, name]): Finding[] => {
      const type = instanceTypes[name];
      const isPool = path.startsWith("eks.dbPool");
      const wanted = isPool ? eks.dbPool.maxPods : eks.maxPods;
      if (type === undefined || wanted <= podsPerNode(type, cniMode)) return [];
      return [
        {
          path: isPool ? "eks.dbPool.maxPods" : "eks.maxPods",
          value: wanted,
          reason: `${name} can give addresses to ${podsPerNode(type, cniMode)} pods`,
          mend: "lower maxPods or choose a larger type",
        },
      ];
    }),
  ),
};

const knownTypes: Rule = {
  id: "eks-instance-type-known",
  check: forEachWorkload(({ eks }) =>
    typesOf(eks)
      .filter(([, type]) => instanceTypes[type] === undefined)
      .map(([path, type]) => ({
        path,
        value: type,
        reason: "its interfaces, vCPU and memory are not in the table, so nothing can be computed for it",
        mend: "use a listed type, or add it to src/config/limits/eni-limits.ts with its source",
      })),
  ),
};

const vcpus = (types: readonly string[]) => Math.max(0, ...types.map((type) => instanceTypes[type]?.vcpus ?? 0));

/** vCPU that groups need at their largest on the larger size, with a second slice in blue/green and the surge. */
export function vcpusNeeded(eks: Eks, zones: number): { onDemand: number; spot: number } {
  const surge = updateSurge(zones, eks.maxUnavailable);
  const slice = (capacity: string) =>
    slicesOf(eks).flatMap(([, each]) => (each.capacity === capacity ? [each.max] : []));
  const need = (maxima: readonly number[], types: readonly string[]) =>
    maxima.length === 0 ? 0 : (sum(maxima) + Math.max(...maxima) + surge) * vcpus(types);
  const pool = dbPoolMax(eks, zones) * vcpus([eks.dbPool.instanceType]);
  const { xlarge } = eks.generalSizes;
  return { onDemand: need(slice("on-demand"), xlarge.onDemand) + pool, spot: need(slice("spot"), xlarge.spot) };
}

const quotas: Rule = {
  id: "eks-quotas",
  check: forEachWorkload(({ eks }, _name, platform) => {
    const needed = vcpusNeeded(eks, primaryZones(platform));
    const asked = { onDemand: eks.quotas.onDemandVcpus, spot: eks.quotas.spotVcpus };
    return (["onDemand", "spot"] as const)
      .filter((kind) => asked[kind] < needed[kind])
      .map((kind) => ({
        path: `eks.quotas.${kind}Vcpus`,
        value: asked[kind],
        reason: `the groups need ${needed[kind]} vCPU at their largest, with one slice twice during its replacement and an update's surge`,
        mend: `write ${needed[kind]} or more`,
      }));
  }),
};

const unequal = ([first, ...rest]: readonly InstanceType[]) =>
  first !== undefined && rest.some(({ vcpus, memoryGib }) => vcpus !== first.vcpus || memoryGib !== first.memoryGib);

const equalTypes: Rule = {
  id: "eks-types-of-one-size",
  check: forEachWorkload(({ eks }) =>
    (["large", "xlarge"] as const).flatMap((size): Finding[] => {
      const names = [...eks.generalSizes[size].onDemand, ...eks.generalSizes[size].spot];
      const known = names.flatMap((name) => instanceTypes[name] ?? []);
      if (!unequal(known)) return [];
      return [
        {
          path: `eks.generalSizes.${size}`,
          value: names,
          reason:
            "the autoscaler takes one node of a group for all and balances only groups of one size, but vCPU or memory differ",
          mend: "list types of equal vCPU and memory",
        },
      ];
    }),
  ),
};

const servicesApart: Rule = {
  id: "eks-services-outside-private-plan",
  check: (platform) =>
    contains("10.0.0.0/8", platform.sharedAddresses.services)
      ? [
          {
            path: "sharedAddresses.services",
            value: platform.sharedAddresses.services,
            reason: "Kubernetes services inside 10.0.0.0/8 hide whatever the company's networks have there",
            mend: "write 172.20.0.0/16",
          },
        ]
      : [],
};

export const eksCapacityRules: readonly Rule[] = [
  podsFit,
  nodesFit,
  nodesFitAfterLoss,
  nodeTotal,
  nodeCeiling,
  podsPerType,
  knownTypes,
  equalTypes,
  quotas,
  servicesApart,
];
