import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { stubCidr } from "../../lib/network-plan";
import { addVpc, closeDefaults } from "./network";
import { NetworkAcls } from "./network-acls";

export interface StubNetworkProps {
  /** Name tag of the VPC, e.g. `acme-prod`. */
  readonly name: string;
  /** Name of the database group, e.g. `prod-db`. */
  readonly databaseGroupName: string;
  /** IPv4 block, a /24 or larger: each zone gets a /26. */
  readonly vpcCidr: string;
  /** Availability zones, 2 to 4. Append only. */
  readonly zones: readonly string[];
  /** Private subnets of the regions whose drivers use the endpoint here. */
  readonly remotePrivateCidrs: readonly string[];
}

/**
 * A VPC for nothing but an Atlas endpoint: database subnets without any way to the internet. Its group has no rules; those
 * for drivers of other regions, with peerings and routes, belong to the layer `atlas` (DBA-12).
 */
export class StubNetwork extends Construct {
  readonly vpc: Vpc;
  /** By zone. */
  readonly subnetIds: Readonly<Record<string, string>>;
  readonly routeTableId: string;
  readonly databaseGroupId: string;
  readonly zoneIds: readonly string[];

  constructor(scope: Construct, id: string, props: StubNetworkProps) {
    super(scope, id);
    const { name, databaseGroupName, vpcCidr, zones, remotePrivateCidrs } = props;
    this.vpc = addVpc(this, { name, cidrBlock: vpcCidr });
    const vpcId = this.vpc.id;
    closeDefaults(this, this.vpc, name);
    const table = new RouteTable(this, "database", { vpcId, tags: { Name: `${name}-database`, Tier: "database" } });
    this.routeTableId = table.id;
    const subnets = zones.map(
      (zone, place) => [zone, this.addSubnet(name, zone, stubCidr(vpcCidr, place), table)] as const,
    );
    this.subnetIds = Object.fromEntries(subnets.map(([zone, { id: subnetId }]) => [zone, subnetId]));
    this.zoneIds = subnets.map(([, { availabilityZoneId }]) => availabilityZoneId);
    this.databaseGroupId = new SecurityGroup(this, "db", {
      name: databaseGroupName,
      description: "MongoDB Atlas endpoints",
      vpcId,
      tags: { Name: databaseGroupName },
    }).id;
    new NetworkAcls(this, "acls", {
      name,
      vpcId,
      defaultNetworkAclId: this.vpc.defaultNetworkAclId,
      subnetIds: { database: Object.values(this.subnetIds) },
      vpcCidr,
      privateCidrs: [],
      sshCidrs: [],
      bastion: false,
      atlasCidrs: [],
      remotePrivateCidrs,
      remoteEndpointCidrs: [],
    });
  }

  private addSubnet(name: string, zone: string, cidrBlock: string, table: RouteTable): Subnet {
    const subnet = new Subnet(this, `database-${zone}`, {
      vpcId: this.vpc.id,
      availabilityZone: zone,
      cidrBlock,
      mapPublicIpOnLaunch: false,
      tags: { Name: `${name}-database-${zone}`, Tier: "database" },
    });
    new RouteTableAssociation(this, `database-${zone}-table`, { subnetId: subnet.id, routeTableId: table.id });
    return subnet;
  }
}
