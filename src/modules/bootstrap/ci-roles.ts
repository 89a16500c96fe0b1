import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import { stateKeyAlias } from "../../lib/naming";
import { policyDocument, type Statement } from "../../lib/policy";
import { TerraformRole } from "./terraform-roles";

export interface CiRolesProps {
  readonly company: string;
  /** Key of the account; the roles are `<account>-ci-plan` and `<account>-ci-deploy`. */
  readonly account: string;
  readonly accountId: string;
  /** Role that the deploying pipeline assumes to apply. */
  readonly deployRoleArn: string;
  /** Policies of a plan, by name. */
  readonly planPolicyArns: Readonly<Record<string, string>>;
  readonly boundaryArn: string;
}

/** What CodeBuild needs to run inside the VPC and to keep its log. */
function statements({
  company,
  account,
  accountId,
  deployRoleArn,
}: CiRolesProps): Readonly<Record<"runner" | "assume" | "state", readonly Statement[]>> {
  return {
    runner: [
      {
        Sid: "Logs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [`arn:aws:logs:*:${accountId}:log-group:/aws/codebuild/${account}-*`],
      },
      {
        Sid: "Interfaces",
        Effect: "Allow",
        Action: ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"],
        Resource: ["network-interface", "subnet", "security-group"].map(
          (kind) => `arn:aws:ec2:*:${accountId}:${kind}/*`,
        ),
      },
      {
        Sid: "InterfacesOfCodeBuild",
        Effect: "Allow",
        Action: ["ec2:CreateNetworkInterfacePermission"],
        Resource: [`arn:aws:ec2:*:${accountId}:network-interface/*`],
        Condition: { StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com" } },
      },
      {
        Sid: "LookAround",
        Effect: "Allow",
        Action: ["DhcpOptions", "NetworkInterfaces", "SecurityGroups", "Subnets", "Vpcs"].map(
          (what) => `ec2:Describe${what}`,
        ),
        Resource: ["*"],
      },
    ],
    state: [
      {
        Sid: "OpenState",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [`arn:aws:kms:*:${accountId}:key/*`],
        Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": stateKeyAlias(company) } },
      },
    ],
    assume: [{ Sid: "Apply", Effect: "Allow", Action: ["sts:AssumeRole"], Resource: [deployRoleArn] }],
  };
}

/** Roles of the pipelines that plan and apply. Planning changes nothing, not even the lock (`-lock=false`); deploying assumes the deploy role of its own account. */
export class CiRoles extends Construct {
  readonly arns: Readonly<Record<"plan" | "deploy", string>>;

  constructor(scope: Construct, id: string, props: CiRolesProps) {
    super(scope, id);
    const { account, accountId, planPolicyArns, boundaryArn } = props;
    const { runner, assume, state } = statements(props);
    const policy = (name: string, statements: readonly Statement[]) =>
      new IamPolicy(this, `${name}-policy`, {
        name: `${account}-ci-${name}`,
        path: "/ci/",
        policy: policyDocument(statements),
      }).arn;
    const runnerArn = policy("runner", runner);
    const trust: Statement = {
      Sid: "CodeBuild",
      Effect: "Allow",
      Principal: { Service: "codebuild.amazonaws.com" },
      Action: ["sts:AssumeRole"],
      Condition: { StringEquals: { "aws:SourceAccount": accountId } },
    };
    const role = (purpose: string, description: string, policyArns: Readonly<Record<string, string>>) =>
      new TerraformRole(this, purpose, {
        name: `${account}-ci-${purpose}`,
        description,
        trust,
        policyArns,
        boundaryArn,
      }).arn;
    this.arns = {
      plan: role("plan", "Plans in CodeBuild", { ...planPolicyArns, state: policy("state", state), runner: runnerArn }),
      deploy: role("deploy", "Applies in CodeBuild", { assume: policy("assume-deploy", assume), runner: runnerArn }),
    };
  }
}
