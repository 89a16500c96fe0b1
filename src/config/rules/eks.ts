import type { Platform } from "../schema/platform";
import { eksAccessRules } from "./eks-access";
import { eksCapacityRules, slicesOf } from "./eks-capacity";
import { eksVersionRules } from "./eks-version";
import { type Finding, forEachWorkload, type Rule } from "./rule";

type Eks = Platform["workloads"][string]["eks"];

/** Fifth of the general pool that runs on Spot. */
const spotShare = 0.2;

/** Lowest number of general nodes in each zone. */
const minPerZone = 2;

const zonesOf = (platform: Platform) => platform.zones[platform.regions.primary]?.zones.length ?? 1;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const share: Rule = {
  id: "eks-spot-share",
  check: forEachWorkload(({ eks }): readonly Finding[] => {
    const maxOf = (wanted: (capacity: string) => boolean) =>
      sum(slicesOf(eks).flatMap(([, { capacity, max }]) => (wanted(capacity) ? [max] : [])));
    const spot = maxOf((capacity) => capacity === "spot");
    const all = maxOf(() => true);
    if (spot === all * spotShare) return [];
    return [
      {
        path: "eks.generalSlices",
        value: `${spot} of ${all}`,
        reason: `Spot is not ${spotShare * 100}% of the general pool's largest size`,
        mend: "make one of five equal slices a Spot slice",
      },
    ];
  }),
};

const overZones: Rule = {
  id: "eks-slice-over-zones",
  check: forEachWorkload(({ eks }, _name, platform) => {
    const zones = zonesOf(platform);
    return slicesOf(eks).flatMap(([name, slice]) =>
      (["min", "max"] as const)
        .filter((bound) => slice[bound] % zones !== 0)
        .map((bound) => ({
          path: `eks.generalSlices.${name}.${bound}`,
          value: slice[bound],
          reason: `a slice spans ${zones} zones and is spread evenly only in multiples of them`,
          mend: `write a multiple of ${zones}`,
        })),
    );
  }),
};

const equalMax: Rule = {
  id: "eks-slices-equal-max",
  check: forEachWorkload(({ eks }) => {
    const first = slicesOf(eks)[0]?.[1].max;
    return slicesOf(eks)
      .filter(([, { max }]) => max !== first)
      .map(([name, { max }]) => ({
        path: `eks.generalSlices.${name}.max`,
        value: max,
        reason: `the other slices end at ${first}; the autoscaler balances slices, so unequal ones miss the Spot share`,
        mend: `write ${first}`,
      }));
  }),
};

const bounds: Rule = {
  id: "eks-min-max",
  check: forEachWorkload(({ eks }): readonly Finding[] => {
    const slices = slicesOf(eks).map(([name, { min, max }]) => ({ path: `eks.generalSlices.${name}.min`, min, max }));
    const pool = { path: "eks.dbPool.minPerZone", min: eks.dbPool.minPerZone, max: eks.dbPool.maxPerZone };
    return [...slices, pool]
      .filter(({ min, max }) => min > max)
      .map(({ path, min, max }) => ({
        path,
        value: min,
        reason: `it is above its max, ${max}`,
        mend: `write ${max} or less`,
      }));
  }),
};

const minimum: Rule = {
  id: "eks-general-minimum",
  check: forEachWorkload(({ eks }, _name, platform) => {
    const wanted = minPerZone * zonesOf(platform);
    const steady = sum(slicesOf(eks).flatMap(([, { capacity, min }]) => (capacity === "on-demand" ? [min] : [])));
    if (steady === wanted) return [];
    return [
      {
        path: "eks.generalSlices",
        value: steady,
        reason: `the on-demand slices hold ${steady} nodes at least, and the pool is to hold ${minPerZone} in each zone`,
        mend: `make their min add up to ${wanted}`,
      },
    ];
  }),
};

