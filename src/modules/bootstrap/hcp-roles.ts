import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import type { Statement } from "../../lib/policy";
import { hcpRoleName } from "../../lib/terraform-roles";
import { TerraformRole } from "./terraform-roles";

export interface HcpRolesProps {
  /** Key of the account: project, workspace prefix and part of the role names. */
  readonly account: string;
  /** Organization in HCP Terraform. */
  readonly organization: string;
  /** Host of HCP Terraform. @default app.terraform.io */
  readonly hostname?: string;
  readonly planPolicyArns: Readonly<Record<string, string>>;
  readonly applyPolicyArns: Readonly<Record<string, string>>;
}

/** What HCP Terraform presents as the audience unless a workspace says otherwise. */
const audience = "aws.workload.identity";

/** Runs of HCP Terraform log in by OIDC: one role to plan, one to apply, each for the workspaces of this account alone. */
export class HcpRoles extends Construct {
  readonly applyArn: string;

  constructor(scope: Construct, id: string, props: HcpRolesProps) {
    super(scope, id);
    const { account, organization, hostname = "app.terraform.io" } = props;
    const provider = new IamOpenidConnectProvider(this, "provider", {
      url: `https://${hostname}`,
      clientIdList: [audience],
    });
    const trust = (phase: string): Statement => ({
      Sid: "RunPhase",
      Effect: "Allow",
      Principal: { Federated: provider.arn },
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Condition: {
        StringEquals: { [`${hostname}:aud`]: audience },
        StringLike: {
          [`${hostname}:sub`]: `organization:${organization}:project:${account}:workspace:${account}-*:run_phase:${phase}`,
        },
      },
    });
    const role = (phase: "plan" | "apply", policyArns: Readonly<Record<string, string>>) => {
      const description = `HCP Terraform, ${phase} phase`;
      const name = hcpRoleName(account, phase);
      return new TerraformRole(this, phase, { name, description, trust: trust(phase), policyArns }).arn;
    };
    role("plan", props.planPolicyArns);
    this.applyArn = role("apply", props.applyPolicyArns);
  }
}
