import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { AtlasPeering } from "./peering";
import { AtlasPrivateLink } from "./private-link";
import { type Neighbour, RegionLink } from "./region-link";

/** What the network layer of the region hands over. */
export interface RegionNetwork {
  readonly vpcId: string;
  /** By zone. */
  readonly privateRouteTableIds: Readonly<Record<string, string>>;
  readonly databaseRouteTableId: string;
  /** In the order of the zones. */
  readonly databaseSubnetIds: readonly string[];
  readonly dbSecurityGroupId: string;
  /** @default no driver runs in this VPC */
  readonly appSecurityGroupId?: string;
}

export interface AtlasRegionAccessProps {
  readonly projectId: string;
  /** Prefix of name tags, e.g. `prod-atlas`. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly vpcCidr: string;
  readonly network: RegionNetwork;
  /** Containers to peer with, by AWS region; empty without peering. */
  readonly peered: Readonly<Record<string, { readonly containerId: string; readonly cidr: string }>>;
  readonly privateLink: boolean;
  /** Other regions with an endpoint; empty with one region or without PrivateLink. */
  readonly neighbours: readonly Neighbour[];
}

/** Every way from one VPC to the cluster, peering or endpoint or both. */
export class AtlasRegionAccess extends Construct {
  /** What has to stand before Atlas hands out private hosts. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: AtlasRegionAccessProps) {
    super(scope, id);
    this.ready = [...this.peer(props), ...(props.privateLink ? [this.endpoint(props)] : [])];
    for (const neighbour of props.neighbours) this.link(props, neighbour);
  }

  private peer({ peered, network, ...props }: AtlasRegionAccessProps): readonly ITerraformDependable[] {
    const { appSecurityGroupId } = network;
    if (appSecurityGroupId === undefined) return [];
    return Object.entries(peered).map(([region, { containerId, cidr }]) => {
      const peering = new AtlasPeering(this, `peering-${region}`, {
        projectId: props.projectId,
        containerId,
        atlasCidr: cidr,
        name: `${props.name}-${region}`,
        accountId: props.accountId,
        region: props.region,
        vpcId: network.vpcId,
        vpcCidr: props.vpcCidr,
        routeTableIds: network.privateRouteTableIds,
        appSecurityGroupId,
      });
      return peering.accepted;
    });
  }

  private endpoint({ projectId, name, region, network }: AtlasRegionAccessProps): ITerraformDependable {
    const { vpcId, databaseSubnetIds: subnetIds, dbSecurityGroupId, appSecurityGroupId } = network;
    return new AtlasPrivateLink(this, "private-link", {
      projectId,
      name,
      region,
      vpcId,
      subnetIds,
      dbSecurityGroupId,
      ...(appSecurityGroupId === undefined ? {} : { appSecurityGroupId }),
    }).established;
  }

  private link({ name, network }: AtlasRegionAccessProps, neighbour: Neighbour): void {
    const { vpcId, privateRouteTableIds, databaseRouteTableId, dbSecurityGroupId, appSecurityGroupId } = network;
    new RegionLink(this, `region-${neighbour.region}`, {
      neighbour,
      name: `${name}-to-${neighbour.region}`,
      vpcId,
      routeTableIds: { ...privateRouteTableIds, database: databaseRouteTableId },
      dbSecurityGroupId,
      ...(appSecurityGroupId === undefined ? {} : { appSecurityGroupId }),
    });
  }
}
