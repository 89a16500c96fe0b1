import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Construct } from "constructs";
import type { Tier } from "../../lib/network-plan";
import { adopt, joined, type NetworkImports } from "./imports";
import type { Network } from "./network";

export interface RoutesProps {
  /** Start of the Name tags, e.g. `acme-prod`. */
  readonly name: string;
  readonly network: Network;
  readonly zones: readonly string[];
  /** One NAT gateway in each zone; false means one in the first, which every zone then depends on. */
  readonly natPerZone: boolean;
  /** @default everything is created */
  readonly importFrom?: NetworkImports | undefined;
}

const anywhere = "0.0.0.0/0";

/**
 * Ways out: public subnets by the internet gateway, private and pod subnets by NAT, database subnets none at all. The
 * document places NAT gateways in public subnets, so the regional NAT mode is not used.
 */
export class Routes extends Construct {
  readonly publicTable: RouteTable;
  /** Ids of the private tables by zone. */
  readonly privateTableIds: Readonly<Record<string, string>>;
  readonly databaseTable: RouteTable;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RoutesProps,
  ) {
    super(scope, id);
    const { network, zones } = props;
    this.publicTable = this.addTable("public", "public");
    this.addDefaultRoute(this.publicTable, "public", { gatewayId: network.internetGateway.id });
    this.databaseTable = this.addTable("database", "database");
    const gateways = this.addGateways();
    this.privateTableIds = Object.fromEntries(zones.map((zone) => [zone, this.addPrivateTable(zone, gateways).id]));
    for (const zone of zones) {
      this.associate("public", zone, this.publicTable, "public");
      this.associate("database", zone, this.databaseTable, "database");
    }
  }

  private addGateways(): readonly NatGateway[] {
    const { name, network, zones, natPerZone, importFrom } = this.props;
    return (natPerZone ? zones : zones.slice(0, 1)).map((zone) => {
      const tags = { Name: `${name}-nat-${zone}` };
      const address = adopt(
        new Eip(this, `nat-address-${zone}`, { domain: "vpc", tags }),
        importFrom?.elasticIps?.[zone],
      );
      const gateway = new NatGateway(this, `nat-${zone}`, {
        connectivityType: "public",
        allocationId: address.allocationId,
        subnetId: network.subnetId("public", zone),
        tags,
        dependsOn: [network.internetGateway],
      });
      return adopt(gateway, importFrom?.natGateways?.[zone]);
    });
  }

  private addPrivateTable(zone: string, gateways: readonly NatGateway[]): RouteTable {
    const key = `private-${zone}`;
    const gateway = gateways[this.props.natPerZone ? this.props.zones.indexOf(zone) : 0];
    const table = this.addTable(key, "private");
    if (gateway !== undefined) this.addDefaultRoute(table, key, { natGatewayId: gateway.id });
    this.associate("private", zone, table, key);
    this.associate("pod", zone, table, key);
    return table;
  }

  private addTable(key: string, tier: Tier): RouteTable {
    const { name, network, importFrom } = this.props;
    const table = new RouteTable(this, key, { vpcId: network.vpc.id, tags: { Name: `${name}-${key}`, Tier: tier } });
    return adopt(table, importFrom?.routeTables?.[key]);
  }

  private addDefaultRoute(
    table: RouteTable,
    key: string,
    target: { gatewayId: string } | { natGatewayId: string },
  ): void {
    const route = new Route(this, `${key}-default`, {
      routeTableId: table.id,
      destinationCidrBlock: anywhere,
      ...target,
    });
    adopt(route, joined(this.props.importFrom?.routeTables?.[key], "_", anywhere));
  }

  private associate(tier: Tier, zone: string, table: RouteTable, tableKey: string): void {
    const { network, importFrom } = this.props;
    const subnetId = network.subnetId(tier, zone);
    const association = new RouteTableAssociation(this, `${tier}-${zone}-table`, { subnetId, routeTableId: table.id });
    adopt(association, joined(importFrom?.subnets?.[`${tier}-${zone}`], "/", importFrom?.routeTables?.[tableKey]));
  }
}
