import type { Construct } from "constructs";
import { bootstrapContract, networkContract } from "../contracts";
import { applyRoleArns } from "../lib/terraform-roles";
import { LogGroups } from "../modules/foundation/log-groups";
import { FlowLog } from "../modules/network/flow-log";
import { StubNetwork } from "../modules/network/stub-network";
import { BaseStack, type StackScope } from "./base-stack";

export interface StubNetworkStackProps {
  /** A /24 or larger: each zone gets a /26. */
  readonly vpcCidr: string;
  /** Private subnets of the regions whose drivers use the Atlas endpoint here. */
  readonly remotePrivateCidrs: readonly string[];
  /** One of the numbers that CloudWatch Logs offers. */
  readonly logRetentionDays: number;
}

/**
 * Home of the Atlas endpoint in the tie-breaker's region. That region has no foundation, so the flow log's group and key
 * are made here; what an application network has besides is handed over empty.
 */
export class StubNetworkStack extends BaseStack {
  constructor(
    parent: Construct,
    scope: StackScope,
    { vpcCidr, remotePrivateCidrs, logRetentionDays }: StubNetworkStackProps,
  ) {
    super(parent, "network", scope);
    const { company, account, region } = scope;
    const name = `${company}-${account.name}`;
    const network = new StubNetwork(this, "network", {
      name,
      databaseGroupName: `${account.name}-db`,
      vpcCidr,
      zones: region.zones,
      remotePrivateCidrs,
    });
    this.addFlowLog(name, network, logRetentionDays);
    this.handOver(network, vpcCidr);
  }

  private addFlowLog(name: string, { vpc }: StubNetwork, retentionDays: number): void {
    const { company, account, region } = this.scope;
    const { arns } = new LogGroups(this, "logs", {
      company,
      accountId: account.id,
      region: region.name,
      names: { flow: `/aws/vpc/${account.name}/flow` },
      retentionDays,
      keyUsers: applyRoleArns(company, account.name, account.id),
    });
    new FlowLog(this, "flow-log", {
      name,
      vpcId: vpc.id,
      logGroupArn: arns["flow"] ?? "",
      roleName: this.regionalName("flow-log"),
      accountId: account.id,
      permissionsBoundaryArn: this.read(bootstrapContract).boundary_arns.at("workload"),
    });
  }

  private handOver(network: StubNetwork, vpcCidr: string): void {
    this.publish(networkContract, {
      vpc_id: network.vpc.id,
      vpc_cidr: vpcCidr,
      pod_cidr: "",
      public_subnet_ids: {},
      private_subnet_ids: {},
      database_subnet_ids: network.subnetIds,
      pod_subnet_ids: {},
      private_route_table_ids: {},
      database_route_table_id: network.routeTableId,
      zone_ids: network.zoneIds,
      alb_sg_id: "",
      app_sg_id: "",
      db_sg_id: network.databaseGroupId,
      vpce_sg_id: "",
      ci_sg_id: "",
      lambda_sg_id: "",
    });
  }
}
