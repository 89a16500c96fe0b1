import type { Construct } from "constructs";
import { bootstrapContract, foundationContract, networkContract } from "../contracts";
import { privateCidrs, tierCidr } from "../lib/network-plan";
import { AdminAccess, type BastionSettings } from "../modules/network/admin-access";
import { FlowLog } from "../modules/network/flow-log";
import type { NetworkImports } from "../modules/network/imports";
import { Network } from "../modules/network/network";
import { NetworkAcls } from "../modules/network/network-acls";
import { Routes } from "../modules/network/routes";
import { SecurityGroups } from "../modules/network/security-groups";
import { VpcEndpoints } from "../modules/network/vpc-endpoints";
import { BaseStack, type StackScope } from "./base-stack";

export interface NetworkStackProps {
  readonly vpcCidr: string;
  /** Secondary block for pods, a /16. */
  readonly podCidr: string;
  /** One NAT gateway in each zone; false means a single one. */
  readonly natPerZone: boolean;
  /** Id of the organization whose principals may use the endpoints. */
  readonly organizationId: string;
  /** Services with an interface endpoint, e.g. `ecr.api`. */
  readonly endpointServices: readonly string[];
  /** Zones, counted from the first, in which each of them has an address. */
  readonly endpointZoneCount: number;
  /** @default none */
  readonly bastion?: BastionSettings;
  /** Atlas containers that this region reaches over peering. */
  readonly atlasCidrs: readonly string[];
  /** Private subnets of other regions, whose drivers use this region's Atlas endpoints. */
  readonly remotePrivateCidrs: readonly string[];
  /** Subnets of other regions with Atlas endpoints that drivers here use. */
  readonly remoteEndpointCidrs: readonly string[];
  /** @default everything is created */
  readonly importFrom?: NetworkImports;
}

/** The one VPC of an environment in a region: tiers, ways out, groups, ACLs, endpoints, flow log, bastion. */
export class NetworkStack extends BaseStack {
  private readonly name: string;
  private readonly zones: readonly string[];
  private readonly foundation = this.read(foundationContract);
  private readonly boundaryArn = this.read(bootstrapContract).boundary_arns.at("workload");

  constructor(
    parent: Construct,
    scope: StackScope,
    private readonly props: NetworkStackProps,
  ) {
    super(parent, "network", scope);
    this.name = `${scope.company}-${scope.account.name}`;
    this.zones = scope.region.zones;
    const common = { name: this.name, zones: this.zones, importFrom: props.importFrom };
    const network = new Network(this, "network", { ...common, vpcCidr: props.vpcCidr, podCidr: props.podCidr });
    const routes = new Routes(this, "routes", { ...common, network, natPerZone: props.natPerZone });
    const groups = this.addGroups(network);
    this.addAcls(network);
    this.addEndpoints(network, routes, groups);
    new FlowLog(this, "flow-log", {
      name: this.name,
      vpcId: network.vpc.id,
      logGroupArn: this.foundation.log_group_arns.at("flow"),
      roleName: this.regionalName("flow-log"),
      accountId: scope.account.id,
      permissionsBoundaryArn: this.boundaryArn,
    });
    if (props.bastion !== undefined) this.addAdminAccess(props.bastion, network, groups);
    this.handOver(network, routes, groups);
  }

  private addGroups(network: Network): SecurityGroups {
    const { bastion } = this.props;
    return new SecurityGroups(this, "groups", {
      name: this.scope.account.name,
      vpcId: network.vpc.id,
      bastion: bastion !== undefined,
      bastionSsm: bastion?.ssm ?? false,
      vpn: bastion?.vpn !== undefined,
      approvedCidrs: bastion?.approvedCidrs ?? [],
    });
  }

  private addAcls({ vpc, subnetIds }: Network): void {
    const { vpcCidr, bastion } = this.props;
    const own = privateCidrs(vpcCidr, this.zones);
    // VPN clients appear with an address of the subnet that they enter by.
    const sshCidrs = bastion?.vpn === undefined ? (bastion?.approvedCidrs ?? []) : own.slice(0, 1);
    const ids = (tier: keyof typeof subnetIds) => Object.values(subnetIds[tier]);
    new NetworkAcls(this, "acls", {
      ...this.props,
      name: this.name,
      vpcId: vpc.id,
      ...(this.props.importFrom?.vpc === undefined ? { defaultNetworkAclId: vpc.defaultNetworkAclId } : {}),
      subnetIds: { public: ids("public"), private: [...ids("private"), ...ids("pod")], database: ids("database") },
      privateCidrs: own,
      sshCidrs,
      bastion: bastion !== undefined,
    });
  }

  private addEndpoints(network: Network, routes: Routes, groups: SecurityGroups): void {
    const { organizationId, endpointServices, endpointZoneCount } = this.props;
    new VpcEndpoints(this, "endpoints", {
      name: this.name,
      region: this.scope.region.name,
      vpcId: network.vpc.id,
      organizationId,
      services: endpointServices,
      subnetIds: this.zones.slice(0, endpointZoneCount).map((zone) => network.subnetId("private", zone)),
      securityGroupId: groups.idOf("vpce"),
      routeTableIds: Object.values(routes.privateTableIds),
    });
  }

  private addAdminAccess(settings: BastionSettings, network: Network, groups: SecurityGroups): void {
    const [zone = ""] = this.zones;
    new AdminAccess(this, "admin", {
      settings,
      name: this.scope.account.name,
      network,
      groups,
      zone,
      publicCidr: tierCidr("public", this.props, 0),
      roleName: this.regionalName("bastion"),
      permissionsBoundaryArn: this.boundaryArn,
      vpnLogGroupName: this.foundation.log_group_names.at("vpn"),
    });
  }

  private handOver({ vpc, subnetIds, zoneIds }: Network, routes: Routes, groups: SecurityGroups): void {
    this.publish(networkContract, {
      vpc_id: vpc.id,
      vpc_cidr: this.props.vpcCidr,
      pod_cidr: this.props.podCidr,
      public_subnet_ids: subnetIds.public,
      private_subnet_ids: subnetIds.private,
      database_subnet_ids: subnetIds.database,
      pod_subnet_ids: subnetIds.pod,
      private_route_table_ids: routes.privateTableIds,
      database_route_table_id: routes.databaseTable.id,
      zone_ids: zoneIds,
      alb_sg_id: groups.idOf("alb"),
      app_sg_id: groups.idOf("app"),
      db_sg_id: groups.idOf("db"),
      vpce_sg_id: groups.idOf("vpce"),
      ci_sg_id: groups.idOf("ci"),
      lambda_sg_id: groups.idOf("lambda"),
    });
  }
}
