import { Route } from "@cdktf/provider-aws/lib/route";
import { VpcPeeringConnectionAccepterA as VpcPeeringConnectionAccepter } from "@cdktf/provider-aws/lib/vpc-peering-connection-accepter";
import { VpcPeeringConnectionOptions } from "@cdktf/provider-aws/lib/vpc-peering-connection-options";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { NetworkPeering } from "@cdktf/provider-mongodbatlas/lib/network-peering";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface AtlasPeeringProps {
  readonly projectId: string;
  /** Atlas container at the other end, in any region. */
  readonly containerId: string;
  /** Block of that container. */
  readonly atlasCidr: string;
  /** Name tag, e.g. `prod-atlas-us-west-2`. */
  readonly name: string;
  /** Twelve digits of the account that owns the VPC. */
  readonly accountId: string;
  /** Region of the VPC. */
  readonly region: string;
  readonly vpcId: string;
  /** Primary block of the VPC: all that Atlas learns of. Pods appear with their node's address from it. */
  readonly vpcCidr: string;
  /** Private route tables by zone. Public and database tables stay without a way to Atlas. */
  readonly routeTableIds: Readonly<Record<string, string>>;
  readonly appSecurityGroupId: string;
}

// mongod, mongos and the BI connector: https://www.mongodb.com/docs/atlas/reference/faq/networking/
const atlasPorts = { fromPort: 27015, toPort: 27017 } as const;

/** One pair of our VPC and an Atlas container: peering is not transitive, so a VPC has one per region of the cluster. */
export class AtlasPeering extends Construct {
  /** What has to stand before Atlas hands out the private host. */
  readonly accepted: ITerraformDependable;

  constructor(scope: Construct, id: string, props: AtlasPeeringProps) {
    super(scope, id);
    const peering = new NetworkPeering(this, "Resource", {
      projectId: props.projectId,
      containerId: props.containerId,
      providerName: "AWS",
      accepterRegionName: props.region,
      awsAccountId: props.accountId,
      vpcId: props.vpcId,
      routeTableCidrBlock: props.vpcCidr,
    });
    const accepter = new VpcPeeringConnectionAccepter(this, "accepter", {
      vpcPeeringConnectionId: peering.connectionId,
      autoAccept: true,
      tags: { Name: props.name },
    });
    new VpcPeeringConnectionOptions(this, "options", {
      vpcPeeringConnectionId: accepter.id,
      accepter: { allowRemoteVpcDnsResolution: true },
    });
    for (const [zone, routeTableId] of Object.entries(props.routeTableIds)) {
      new Route(this, `route-${zone}`, {
        routeTableId,
        destinationCidrBlock: props.atlasCidr,
        vpcPeeringConnectionId: accepter.id,
      });
    }
    // A group cannot name Atlas's group across a peering: the block is the only form.
    new VpcSecurityGroupEgressRule(this, "egress", {
      securityGroupId: props.appSecurityGroupId,
      description: `Atlas over peering: ${props.name}`,
      cidrIpv4: props.atlasCidr,
      ipProtocol: "tcp",
      ...atlasPorts,
    });
    this.accepted = accepter;
  }
}
