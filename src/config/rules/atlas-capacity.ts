import { topologyNodes, votes } from "../../lib/atlas-topology";
import { type ConnectionDemand, peakConnections, podsThatFit, usableConnections } from "../../lib/connection-budget";
import { atlasTiers, monthlyEstimateUsd, tierRank } from "../limits/atlas-tiers";
import type { Atlas } from "../schema/atlas";
import type { Platform } from "../schema/platform";
import { forEachWorkload, type Rule } from "./rule";

type Workload = Platform["workloads"][string];

const smallestTier = "M10";

/** Tiers that a configuration names, by their path. */
function namedTiers({
  startTier,
  computeScaling: { minTier, maxTier },
}: Atlas): readonly (readonly [path: string, tier: string])[] {
  return [
    ["atlas.startTier", startTier],
    ...(minTier === undefined ? [] : [["atlas.computeScaling.minTier", minTier] as const]),
    ...(maxTier === undefined ? [] : [["atlas.computeScaling.maxTier", maxTier] as const]),
  ];
}

/** The size that the cluster may have at any time: connections have to fit into this one. */
export function minimumTier({ startTier, computeScaling }: Atlas): string {
  return computeScaling.enabled ? (computeScaling.minTier ?? startTier) : startTier;
}

/** The size that the bill has to fit. */
export function ceilingTier({ startTier, computeScaling }: Atlas): string {
  return computeScaling.enabled ? (computeScaling.maxTier ?? startTier) : startTier;
}

/** Demand of all clusters of a workload: each may scale to its maximum at the same time. */
export function connectionDemand({ atlas: { connections }, secondaryRegion }: Workload): ConnectionDemand {
  const { poolPerPod, maxReplicas, rolloutSurge, analytics, backup } = connections;
  return {
    podPool: poolPerPod,
    maxReplicas,
    rolloutSurge,
    clusters: secondaryRegion.enabled ? 2 : 1,
    others: analytics + backup,
  };
}

const knownTiers: Rule = {
  id: "atlas-known-tier",
  check: forEachWorkload(({ atlas }) =>
    namedTiers(atlas)
      .filter(([, tier]) => tierRank(tier) < 0)
      .map(([path, tier]) => ({
        path,
        value: tier,
        reason: "the table of tiers has no such size, so its limits and price are unknown",
        mend: `write one of ${Object.keys(atlasTiers).join(", ")}, or enter it in src/config/limits/atlas-tiers.ts with its source`,
      })),
  ),
};

const startReason: Rule = {
  id: "atlas-start-reason",
  check: forEachWorkload(({ atlas: { startTier, startTierReason } }) =>
    tierRank(startTier) <= tierRank(smallestTier) || startTierReason !== undefined
      ? []
      : [
          {
            path: "atlas.startTier",
            value: startTier,
            reason: `a cluster starts at ${smallestTier} and grows with its load`,
            mend: `write ${smallestTier}, or say in atlas.startTierReason why this one starts larger`,
          },
        ],
  ),
};

const bounds: Rule = {
  id: "atlas-scaling-bounds",
  check: forEachWorkload(({ atlas: { computeScaling } }) => {
    const { enabled, minTier, maxTier } = computeScaling;
    if (!enabled || (minTier !== undefined && maxTier !== undefined && tierRank(minTier) < tierRank(maxTier)))
      return [];
    return [
      {
        path: "atlas.computeScaling",
        value: computeScaling,
        reason: "Atlas scales between two different tiers and refuses bounds that are equal, reversed or missing",
        mend: "write minTier and a larger maxTier, or set enabled to false for a fixed size",
      },
    ];
  }),
};

const unusedBounds: Rule = {
  id: "atlas-unused-bounds",
  check: forEachWorkload(({ atlas: { computeScaling } }) =>
    computeScaling.enabled || (computeScaling.minTier === undefined && computeScaling.maxTier === undefined)
      ? []
      : [
          {
            path: "atlas.computeScaling",
            value: computeScaling,
            reason: "compute scaling is off, so its bounds say something that does not happen",
            mend: "remove minTier and maxTier, or set enabled to true",
          },
        ],
  ),
};

const startInBounds: Rule = {
  id: "atlas-start-in-bounds",
  check: forEachWorkload(({ atlas: { startTier, computeScaling } }) => {
    const { enabled, minTier, maxTier } = computeScaling;
    if (!enabled || minTier === undefined || maxTier === undefined) return [];
    const rank = tierRank(startTier);
    if (rank >= tierRank(minTier) && rank <= tierRank(maxTier)) return [];
    return [
      {
        path: "atlas.startTier",
        value: startTier,
        reason: `it lies outside of the bounds ${minTier} to ${maxTier}, and Atlas refuses to create such a cluster`,
        mend: "write a tier between them, or move the bounds",
      },
    ];
  }),
};

const workerPools: Rule = {
  id: "atlas-worker-pools",
  check: forEachWorkload(({ atlas: { connections } }) => {
    const { workersPerPod, poolPerWorker, poolPerPod } = connections;
    const product = workersPerPod * poolPerWorker;
    if (product === poolPerPod) return [];
    return [
      {
        path: "atlas.connections.poolPerWorker",
        value: poolPerWorker,
        reason: `every worker has a pool of its own: ${workersPerPod} times ${poolPerWorker} makes ${product} per pod, not ${poolPerPod}`,
        mend: "make workersPerPod times poolPerWorker equal poolPerPod",
      },
    ];
  }),
};

const connections: Rule = {
  id: "atlas-connections",
  check: forEachWorkload((workload) => {
    const { atlas } = workload;
    const tier = minimumTier(atlas);
    const limit = atlasTiers[tier]?.connections;
    if (limit === undefined || atlas.acceptConnectionRisk !== undefined) return [];
    const demand = connectionDemand(workload);
    const peak = peakConnections(demand);
    if (peak <= usableConnections(limit)) return [];
    const pods = demand.clusters * (demand.maxReplicas + demand.rolloutSurge);
    return [
      {
        path: "atlas.connections",
        value: peak,
        reason: `${pods} pods keep ${peak} connections open, ${tier} is planned with ${usableConnections(limit)} of ${limit}: it is full at ${podsThatFit(limit, demand)} pods over all clusters, and Atlas scales on CPU and memory only`,
        mend: "raise the minimum tier (computeScaling.minTier or startTier), lower the pool (poolPerPod and poolPerWorker), or accept it by acceptConnectionRisk {by, reason}",
      },
    ];
  }),
};

const budget: Rule = {
  id: "atlas-monthly-budget",
  check: forEachWorkload(({ atlas }, _, { regions }) => {
    const tier = ceilingTier(atlas);
    const estimate = monthlyEstimateUsd(tier, votes(topologyNodes(atlas.topology, regions)));
    if (estimate <= atlas.monthlyBudgetUsd) return [];
    return [
      {
        path: "atlas.monthlyBudgetUsd",
        value: atlas.monthlyBudgetUsd,
        reason: `${atlas.topology} at its ceiling ${tier} costs about ${estimate} USD a month for the nodes alone`,
        mend: "lower the ceiling (computeScaling.maxTier), choose a smaller topology, or raise the share",
      },
    ];
  }),
};

export const atlasCapacityRules: readonly Rule[] = [
  knownTiers,
  startReason,
  bounds,
  unusedBounds,
  startInBounds,
  workerPools,
  connections,
  budget,
];
