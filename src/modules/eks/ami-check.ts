import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { Construct } from "constructs";
import type { Statement } from "../../lib/policy";
import { FunctionPackage } from "../function-package";
import { ServiceRole } from "./service-role";

/** Source of the function, from the root of the repository. */
const source = "functions/ami-release-check/src";

/** Public parameter with the newest AL2023 release of a minor (EKS user guide, "Retrieve recommended AMI IDs"). */
const releaseParameter = (version: string) =>
  `/aws/service/eks/optimized-ami/${version}/amazon-linux-2023/x86_64/standard/recommended/release_version`;

export interface AmiReleaseCheckProps {
  /** Name of function and schedule, e.g. `prod-eks-ami-release-check`. */
  readonly name: string;
  /** Turns a purpose into the global name of a role. */
  readonly roleName: (purpose: string) => string;
  readonly permissionsBoundaryArn: string;
  readonly region: string;
  readonly accountId: string;
  readonly clusterName: string;
  /** Kubernetes minor of the cluster. */
  readonly version: string;
  /** Topic that hears about node groups behind the newest release. */
  readonly topicArn: string;
  /** Key that encrypts the topic. */
  readonly topicKeyArn: string;
  readonly logsKeyArn: string;
  readonly logRetentionDays: number;
}

function rights(props: AmiReleaseCheckProps, logGroupArn: string): readonly Statement[] {
  const allow = (Sid: string, Action: readonly string[], Resource: readonly string[]): Statement => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource,
  });
  const eks = `arn:aws:eks:${props.region}:${props.accountId}`;
  return [
    allow("ListGroups", ["eks:ListNodegroups"], [`${eks}:cluster/${props.clusterName}`]),
    allow("ReadGroups", ["eks:DescribeNodegroup"], [`${eks}:nodegroup/${props.clusterName}/*`]),
    allow(
      "ReadRelease",
      ["ssm:GetParameter"],
      [`arn:aws:ssm:${props.region}::parameter${releaseParameter(props.version)}`],
    ),
    allow("Tell", ["sns:Publish"], [props.topicArn]),
    allow("UseTopicKey", ["kms:Decrypt", "kms:GenerateDataKey"], [props.topicKeyArn]),
    // They have no resource type: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
    allow("Trace", ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], ["*"]),
    allow("Log", ["logs:CreateLogStream", "logs:PutLogEvents"], [`${logGroupArn}:*`]),
  ];
}

/** Tells once a week which node groups run behind the newest AMI release; patches themselves enter by configuration. */
export class AmiReleaseCheck extends Construct {
  constructor(scope: Construct, id: string, props: AmiReleaseCheckProps) {
    super(scope, id);
    const logs = new CloudwatchLogGroup(this, "logs", {
      name: `/aws/lambda/${props.name}`,
      retentionInDays: props.logRetentionDays,
      kmsKeyId: props.logsKeyArn,
    });
    const lambda = this.lambda(props, logs);
    const role = new ServiceRole(this, "schedule-role", {
      name: props.roleName("ami-check-schedule"),
      service: "scheduler.amazonaws.com",
      sourceAccount: props.accountId,
      permissionsBoundaryArn: props.permissionsBoundaryArn,
      statements: [{ Sid: "Invoke", Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: [lambda.arn] }],
    });
    new SchedulerSchedule(this, "schedule", {
      name: props.name,
      scheduleExpression: "rate(7 days)",
      flexibleTimeWindow: { mode: "OFF" },
      target: { arn: lambda.arn, roleArn: role.arn },
    });
  }

  private lambda(props: AmiReleaseCheckProps, logs: CloudwatchLogGroup): LambdaFunction {
    const role = new ServiceRole(this, "role", {
      name: props.roleName("ami-check"),
      service: "lambda.amazonaws.com",
      permissionsBoundaryArn: props.permissionsBoundaryArn,
      statements: rights(props, logs.arn),
    });
    const code = new FunctionPackage(this, "code", source);
    return new LambdaFunction(this, "function", {
      functionName: props.name,
      role: role.arn,
      runtime: "python3.12",
      handler: "ami_release_check.handler",
      filename: code.path,
      sourceCodeHash: code.hash,
      timeout: 60,
      tracingConfig: { mode: "Active" },
      // A check that fails after its retries is told where its findings would have been.
      deadLetterConfig: { targetArn: props.topicArn },
      memorySize: 128,
      loggingConfig: { logFormat: "JSON", logGroup: logs.name },
      environment: {
        variables: {
          CLUSTER_NAME: props.clusterName,
          RELEASE_PARAMETER: releaseParameter(props.version),
          TOPIC_ARN: props.topicArn,
        },
      },
      dependsOn: [...role.rights],
    });
  }
}
