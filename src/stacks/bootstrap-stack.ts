import { AccessanalyzerAnalyzer } from "@cdktf/provider-aws/lib/accessanalyzer-analyzer";
import { IamServiceLinkedRole } from "@cdktf/provider-aws/lib/iam-service-linked-role";
import type { Construct } from "constructs";
import { bootstrapContract } from "../contracts";
import {
  deployRoleName,
  lockTableName,
  organizationAccessRoleName,
  stateBucketName,
  stateKeyAlias,
} from "../lib/naming";
import { accountRoot, onlyPrincipals } from "../lib/policy";
import { hcpRoleName } from "../lib/terraform-roles";
import { Approvers } from "../modules/bootstrap/approvers";
import { Boundaries, type BoundaryName, boundaryArn } from "../modules/bootstrap/boundaries";
import { BreakGlass } from "../modules/bootstrap/break-glass";
import { CiRoles } from "../modules/bootstrap/ci-roles";
import { ClusterKeys } from "../modules/bootstrap/cluster-keys";
import { HcpRoles } from "../modules/bootstrap/hcp-roles";
import { StateStore } from "../modules/bootstrap/state-store";
import { TerraformPolicies, TerraformRole } from "../modules/bootstrap/terraform-roles";
import { type AttachedModule, attachModules } from "./attached-modules";
import { BaseStack, type StackScope } from "./base-stack";

export interface BootstrapStackProps {
  /** Makes bucket, table and key of the state. False where HCP Terraform keeps it. */
  readonly stateStore: boolean;
  /** Roles for runs of HCP Terraform. @default none */
  readonly hcp?: { readonly organization: string; readonly hostname?: string };
  /** Makes the keys of volumes and clusters, and the roles of pipelines. */
  readonly runsWorkloads: boolean;
  readonly administersOrganization: boolean;
  /** ARN patterns of people's roles that set the account up, beside the role that AWS Organizations made. */
  readonly operators: readonly string[];
  readonly boundaries: readonly BoundaryName[];
  /** Account whose users may break the glass. @default no such role */
  readonly breakGlassFrom?: string;
  /** Pipeline that people approve. @default no approver policy */
  readonly approvedPipeline?: string;
  /** Days after which an unused right is reported. @default not reported */
  readonly unusedAccessDays?: number;
  readonly attachedModules: readonly AttachedModule[];
}

/** What an account needs before anything else: state, keys, roles of Terraform, limits. IAM objects exist in the primary region's stack only. */
export class BootstrapStack extends BaseStack {
  constructor(parent: Construct, scope: StackScope, props: BootstrapStackProps) {
    super(parent, "bootstrap", scope);
    if (props.stateStore) this.addStateStore(props);
    const applyRoleArn = this.isPrimary ? this.addRoles(props) : this.roleArn(this.applyRoleName(props));
    new AccessanalyzerAnalyzer(this, "external-access", {
      analyzerName: `${scope.account.name}-external-access`,
      type: "ACCOUNT",
    });
    const keys = props.runsWorkloads ? this.addClusterKeys(applyRoleArn) : undefined;
    attachModules(this, props.attachedModules, keys === undefined ? {} : { ebsKeyArn: keys.ebsKeyArn });
    const { id, name } = scope.account;
    this.publish(bootstrapContract, {
      ebs_key_arn: keys?.ebsKeyArn ?? "",
      cluster_key_arn: keys?.clusterKeyArn ?? "",
      deploy_role_arn: this.roleArn(deployRoleName(scope.company)),
      ci_role_arns: props.runsWorkloads
        ? { plan: this.roleArn(`${name}-ci-plan`), deploy: this.roleArn(`${name}-ci-deploy`) }
        : {},
      boundary_arns: Object.fromEntries(props.boundaries.map((boundary) => [boundary, boundaryArn(id, boundary)])),
    });
  }

  private get deployers(): readonly string[] {
    return [this.roleArn(deployRoleName(this.scope.company)), this.roleArn(organizationAccessRoleName)];
  }

  private applyRoleName({ hcp }: BootstrapStackProps): string {
    return hcp === undefined ? deployRoleName(this.scope.company) : hcpRoleName(this.scope.account.name, "apply");
  }

  private addStateStore({ operators, runsWorkloads }: BootstrapStackProps): void {
    const { company, account, region } = this.scope;
    new StateStore(this, "state", {
      bucketName: stateBucketName({ company, account: account.name, region: region.name }),
      lockTableName: lockTableName(company),
      keyAlias: stateKeyAlias(company),
      accountId: account.id,
      writers: [...this.deployers, ...operators],
      readers: runsWorkloads ? [this.roleArn(`${account.name}-ci-plan`)] : [],
    });
  }

  private addClusterKeys(applyRoleArn: string): ClusterKeys {
    const { company, account } = this.scope;
    const common = { company, account: account.name, accountId: account.id };
    const autoscaling = { awsServiceName: "autoscaling.amazonaws.com" };
    const grantAfter = this.isPrimary ? [new IamServiceLinkedRole(this, "autoscaling", autoscaling)] : [];
    return new ClusterKeys(this, "keys", { ...common, applyRoleArn, grantAfter });
  }

  /** @returns the ARN of the role that applies */
  private addRoles(props: BootstrapStackProps): string {
    const { company, account, region } = this.scope;
    const { administersOrganization, operators, hcp, runsWorkloads } = props;
    const common = { company, account: account.name, accountId: account.id };
    const boundaries = new Boundaries(this, "boundaries", { ...common, names: props.boundaries });
    const policies = new TerraformPolicies(this, "terraform", { ...common, administersOrganization });
    const pipeline = runsWorkloads ? [this.roleArn(`${account.name}-ci-deploy`)] : [];
    const deploy = new TerraformRole(this, "deploy", {
      name: deployRoleName(company),
      description: "Terraform applies this account's stacks with it",
      policyArns: policies.applyArns,
      trust: {
        Sid: "OwnAccount",
        Effect: "Allow",
        Principal: accountRoot(account.id),
        Action: ["sts:AssumeRole"],
        Condition: onlyPrincipals([this.roleArn(organizationAccessRoleName), ...pipeline, ...operators]),
      },
    });
    if (runsWorkloads) {
      const limits = { planPolicyArns: policies.planArns, boundaryArn: boundaries.arn("workload") };
      new CiRoles(this, "ci", { ...common, ...limits, deployRoleArn: deploy.arn });
    }
    if (props.breakGlassFrom !== undefined) {
      const name = `${account.name}-break-glass`;
      const limit = boundaries.arn("break-glass");
      new BreakGlass(this, "break-glass", { name, managementAccountId: props.breakGlassFrom, boundaryArn: limit });
    }
    if (props.approvedPipeline !== undefined) {
      const name = `${account.name}-approvers`;
      new Approvers(this, "approvers", {
        name,
        pipelineName: props.approvedPipeline,
        region: region.name,
        accountId: account.id,
      });
    }
    if (props.unusedAccessDays !== undefined) this.reportUnusedAccess(props.unusedAccessDays);
    if (hcp === undefined) return deploy.arn;
    const arns = { planPolicyArns: policies.planArns, applyPolicyArns: policies.applyArns };
    return new HcpRoles(this, "hcp", { account: account.name, ...hcp, ...arns }).applyArn;
  }

  private reportUnusedAccess(unusedAccessAge: number): void {
    new AccessanalyzerAnalyzer(this, "unused-access", {
      analyzerName: `${this.scope.account.name}-unused-access`,
      type: "ACCOUNT_UNUSED_ACCESS",
      configuration: { unusedAccess: { unusedAccessAge } },
    });
  }
}
