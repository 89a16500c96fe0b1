import type { Atlas } from "../../config/schema/atlas";
import type { Platform } from "../../config/schema/platform";
import type { Workload } from "../../config/schema/workload";
import { type RegionNodes, type Seat, topologyNodes } from "../../lib/atlas-topology";
import { tierCidr } from "../../lib/network-plan";
import type { Neighbour } from "../../modules/atlas/region-link";
import type { AtlasRegionProps } from "../../stacks/atlas-region-stack";
import type { AtlasSecondaryStackProps } from "../../stacks/atlas-secondary-stack";
import type { AtlasStackProps } from "../../stacks/atlas-stack";
import type { AtlasTieBreakerStackProps } from "../../stacks/atlas-tie-breaker-stack";
import type { Region } from "../../stacks/base-stack";

/** Blocks of a tier's subnets in one region, in the order of its zones. */
function tierCidrs(
  platform: Platform,
  vpcCidr: string,
  region: string,
  tier: "private" | "database",
): readonly string[] {
  const zones = platform.zones[region]?.zones ?? [];
  return zones.map((_, place) => tierCidr(tier, { vpcCidr, podCidr: vpcCidr }, place));
}

function blocks({ addresses }: Workload, region: string) {
  const block = addresses[region];
  if (block === undefined) throw new Error(`the address ledger has no ranges for ${region}`);
  return block;
}

const nodesOf = (platform: Platform, { atlas }: Workload): readonly RegionNodes[] =>
  topologyNodes(atlas.topology, platform.regions);

const usesEndpoints = ({ atlas }: Workload): boolean => atlas.connectivity !== "peering";
const usesPeering = ({ atlas }: Workload): boolean => atlas.connectivity !== "privatelink";

/** Regions with applications. */
const appRegions = ({ regions }: Platform, { secondaryRegion }: Workload): readonly string[] =>
  secondaryRegion.enabled ? [regions.primary, regions.secondary] : [regions.primary];

const containers = (platform: Platform, workload: Workload): Readonly<Record<string, string>> =>
  Object.fromEntries(nodesOf(platform, workload).map(({ region }) => [region, blocks(workload, region).atlas]));

/** Order in which the regions are applied; the earlier one of two asks for their connection. */
const seats: readonly Seat[] = ["primary", "secondary", "tieBreaker"];

/** The other regions with an endpoint; none unless drivers have to cross regions to reach one. */
function neighboursOf(platform: Platform, workload: Workload, own: string): readonly Neighbour[] {
  const nodes = nodesOf(platform, workload);
  if (!usesEndpoints(workload) || nodes.length === 1) return [];
  const order = seats.map((seat) => platform.regions[seat]);
  const others = nodes.map(({ region }) => region).filter((region) => region !== own);
  return others.map((region) => {
    const { vpc } = blocks(workload, region);
    const stub = !appRegions(platform, workload).includes(region);
    return {
      region,
      vpcCidr: vpc,
      clientCidrs: stub ? [] : tierCidrs(platform, vpc, region, "private"),
      endpointCidrs: stub ? [vpc] : tierCidrs(platform, vpc, region, "database"),
      asks: order.indexOf(own) < order.indexOf(region),
    };
  });
}

function regionProps(platform: Platform, workload: Workload, region: string): AtlasRegionProps {
  return {
    vpcCidr: blocks(workload, region).vpc,
    peeredCidrs: usesPeering(workload) ? containers(platform, workload) : {},
    privateLink: usesEndpoints(workload) && nodesOf(platform, workload).some((node) => node.region === region),
    requireEndpointHost: workload.atlas.acceptMissingEndpointHost === undefined,
    neighbours: neighboursOf(platform, workload, region),
    pods: workload.atlas.pods,
  };
}

/** Nodes of both regions' VPCs: pods appear with the address of their node. */
function accessList(platform: Platform, workload: Workload): AtlasStackProps["accessList"] {
  return appRegions(platform, workload).flatMap((region) => {
    const zones = platform.zones[region]?.zones ?? [];
    return tierCidrs(platform, blocks(workload, region).vpc, region, "private").map((cidr, place) => ({
      cidr,
      comment: `Private subnet in ${zones[place] ?? region}`,
    }));
  });
}

function computeBounds({ computeScaling }: Atlas): Pick<AtlasStackProps, "computeBounds"> {
  const { enabled, minTier, maxTier } = computeScaling;
  if (!enabled || minTier === undefined || maxTier === undefined) return {};
  return { computeBounds: { minTier, maxTier } };
}

function backup({ backup: { pointInTimeDays, ...rest } }: Atlas): AtlasStackProps["backup"] {
  return { ...rest, ...(pointInTimeDays === undefined ? {} : { pointInTimeDays }) };
}

/** The primary region's stack. */
export function atlasProps(platform: Platform, workload: Workload, region: Region): AtlasStackProps {
  const { atlas } = workload;
  return {
    ...regionProps(platform, workload, region.name),
    orgId: atlas.orgId,
    containers: containers(platform, workload),
    accessList: accessList(platform, workload),
    dataExplorer: atlas.dataExplorer,
    auditing: atlas.auditing,
    maintenance: atlas.maintenance,
    protect: workload.protected,
    mongoVersion: atlas.mongoVersion,
    nodes: nodesOf(platform, workload),
    tier: atlas.startTier,
    diskGb: atlas.diskGb,
    ...computeBounds(atlas),
    ...(atlas.oplogHours === undefined ? {} : { oplogHours: atlas.oplogHours }),
    customerKey: atlas.customerKey,
    backup: backup(atlas),
    database: atlas.database,
    loginRegions: appRegions(platform, workload),
  };
}

/** The secondary region's stack. */
export const atlasSecondaryProps = (platform: Platform, workload: Workload, region: Region): AtlasSecondaryStackProps =>
  regionProps(platform, workload, region.name);

/** Whether the environment has a stub network and an endpoint in the tie-breaker's region. */
export const hasAtlasTieBreaker = (platform: Platform, workload: Workload): boolean =>
  usesEndpoints(workload) &&
  workload.atlas.tieBreakerVpc &&
  nodesOf(platform, workload).some(({ region }) => region === platform.regions.tieBreaker);

/** The stack of the tie-breaker's region; only where `hasAtlasTieBreaker` says so. */
export function atlasTieBreakerProps(
  platform: Platform,
  workload: Workload,
  region: Region,
): AtlasTieBreakerStackProps {
  return { vpcCidr: blocks(workload, region.name).vpc, neighbours: neighboursOf(platform, workload, region.name) };
}