const spotMinimum: Rule = {
  id: "eks-spot-minimum",
  check: forEachWorkload(({ eks }) =>
    slicesOf(eks)
      .filter(([, { capacity, min }]) => capacity === "spot" && min > 0)
      .map(([name, { min }]) => ({
        path: `eks.generalSlices.${name}.min`,
        value: min,
        reason: "Spot capacity can be withdrawn at any time, so no minimum rests on it",
        mend: "write 0",
      })),
  ),
};

const openEndpoint: Rule = {
  id: "eks-endpoint-open",
  check: forEachWorkload(({ eks }) =>
    eks.endpoint.approvedCidrs
      .filter((range) => range.endsWith("/0"))
      .map((range) => ({
        path: "eks.endpoint.approvedCidrs",
        value: range,
        reason: "the Kubernetes API would be open to everyone",
        mend: "list the ranges of offices and runners",
      })),
  ),
};

const endpointRanges: Rule = {
  id: "eks-endpoint-ranges",
  check: forEachWorkload(({ eks: { endpoint } }) =>
    endpoint.public && endpoint.approvedCidrs.length === 0
      ? [
          {
            path: "eks.endpoint.approvedCidrs",
            value: endpoint.approvedCidrs,
            reason: "a public endpoint without ranges is open to everyone, which is what EKS does by default",
            mend: "list the approved ranges or make the endpoint private",
          },
        ]
      : [],
  ),
};

const reach: Rule = {
  id: "eks-private-api-reachable",
  check: forEachWorkload(({ eks }, _name, { backend }) =>
    eks.endpoint.public || eks.runner.enabled || backend.kind === "cloud"
      ? []
      : [
          {
            path: "eks.runner.enabled",
            value: eks.runner.enabled,
            reason: "the API is private, and nothing inside the VPC could plan the stacks that talk to it",
            mend: "enable the runner, or use HCP Terraform with an agent in the VPC",
          },
        ],
  ),
};

const refusedMeshes = new Map([
  ["app-mesh", "AWS ended App Mesh on 2026-09-30 and has taken no new customers since 2024-09-24"],
]);

const mesh: Rule = {
  id: "eks-mesh",
  check: forEachWorkload(({ eks }) =>
    eks.mesh === "istio"
      ? []
      : [
          {
            path: "eks.mesh",
            value: eks.mesh,
            reason: refusedMeshes.get(eks.mesh) ?? "the platform knows no such mesh",
            mend: "write istio",
          },
        ],
  ),
};

const engines = ["calico", "vpc-cni"];

const policyEngine: Rule = {
  id: "eks-policy-engine",
  check: forEachWorkload(({ eks }) =>
    eks.policyEngines.length === 1 && engines.includes(eks.policyEngines[0] ?? "")
      ? []
      : [
          {
            path: "eks.policyEngines",
            value: eks.policyEngines,
            reason: "two engines program the same packets and undo each other; without one, no policy holds",
            mend: `write exactly one of ${engines.join(", ")}`,
          },
        ],
  ),
};

const portsOf = (eks: Eks) =>
  Object.entries(eks.internalPorts).flatMap(([owner, { internal, webhook }]) => [
    ...internal.map((port) => ({ path: `eks.internalPorts.${owner}.internal`, port })),
    ...webhook.map((port) => ({ path: `eks.internalPorts.${owner}.webhook`, port })),
  ]);

const portRanges: Rule = {
  id: "eks-port-range",
  check: forEachWorkload(({ eks }) =>
    portsOf(eks)
      .filter(({ port }) => port.from > port.to || port.to - port.from >= 100)
      .map(({ path, port }) => ({
        path,
        value: `${port.from}-${port.to}`,
        reason: "a range that runs backwards or spans a hundred ports names no consumer's ports",
        mend: "write the ports that are listened on",
      })),
  ),
};

export const eksRules: readonly Rule[] = [
  ...eksVersionRules,
  ...eksCapacityRules,
  ...eksAccessRules,
  share,
  overZones,
  equalMax,
  bounds,
  minimum,
  spotMinimum,
  openEndpoint,
  endpointRanges,
  reach,
  mesh,
  policyEngine,
  portRanges,
];
