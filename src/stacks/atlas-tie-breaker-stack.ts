import { MongodbatlasProvider } from "@cdktf/provider-mongodbatlas/lib/provider";
import type { Construct } from "constructs";
import { networkContract } from "../contracts";
import { AtlasLookup } from "../modules/atlas/lookup";
import { AtlasRegionAccess } from "../modules/atlas/region-access";
import type { Neighbour } from "../modules/atlas/region-link";
import { BaseStack, type StackScope } from "./base-stack";

export interface AtlasTieBreakerStackProps {
  /** Block of the stub VPC. */
  readonly vpcCidr: string;
  /** Regions whose drivers come through this endpoint. */
  readonly neighbours: readonly Neighbour[];
}

/** The endpoint of the tie-breaker's region, in its stub VPC: no applications, no outputs. */
export class AtlasTieBreakerStack extends BaseStack {
  constructor(parent: Construct, scope: StackScope, { vpcCidr, neighbours }: AtlasTieBreakerStackProps) {
    super(parent, "atlas", scope);
    new MongodbatlasProvider(this, "mongodbatlas");
    const { projectId } = new AtlasLookup(this, "atlas", { projectName: `${scope.company}-${scope.account.name}` });
    const network = this.read(networkContract);
    new AtlasRegionAccess(this, "access", {
      projectId,
      name: `${scope.account.name}-atlas`,
      accountId: scope.account.id,
      region: scope.region.name,
      vpcCidr,
      network: {
        vpcId: network.vpc_id,
        privateRouteTableIds: {},
        databaseRouteTableId: network.database_route_table_id,
        databaseSubnetIds: scope.region.zones.map((zone) => network.database_subnet_ids.at(zone)),
        dbSecurityGroupId: network.db_sg_id,
      },
      peered: {},
      privateLink: true,
      neighbours,
    });
  }
}
