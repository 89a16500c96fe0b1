import type { Construct } from "constructs";
import { bootstrapContract, eksContract, foundationContract, type MapReader, networkContract } from "../contracts";
import { ClusterAccess, type PersonAccess } from "../modules/eks/access";
import { AmiReleaseCheck } from "../modules/eks/ami-check";
import { Cluster } from "../modules/eks/cluster";
import { Compute, type NodePlan } from "../modules/eks/compute";
import { ComputeQuotas, type ComputeQuotasProps } from "../modules/eks/quotas";
import { Runner, type RunnerPlan } from "../modules/eks/runner";
import { ClusterRules, type PortNeed } from "../modules/eks/security-rules";
import { BaseStack, type StackScope } from "./base-stack";

export interface EksStackProps extends NodePlan {
  readonly logRetentionDays: number;
  /** Ranges that reach the API over the internet. Empty: the API is private. */
  readonly publicAccessCidrs: readonly string[];
  readonly servicesCidr: string;
  /** What the control plane calls on nodes and pods, by consumer. */
  readonly controlPlanePorts: readonly PortNeed[];
  /** What nodes and pods call on one another, by consumer. */
  readonly peerPorts: readonly PortNeed[];
  readonly quotas: ComputeQuotasProps;
  readonly appNamespaces: readonly string[];
  /** Rights by permission set. */
  readonly people: Readonly<Record<string, PersonAccess>>;
  /** Role of bootstrap that is cluster admin in an emergency. @default none */
  readonly breakGlassRole?: string;
  /** The foundation layer may make its log group. @default no runner in the VPC */
  readonly runner?: RunnerPlan & { readonly logsInFoundation: boolean };
  /** Deletion protection of the cluster. */
  readonly protected: boolean;
}

/** The cluster of one account and region: control plane, nodes, EKS add-ons, and what needs the cluster's own group. */
export class EksStack extends BaseStack {
  private readonly bootstrap = this.read(bootstrapContract);
  private readonly foundation = this.read(foundationContract);
  private readonly network = this.read(networkContract);
  private readonly props: EksStackProps;

  constructor(parent: Construct, scope: StackScope, props: EksStackProps) {
    super(parent, "eks", scope);
    this.props = props;
    const cluster = this.cluster();
    const { nodeRoleArn } = this.compute(cluster);
    this.rulesAndRights(cluster);
    this.operations();
    this.publish(eksContract, {
      cluster_name: cluster.resource.name,
      cluster_arn: cluster.resource.arn,
      endpoint: cluster.resource.endpoint,
      ca: cluster.resource.certificateAuthority.get(0).data,
      oidc_provider_arn: cluster.oidcProviderArn,
      oidc_issuer_host: cluster.issuerHost,
      cluster_security_group_id: cluster.securityGroupId,
      node_role_arn: nodeRoleArn,
    });
  }

  /** What roles and logs of this layer share. */
  private get common() {
    return {
      permissionsBoundaryArn: this.bootstrap.boundary_arns.at("workload"),
      region: this.scope.region.name,
      accountId: this.scope.account.id,
      logsKeyArn: this.foundation.logs_key_arn,
      logRetentionDays: this.props.logRetentionDays,
      roleName: (purpose: string) => this.regionalName(purpose),
    };
  }

  private get clusterName(): string {
    const { company, account, region } = this.scope;
    return `${company}-${account.name}-${region.name}`;
  }

  private byZone(ids: MapReader): Record<string, string> {
    return Object.fromEntries(this.scope.region.zones.map((zone) => [zone, ids.at(zone)]));
  }

  private cluster(): Cluster {
    return new Cluster(this, "cluster", {
      ...this.common,
      ...this.props,
      name: this.clusterName,
      roleName: this.regionalName("eks-cluster"),
      subnetIds: Object.values(this.byZone(this.network.private_subnet_ids)),
      secretsKeyArn: this.bootstrap.cluster_key_arn,
      logGroupName: this.foundation.log_group_names.at("cluster"),
      environment: this.scope.tags.Environment,
    });
  }

  private compute(cluster: Cluster): Compute {
    const { company, account, tags } = this.scope;
    return new Compute(this, "compute", {
      ...this.common,
      plan: this.props,
      cluster,
      name: `${company}-${account.name}`,
      nodeSubnetIds: this.byZone(this.network.private_subnet_ids),
      podSubnetIds: this.byZone(this.network.pod_subnet_ids),
      securityGroupId: this.network.app_sg_id,
      volumeKeyArn: this.bootstrap.ebs_key_arn,
      tags: { ...tags, Component: this.layer },
    });
  }

  private rulesAndRights(cluster: Cluster, role = this.props.breakGlassRole): void {
    new ClusterRules(this, "rules", {
      ...this.props,
      clusterSecurityGroupId: cluster.securityGroupId,
      appSecurityGroupId: this.network.app_sg_id,
      ciSecurityGroupId: this.network.ci_sg_id,
    });
    new ClusterAccess(this, "access", {
      ...this.props,
      clusterName: cluster.resource.name,
      deployRoleArn: this.bootstrap.deploy_role_arn,
      ciRoleArn: this.bootstrap.ci_role_arns.at("deploy"),
      ...(role === undefined ? {} : { breakGlassRoleArn: this.roleArn(role) }),
    });
  }

  private operations(): void {
    const { quotas, runner, version } = this.props;
    const { name: env } = this.scope.account;
    new ComputeQuotas(this, "quotas", quotas);
    new AmiReleaseCheck(this, "ami-release-check", {
      ...this.common,
      name: `${env}-eks-ami-release-check`,
      clusterName: this.clusterName,
      version,
      topicArn: this.foundation.topic_arns.at("warning"),
      topicKeyArn: this.foundation.alerts_key_arn,
    });
    if (runner === undefined) return;
    new Runner(this, "runner", {
      ...{ ...this.common, ...runner },
      name: `${env}-runner`,
      serviceRoleArn: this.bootstrap.ci_role_arns.at("deploy"),
      policyName: this.regionalName("runner"),
      vpcId: this.network.vpc_id,
      subnetIds: Object.values(this.byZone(this.network.private_subnet_ids)),
      securityGroupId: this.network.ci_sg_id,
      artifactBucket: this.foundation.artifact_bucket,
      artifactKeyArn: this.foundation.artifact_key_arn,
      ...(runner.logsInFoundation ? { logGroupName: this.foundation.log_group_names.at("build-runner") } : {}),
    });
  }
}
