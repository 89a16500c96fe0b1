import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { PrivatelinkEndpoint } from "@cdktf/provider-mongodbatlas/lib/privatelink-endpoint";
import { PrivatelinkEndpointService } from "@cdktf/provider-mongodbatlas/lib/privatelink-endpoint-service";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { atlasRegion } from "../../lib/regions";

/**
 * Atlas gives each mongod behind the endpoint a high port of its own:
 * https://www.mongodb.com/docs/atlas/troubleshoot-private-endpoints/
 */
export const endpointPorts = { fromPort: 1024, toPort: 65535, ipProtocol: "tcp" } as const;

export interface AtlasPrivateLinkProps {
  readonly projectId: string;
  /** Name tag of the endpoint, e.g. `prod-atlas`. */
  readonly name: string;
  /** AWS region of the VPC and of the node that the endpoint leads to. */
  readonly region: string;
  readonly vpcId: string;
  /** Database subnets; they need no route for it. */
  readonly subnetIds: readonly string[];
  readonly dbSecurityGroupId: string;
  /** Group of nodes and pods. @default nobody in this VPC uses the endpoint, as in the tie-breaker's stub */
  readonly appSecurityGroupId?: string;
}

/** The endpoint of one region with a node, in the database subnets behind the database group. */
export class AtlasPrivateLink extends Construct {
  /** What has to stand before Atlas hands out the endpoint host. */
  readonly established: ITerraformDependable;

  constructor(scope: Construct, id: string, props: AtlasPrivateLinkProps) {
    super(scope, id);
    const { projectId, dbSecurityGroupId, appSecurityGroupId } = props;
    const service = new PrivatelinkEndpoint(this, "Resource", {
      projectId,
      providerName: "AWS",
      region: atlasRegion(props.region),
      timeouts: { create: "30m" },
    });
    const endpoint = new VpcEndpoint(this, "endpoint", {
      vpcId: props.vpcId,
      vpcEndpointType: "Interface",
      serviceName: service.endpointServiceName,
      subnetIds: [...props.subnetIds],
      securityGroupIds: [dbSecurityGroupId],
      // The names belong to Atlas, which resolves them to this endpoint.
      privateDnsEnabled: false,
      tags: { Name: props.name },
    });
    this.established = new PrivatelinkEndpointService(this, "service", {
      projectId,
      providerName: "AWS",
      privateLinkId: service.privateLinkId,
      endpointServiceId: endpoint.id,
    });
    if (appSecurityGroupId !== undefined) this.admit(appSecurityGroupId, dbSecurityGroupId);
  }

  private admit(app: string, database: string): void {
    new VpcSecurityGroupIngressRule(this, "ingress", {
      securityGroupId: database,
      referencedSecurityGroupId: app,
      description: "Atlas PrivateLink: application to the endpoint",
      ...endpointPorts,
    });
    new VpcSecurityGroupEgressRule(this, "egress", {
      securityGroupId: app,
      referencedSecurityGroupId: database,
      description: "Atlas PrivateLink: application to the endpoint",
      ...endpointPorts,
    });
  }
}
