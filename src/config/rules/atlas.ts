import { decisiveRegions, topologyNodes } from "../../lib/atlas-topology";
import { parseCidr } from "../../lib/cidr";
import { containerPrefixes, snapshotIntervalsHours } from "../limits/atlas-tiers";
import type { Platform } from "../schema/platform";
import { atlasCapacityRules } from "./atlas-capacity";
import { forEachWorkload, type Rule } from "./rule";

type Workload = Platform["workloads"][string];

const nodesOf = ({ atlas }: Workload, { regions }: Platform) => topologyNodes(atlas.topology, regions);

/** Regions in which the workload has a VPC: its own, or the stub that holds an endpoint only. */
function vpcRegions({ secondaryRegion, atlas }: Workload, { regions }: Platform): readonly string[] {
  return [
    regions.primary,
    ...(secondaryRegion.enabled ? [regions.secondary] : []),
    ...(atlas.tieBreakerVpc ? [regions.tieBreaker] : []),
  ];
}

const regionsWithoutVpc = (workload: Workload, platform: Platform): readonly string[] =>
  nodesOf(workload, platform)
    .map(({ region }) => region)
    .filter((region) => !vpcRegions(workload, platform).includes(region));

const majority: Rule = {
  id: "atlas-majority",
  check: forEachWorkload((workload, _, platform) => {
    const { atlas, secondaryRegion } = workload;
    const nodes = nodesOf(workload, platform);
    if (atlas.acceptManualFailover || (nodes.length === 1 && !secondaryRegion.enabled)) return [];
    const decisive = decisiveRegions(nodes);
    if (decisive.length === 0) return [];
    return [
      {
        path: "atlas.topology",
        value: atlas.topology,
        reason: `the loss of ${decisive.join(" or ")} leaves no majority, so no primary is elected and writes stop`,
        mend: "write triRegion3 or triRegion5, or set atlas.acceptManualFailover to true",
      },
    ];
  }),
};

const standby: Rule = {
  id: "atlas-secondary-node",
  check: forEachWorkload((workload, _, platform) => {
    const { secondary } = platform.regions;
    if (workload.secondaryRegion.enabled || !nodesOf(workload, platform).some(({ region }) => region === secondary))
      return [];
    return [
      {
        path: "atlas.topology",
        value: workload.atlas.topology,
        reason: `it puts a node into ${secondary}, where the environment has no network and nothing that could use it`,
        mend: "set secondaryRegion.enabled to true, or write singleRegion3",
      },
    ];
  }),
};

const zones: Rule = {
  id: "atlas-zones",
  check: forEachWorkload((workload, _, platform) =>
    nodesOf(workload, platform)
      .filter(({ region, nodes }) => nodes > (platform.zones[region]?.zones.length ?? 0))
      .map(({ region, nodes }) => ({
        path: "atlas.topology",
        value: workload.atlas.topology,
        reason: `${nodes} nodes in ${region} share ${platform.zones[region]?.zones.length ?? 0} zones, so one zone can take two of them`,
        mend: `name at least ${nodes} zones under zones.${region}, or choose a topology with fewer nodes there`,
      })),
  ),
};

const endpoints: Rule = {
  id: "atlas-endpoint-vpc",
  check: forEachWorkload((workload, _, platform) => {
    const missing = regionsWithoutVpc(workload, platform);
    if (workload.atlas.connectivity !== "privatelink" || missing.length === 0) return [];
    const { tieBreaker } = platform.regions;
    return [
      {
        path: "atlas.connectivity",
        value: "privatelink",
        reason: `Atlas hands out the endpoint host only when every region has an endpoint, and ${missing.join(", ")} has no VPC to hold one`,
        mend: missing.includes(tieBreaker)
          ? "set atlas.tieBreakerVpc to true, or write peering"
          : "set secondaryRegion.enabled to true, or write peering",
      },
    ];
  }),
};

const bothPaths: Rule = {
  id: "atlas-both-vpc",
  check: forEachWorkload((workload, _, platform) => {
    const missing = regionsWithoutVpc(workload, platform);
    if (workload.atlas.connectivity !== "both" || missing.length === 0) return [];
    return [
      {
        path: "atlas.connectivity",
        value: "both",
        reason: `the second path needs a VPC in every region of the topology, and ${missing.join(", ")} has none`,
        mend: "write peering, or give those regions a VPC (secondaryRegion.enabled, atlas.tieBreakerVpc)",
      },
    ];
  }),
};

const preferredPath: Rule = {
  id: "atlas-preferred-path",
  check: forEachWorkload(({ atlas }) => {
    const { preferredPath: path, connectivity } = atlas;
    if (path === undefined || connectivity === "both" || connectivity === path) return [];
    return [
      {
        path: "atlas.preferredPath",
        value: path,
        reason: `applications would take a path that ${connectivity} does not build`,
        mend: `remove it, or set atlas.connectivity to ${path} or both`,
      },
    ];
  }),
};

