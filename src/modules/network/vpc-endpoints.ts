import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import { endpointServices } from "../../lib/endpoint-services";
import { dynamoDbPolicy, interfacePolicy, s3Policy } from "./endpoint-policies";

export interface VpcEndpointsProps {
  /** Start of the Name tags, e.g. `acme-prod`. */
  readonly name: string;
  /** AWS name, e.g. `us-east-1`. */
  readonly region: string;
  readonly vpcId: string;
  /** Id of the AWS organization whose principals may use the endpoints, e.g. `o-abc1234567`. */
  readonly organizationId: string;
  /** Services with an interface endpoint, e.g. `ecr.api`. */
  readonly services: readonly string[];
  /** Subnets of the interface endpoints, one per zone. */
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  /** Route tables that reach S3 and DynamoDB by the gateways; the database table is never one of them. */
  readonly routeTableIds: readonly string[];
}

/** Ways to AWS services that do not leave the network: gateways for S3 and DynamoDB, interfaces for the rest. */
export class VpcEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: VpcEndpointsProps) {
    super(scope, id);
    const { region, organizationId } = props;
    this.addGateway(props, "s3", s3Policy(region, organizationId));
    this.addGateway(props, "dynamodb", dynamoDbPolicy(organizationId));
    for (const service of props.services) this.addInterface(props, service);
  }

  private addGateway({ name, region, vpcId, routeTableIds }: VpcEndpointsProps, service: string, policy: string): void {
    new VpcEndpoint(this, service, {
      vpcId,
      serviceName: `com.amazonaws.${region}.${service}`,
      vpcEndpointType: "Gateway",
      routeTableIds: [...routeTableIds],
      policy,
      tags: { Name: `${name}-${service}` },
    });
  }

  private addInterface(props: VpcEndpointsProps, service: string): void {
    const { name, region, vpcId, subnetIds, securityGroupId, organizationId } = props;
    const known = endpointServices[service];
    if (known === undefined) throw new Error(`"${service}" is not a service with a known interface endpoint`);
    new VpcEndpoint(this, service, {
      vpcId,
      serviceName: `com.amazonaws.${region}.${service}`,
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: [...subnetIds],
      securityGroupIds: [securityGroupId],
      ...(known.policy ? { policy: interfacePolicy(service, organizationId) } : {}),
      tags: { Name: `${name}-${service}` },
    });
  }
}
