import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CodebuildProject } from "@cdktf/provider-aws/lib/codebuild-project";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { policyDocument, type Statement } from "../../lib/policy";

/** What an environment decides about its runner. */
export interface RunnerPlan {
  /** CodeBuild image with the AWS CLI. */
  readonly image: string;
  readonly computeType: string;
  /** Exact version, e.g. `1.11.4`. */
  readonly terraformVersion: string;
}

export interface RunnerProps extends RunnerPlan {
  /** Name of the project, e.g. `prod-runner`. */
  readonly name: string;
  /** Role of the deploying pipeline: CodeBuild runs with it, and it may assume the role that applies. */
  readonly serviceRoleArn: string;
  /** Name of the inline policy that lets that role read stacks; one per region. */
  readonly policyName: string;
  readonly vpcId: string;
  /** Private subnets of the cluster. */
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  /** Bucket that the pipeline puts synthesized stacks into, and its key. */
  readonly artifactBucket: string;
  readonly artifactKeyArn: string;
  /** Log group of the project. @default the runner makes `/aws/codebuild/<name>` itself */
  readonly logGroupName?: string;
  readonly logsKeyArn: string;
  readonly logRetentionDays: number;
}

/**
 * STACK and COMMAND arrive as variables of the build; the archive of synthesized stacks is the source. No braces around
 * shell variables: Terraform would take them for its own.
 */
function buildspec(terraformVersion: string): string {
  const releases = `https://releases.hashicorp.com/terraform/${terraformVersion}`;
  const archive = `terraform_${terraformVersion}_linux_amd64.zip`;
  return JSON.stringify({
    version: 0.2,
    env: { shell: "bash", variables: { CHECKPOINT_DISABLE: "1" } },
    phases: {
      install: {
        commands: [
          "set -euo pipefail",
          `curl -fsSLO ${releases}/${archive}`,
          `curl -fsSL ${releases}/terraform_${terraformVersion}_SHA256SUMS | grep ${archive} | sha256sum --check`,
          `unzip -q ${archive} -d /usr/local/bin`,
        ],
      },
      build: {
        commands: [
          "set -euo pipefail",
          'test "$COMMAND" = plan || test "$COMMAND" = apply',
          'cd "stacks/$STACK"',
          "terraform init -input=false",
          'if test "$COMMAND" = plan; then terraform plan -input=false; else terraform apply -input=false -auto-approve; fi',
        ],
      },
    },
  });
}

function readStacks(bucket: string, keyArn: string): readonly Statement[] {
  const arn = `arn:aws:s3:::${bucket}`;
  return [
    {
      Sid: "ReadStacks",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      Resource: [`${arn}/runner/*`],
    },
    { Sid: "FindBucket", Effect: "Allow", Action: ["s3:GetBucketLocation"], Resource: [arn] },
    { Sid: "OpenStacks", Effect: "Allow", Action: ["kms:Decrypt"], Resource: [keyArn] },
  ];
}

/** Plans and applies from inside the VPC, for stacks that talk to the private API. */
export class Runner extends Construct {
  constructor(scope: Construct, id: string, props: RunnerProps) {
    super(scope, id);
    const rights = new IamRolePolicy(this, "policy", {
      name: props.policyName,
      role: Fn.element(Fn.split("/", props.serviceRoleArn), 1),
      policy: policyDocument(readStacks(props.artifactBucket, props.artifactKeyArn)),
    });
    new CodebuildProject(this, "Resource", {
      name: props.name,
      description: "Terraform for stacks that need the private Kubernetes API",
      serviceRole: props.serviceRoleArn,
      buildTimeout: 60,
      concurrentBuildLimit: 1,
      artifacts: { type: "NO_ARTIFACTS" },
      source: {
        type: "S3",
        location: `${props.artifactBucket}/runner/stacks.zip`,
        buildspec: buildspec(props.terraformVersion),
      },
      environment: { type: "LINUX_CONTAINER", image: props.image, computeType: props.computeType },
      vpcConfig: { vpcId: props.vpcId, subnets: [...props.subnetIds], securityGroupIds: [props.securityGroupId] },
      logsConfig: { cloudwatchLogs: { groupName: this.logGroup(props), status: "ENABLED" } },
      dependsOn: [rights],
    });
  }

  private logGroup({ name, logGroupName, logsKeyArn, logRetentionDays }: RunnerProps): string {
    if (logGroupName !== undefined) return logGroupName;
    return new CloudwatchLogGroup(this, "logs", {
      name: `/aws/codebuild/${name}`,
      retentionInDays: logRetentionDays,
      kmsKeyId: logsKeyArn,
    }).name;
  }
}
