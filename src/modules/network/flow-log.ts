import { FlowLog as AwsFlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";

export interface FlowLogProps {
  /** Name tag of the VPC, e.g. `acme-prod`. */
  readonly name: string;
  readonly vpcId: string;
  /** CloudWatch log group that receives the records; made before, with retention and key. */
  readonly logGroupArn: string;
  /** Name of the delivery role, unique in the account. */
  readonly roleName: string;
  /** Twelve digits; only flow logs of this account may use the role. */
  readonly accountId: string;
  readonly permissionsBoundaryArn: string;
}

const trust = (accountId: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
    ],
  });

const delivery = (logGroupArn: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        Resource: [logGroupArn, `${logGroupArn}:*`],
      },
      // Asks for no single group, so it cannot be narrowed.
      { Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
    ],
  });

/** Records of all traffic of a VPC, refused or not, each minute. */
export class FlowLog extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogProps) {
    super(scope, id);
    const { name, vpcId, logGroupArn, roleName, accountId, permissionsBoundaryArn } = props;
    const role = new IamRole(this, "role", {
      name: roleName,
      assumeRolePolicy: trust(accountId),
      permissionsBoundary: permissionsBoundaryArn,
    });
    const policy = new IamRolePolicy(this, "delivery", {
      name: "delivery",
      role: role.name,
      policy: delivery(logGroupArn),
    });
    new AwsFlowLog(this, "Resource", {
      vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: logGroupArn,
      maxAggregationInterval: 60,
      iamRoleArn: role.arn,
      tags: { Name: name },
      dependsOn: [policy],
    });
  }
}
