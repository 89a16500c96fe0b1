import { MongodbatlasProvider } from "@cdktf/provider-mongodbatlas/lib/provider";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { atlasContract, bootstrapContract, eksContract, networkContract } from "../contracts";
import { AtlasConnection } from "../modules/atlas/connection";
import type { Login } from "../modules/atlas/logins";
import { AtlasPodRoles, type AtlasPodRolesProps } from "../modules/atlas/pod-roles";
import { AtlasRegionAccess } from "../modules/atlas/region-access";
import type { Neighbour } from "../modules/atlas/region-link";
import { BaseStack, type StackScope } from "./base-stack";

/** What every region with applications has of the Atlas layer. */
export interface AtlasRegionProps {
  /** Primary block of this region's VPC. */
  readonly vpcCidr: string;
  /** Blocks of the containers to peer with, by AWS region: one for each region of the cluster, none without peering. */
  readonly peeredCidrs: Readonly<Record<string, string>>;
  /** Makes this region's endpoint. */
  readonly privateLink: boolean;
  /** False for the first pass over the regions of an endpoint cluster, while the endpoint host is still empty. */
  readonly requireEndpointHost: boolean;
  /** Other regions with an endpoint of the same cluster. */
  readonly neighbours: readonly Neighbour[];
  /** Service accounts that log in to the database. */
  readonly pods: AtlasPodRolesProps["pods"];
}

/** The parts that the Atlas stacks of all regions with applications share. */
export abstract class AtlasRegionStack extends BaseStack {
  constructor(parent: Construct, scope: StackScope) {
    super(parent, "atlas", scope);
    // Keys come from MONGODB_ATLAS_PUBLIC_KEY and MONGODB_ATLAS_PRIVATE_KEY of whoever runs Terraform.
    new MongodbatlasProvider(this, "mongodbatlas");
  }

  /** Project and cluster have the same name: one cluster per project, one project per environment. */
  protected get atlasName(): string {
    return `${this.scope.company}-${this.scope.account.name}`;
  }

  /** Paths to the cluster, roles of pods and the outputs of the layer. */
  protected openRegion(
    props: AtlasRegionProps,
    projectId: string,
    containerId: (region: string) => string,
    cluster: readonly ITerraformDependable[],
  ): void {
    const access = this.access(props, projectId, containerId);
    const connection = new AtlasConnection(this, "connection", {
      projectId,
      clusterName: this.atlasName,
      peering: Object.keys(props.peeredCidrs).length > 0,
      privateLink: props.privateLink,
      requireEndpointHost: props.requireEndpointHost,
      dependsOn: [...cluster, ...access.ready],
    });
    this.publish(atlasContract, {
      srv_host_private: connection.peeringHost,
      srv_host_privatelink: connection.endpointHost,
      cluster_name: this.atlasName,
      project_id: projectId,
      atlas_cidrs: Object.values(props.peeredCidrs),
      pod_role_arns: this.podRoles(props).arns,
    });
  }

  private access(
    props: AtlasRegionProps,
    projectId: string,
    containerId: (region: string) => string,
  ): AtlasRegionAccess {
    const { account, region } = this.scope;
    const network = this.read(networkContract);
    const peered = Object.entries(props.peeredCidrs).map(([name, cidr]) => [
      name,
      { containerId: containerId(name), cidr },
    ]);
    return new AtlasRegionAccess(this, "access", {
      projectId,
      name: `${account.name}-atlas`,
      accountId: account.id,
      region: region.name,
      vpcCidr: props.vpcCidr,
      network: {
        vpcId: network.vpc_id,
        privateRouteTableIds: Object.fromEntries(
          region.zones.map((zone) => [zone, network.private_route_table_ids.at(zone)]),
        ),
        databaseRouteTableId: network.database_route_table_id,
        databaseSubnetIds: region.zones.map((zone) => network.database_subnet_ids.at(zone)),
        dbSecurityGroupId: network.db_sg_id,
        appSecurityGroupId: network.app_sg_id,
      },
      peered: Object.fromEntries(peered),
      privateLink: props.privateLink,
      neighbours: props.neighbours,
    });
  }

  private podRoles({ pods }: AtlasRegionProps): AtlasPodRoles {
    const eks = this.read(eksContract);
    const names: Readonly<Record<Login, string>> = {
      backend: this.regionalName("backend"),
      analytics: this.regionalName("analytics"),
      mongodump: this.regionalName("mongodump"),
    };
    return new AtlasPodRoles(this, "pods", {
      names,
      pods,
      oidcProviderArn: eks.oidc_provider_arn,
      issuerHost: eks.oidc_issuer_host,
      permissionsBoundaryArn: this.boundaryArn,
    });
  }

  private boundary: string | undefined;

  /** Boundary of everything that is not people or Terraform. */
  protected get boundaryArn(): string {
    this.boundary ??= this.read(bootstrapContract).boundary_arns.at("workload");
    return this.boundary;
  }
}