const containerBlocks: Rule = {
  id: "atlas-container-block",
  check: forEachWorkload((workload, _, platform) =>
    nodesOf(workload, platform)
      .filter(({ region }) => workload.addresses[region] === undefined)
      .map(({ region }) => ({
        path: `addresses.${region}`,
        value: undefined,
        reason: `${workload.atlas.topology} puts nodes into ${region}, and Atlas would choose a block for them by itself`,
        mend: "enter the region's ranges in the address ledger",
      })),
  ),
};

const containerSize: Rule = {
  id: "atlas-container-size",
  check: forEachWorkload(({ addresses }) =>
    Object.entries(addresses).flatMap(([region, { atlas }]) => {
      const prefix = parseCidr(atlas)?.prefix ?? 0;
      if (prefix >= containerPrefixes.widest && prefix <= containerPrefixes.narrowest) return [];
      return [
        {
          path: `addresses.${region}.atlas`,
          value: atlas,
          reason: `Atlas takes container blocks from /${containerPrefixes.widest} to /${containerPrefixes.narrowest}`,
          mend: `write a block of that size, e.g. 192.168.0.0/${containerPrefixes.widest}`,
        },
      ];
    }),
  ),
};

const snapshotInterval: Rule = {
  id: "atlas-snapshot-interval",
  check: forEachWorkload(({ atlas: { backup } }) =>
    snapshotIntervalsHours.includes(backup.everyHours)
      ? []
      : [
          {
            path: "atlas.backup.everyHours",
            value: backup.everyHours,
            reason: "Atlas has no such interval between snapshots",
            mend: `write one of ${snapshotIntervalsHours.join(", ")}`,
          },
        ],
  ),
};

const retention: Rule = {
  id: "atlas-backup-retention",
  check: forEachWorkload(({ atlas: { backup } }) =>
    backup.retentionDays >= 1
      ? []
      : [
          {
            path: "atlas.backup.retentionDays",
            value: backup.retentionDays,
            reason: "Atlas keeps a snapshot for at least one day",
            mend: "write 1 or more",
          },
        ],
  ),
};

const restoreWindow: Rule = {
  id: "atlas-restore-window",
  check: forEachWorkload(({ atlas: { backup } }) => {
    const { pointInTimeDays: days, retentionDays } = backup;
    if (days === undefined || (days >= 1 && days <= retentionDays)) return [];
    return [
      {
        path: "atlas.backup.pointInTimeDays",
        value: days,
        reason: `a point in time is reached from a snapshot before it, and snapshots live ${retentionDays} days`,
        mend: `write 1 to ${retentionDays}, or remove it to go without point-in-time recovery`,
      },
    ];
  }),
};

const copies: Rule = {
  id: "atlas-backup-copies",
  check: forEachWorkload((workload, _, platform) => {
    const regions = nodesOf(workload, platform).map(({ region }) => region);
    return workload.atlas.backup.copyTo.flatMap((region, place) => {
      const [home] = regions;
      if (region !== home && regions.includes(region)) return [];
      return [
        {
          path: `atlas.backup.copyTo.${place}`,
          value: region,
          reason:
            region === home
              ? "snapshots are stored there already, so the copy would be lost with them"
              : "the cluster has no node there, so a restore would have to move all data to another region first",
          mend: `write one of ${regions.slice(1).join(", ") || "no regions: this topology has a single one"}`,
        },
      ];
    });
  }),
};

const regionalKey: Rule = {
  id: "atlas-regional-key",
  check: forEachWorkload((workload, _, platform) => {
    const { atlas } = workload;
    if (!atlas.customerKey || atlas.acceptRegionalKey !== undefined || nodesOf(workload, platform).length === 1)
      return [];
    return [
      {
        path: "atlas.customerKey",
        value: true,
        reason: `the key lives in ${platform.regions.primary} alone: while that region is down, nodes that restart elsewhere cannot open their disks`,
        mend: "write false (Atlas encrypts with its own key anyway), or accept it by atlas.acceptRegionalKey after a drill",
      },
    ];
  }),
};

const organizationId: Rule = {
  id: "atlas-organization-id",
  check: (platform) =>
    platform.demonstration
      ? []
      : forEachWorkload(({ atlas: { orgId } }) =>
          /^(.)\1*$/.test(orgId)
            ? [
                {
                  path: "atlas.orgId",
                  value: orgId,
                  reason: "it is a placeholder, and no Atlas organization has it",
                  mend: "write the id that Atlas shows under Organization Settings, or set demonstration to true",
                },
              ]
            : [],
        )(platform),
};

export const atlasRules: readonly Rule[] = [
  majority,
  standby,
  zones,
  endpoints,
  bothPaths,
  preferredPath,
  containerBlocks,
  containerSize,
  snapshotInterval,
  retention,
  restoreWindow,
  copies,
  regionalKey,
  organizationId,
  ...atlasCapacityRules,
];
