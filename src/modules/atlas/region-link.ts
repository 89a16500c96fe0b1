import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { DataAwsVpcPeeringConnection } from "@cdktf/provider-aws/lib/data-aws-vpc-peering-connection";
import { Route } from "@cdktf/provider-aws/lib/route";
import { VpcPeeringConnection } from "@cdktf/provider-aws/lib/vpc-peering-connection";
import { VpcPeeringConnectionAccepterA as VpcPeeringConnectionAccepter } from "@cdktf/provider-aws/lib/vpc-peering-connection-accepter";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { endpointPorts } from "./private-link";

/** A VPC of the same account in another region that holds an endpoint of the same cluster. */
export interface Neighbour {
  readonly region: string;
  /** Primary block of its VPC. */
  readonly vpcCidr: string;
  /** Blocks of its private subnets, where drivers run. The tie-breaker's stub has none. */
  readonly clientCidrs: readonly string[];
  /** Blocks that its endpoint lies in. */
  readonly endpointCidrs: readonly string[];
  /** True when this side asks and the neighbour accepts: of two regions, the one that is applied first asks. */
  readonly asks: boolean;
}

export interface RegionLinkProps {
  readonly neighbour: Neighbour;
  /** Name tag of the connection. */
  readonly name: string;
  /** Own VPC. */
  readonly vpcId: string;
  /** Own tables that lead to the neighbour: private ones for drivers, the database one for answers; by a name each. */
  readonly routeTableIds: Readonly<Record<string, string>>;
  readonly dbSecurityGroupId: string;
  /** @default no driver runs in this VPC */
  readonly appSecurityGroupId?: string;
}

/**
 * One side of the way between two regions. An endpoint leads to the node of its own region only, so a driver reaches the
 * others through the endpoints over there. Neither side reads the other's state: each finds it by its block.
 */
export class RegionLink extends Construct {
  constructor(scope: Construct, id: string, props: RegionLinkProps) {
    super(scope, id);
    const { neighbour } = props;
    const connectionId = neighbour.asks ? this.ask(props) : this.accept(props);
    for (const [table, routeTableId] of Object.entries(props.routeTableIds)) {
      new Route(this, `route-${table}`, {
        routeTableId,
        destinationCidrBlock: neighbour.vpcCidr,
        vpcPeeringConnectionId: connectionId,
      });
    }
    this.admit(props);
  }

  /** Routes to a connection that is not accepted yet are allowed; they carry traffic once it is. */
  private ask({ neighbour, vpcId, name }: RegionLinkProps): string {
    const peer = new DataAwsVpc(this, "neighbour", { region: neighbour.region, cidrBlock: neighbour.vpcCidr });
    const connection = new VpcPeeringConnection(this, "Resource", {
      vpcId,
      peerVpcId: peer.id,
      peerRegion: neighbour.region,
      autoAccept: false,
      tags: { Name: name },
    });
    return connection.id;
  }

  private accept({ neighbour, vpcId, name }: RegionLinkProps): string {
    const asked = new DataAwsVpcPeeringConnection(this, "asked", {
      cidrBlock: neighbour.vpcCidr,
      peerVpcId: vpcId,
      // Removed connections stay visible for a while.
      filter: [{ name: "status-code", values: ["pending-acceptance", "provisioning", "active"] }],
    });
    const accepter = new VpcPeeringConnectionAccepter(this, "Resource", {
      vpcPeeringConnectionId: asked.id,
      autoAccept: true,
      tags: { Name: name },
    });
    return accepter.id;
  }

  /** Groups cannot be named across regions, so these are the only rules with blocks on the database group. */
  private admit({ neighbour, dbSecurityGroupId, appSecurityGroupId }: RegionLinkProps): void {
    const { region, clientCidrs, endpointCidrs } = neighbour;
    for (const cidrIpv4 of clientCidrs) {
      new VpcSecurityGroupIngressRule(this, `ingress-${cidrIpv4.replace("/", "-")}`, {
        securityGroupId: dbSecurityGroupId,
        description: `Atlas PrivateLink: drivers in ${region}`,
        cidrIpv4,
        ...endpointPorts,
      });
    }
    if (appSecurityGroupId === undefined) return;
    for (const cidrIpv4 of endpointCidrs) {
      new VpcSecurityGroupEgressRule(this, `egress-${cidrIpv4.replace("/", "-")}`, {
        securityGroupId: appSecurityGroupId,
        description: `Atlas PrivateLink: endpoint in ${region}`,
        cidrIpv4,
        ...endpointPorts,
      });
    }
  }
}
