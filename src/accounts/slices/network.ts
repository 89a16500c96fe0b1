import type { Platform } from "../../config/schema/platform";
import type { Workload } from "../../config/schema/workload";
import { topologyNodes } from "../../lib/atlas-topology";
import { privateCidrs, tierCidr } from "../../lib/network-plan";
import type { BastionSettings } from "../../modules/network/admin-access";
import type { Region } from "../../stacks/base-stack";
import type { NetworkStackProps } from "../../stacks/network-stack";
import type { StubNetworkStackProps } from "../../stacks/stub-network-stack";

function blocksOf({ addresses }: Workload, region: string) {
  const blocks = addresses[region];
  if (blocks === undefined) throw new Error(`the address ledger has no ranges for ${region}`);
  return blocks;
}

function podBlockOf(workload: Workload, region: string): string {
  const { pods } = blocksOf(workload, region);
  if (pods === undefined) throw new Error(`the address ledger has no pod block for ${region}`);
  return pods;
}

/** Regions with a node of the cluster, whose Atlas blocks and endpoints this environment uses. */
const nodeRegions = (platform: Platform, { atlas }: Workload): readonly string[] =>
  topologyNodes(atlas.topology, platform.regions).map(({ region }) => region);

const appRegions = ({ regions }: Platform, { secondaryRegion }: Workload): readonly string[] =>
  secondaryRegion.enabled ? [regions.primary, regions.secondary] : [regions.primary];

/** Regions whose drivers and endpoints meet across the border: only with PrivateLink over more than one region (DBA-12). */
function partners(platform: Platform, workload: Workload, own: string): readonly string[] {
  const regions = nodeRegions(platform, workload);
  if (workload.atlas.connectivity === "peering" || regions.length === 1) return [];
  return regions.filter((region) => region !== own);
}

const zonesOf = (platform: Platform, region: string): readonly string[] => platform.zones[region]?.zones ?? [];

/** Private subnets of partner regions with applications. */
function remotePrivateCidrs(platform: Platform, workload: Workload, own: string): readonly string[] {
  const withApplications = partners(platform, workload, own).filter((region) =>
    appRegions(platform, workload).includes(region),
  );
  return withApplications.flatMap((region) => privateCidrs(blocksOf(workload, region).vpc, zonesOf(platform, region)));
}

/** Database subnets of partner regions; all of a stub network. */
function remoteEndpointCidrs(platform: Platform, workload: Workload, own: string): readonly string[] {
  return partners(platform, workload, own).flatMap((region) => {
    const vpcCidr = blocksOf(workload, region).vpc;
    if (!appRegions(platform, workload).includes(region)) return [vpcCidr];
    return zonesOf(platform, region).map((_, place) => tierCidr("database", { vpcCidr, podCidr: "" }, place));
  });
}

function bastionOf({ sharedAddresses }: Platform, { network: { bastion } }: Workload): BastionSettings {
  const { instanceType, approvedCidrs, ssm, vpn } = bastion;
  const clients = vpn === undefined ? {} : { vpn: { ...vpn, clientCidr: sharedAddresses.clientVpn } };
  return { instanceType, approvedCidrs, ssm, ...clients };
}

/** The stack of a region with applications. */
export function networkProps(platform: Platform, workload: Workload, region: Region): NetworkStackProps {
  const { network, atlas } = workload;
  const imports = network.importFrom?.[region.name];
  const peered = atlas.connectivity === "privatelink" ? [] : nodeRegions(platform, workload);
  return {
    vpcCidr: blocksOf(workload, region.name).vpc,
    podCidr: podBlockOf(workload, region.name),
    natPerZone: network.natMode === "per-zone",
    organizationId: platform.organization.id,
    endpointServices: network.interfaceEndpoints.services,
    endpointZoneCount: network.interfaceEndpoints.zoneCount,
    // One host is enough for an environment; the secondary region has Session Manager.
    ...(network.bastion.enabled && region.name === platform.regions.primary
      ? { bastion: bastionOf(platform, workload) }
      : {}),
    atlasCidrs: peered.map((name) => blocksOf(workload, name).atlas),
    remotePrivateCidrs: remotePrivateCidrs(platform, workload, region.name),
    remoteEndpointCidrs: remoteEndpointCidrs(platform, workload, region.name),
    ...(imports === undefined ? {} : { importFrom: imports }),
  };
}

/** The stack of the tie-breaker's region, where the layer `atlas` has an endpoint there. */
export const stubNetworkProps = (platform: Platform, workload: Workload, region: Region): StubNetworkStackProps => ({
  vpcCidr: blocksOf(workload, region.name).vpc,
  remotePrivateCidrs: remotePrivateCidrs(platform, workload, region.name),
  logRetentionDays: workload.foundation.logRetentionDays,
});
