import { Construct } from "constructs";
import { type AddonName, Addons, earlyAddons, lateAddons } from "./addons";
import type { Cluster } from "./cluster";
import { NodeGroups } from "./node-groups";
import { type DbPool, type GeneralSlice, NodePools } from "./node-pools";
import { ServiceRole } from "./service-role";
import { vpcCniConfiguration } from "./vpc-cni";

/** What an environment decides about its nodes. */
export interface NodePlan {
  /** Kubernetes minor, e.g. `1.35`. */
  readonly version: string;
  /** Release of the AL2023 AMI, e.g. `1.35.7-20260911`. */
  readonly amiRelease: string;
  /** Exact version of each add-on. */
  readonly addonVersions: Readonly<Record<string, string>>;
  readonly slices: readonly GeneralSlice[];
  /** @default no such pool */
  readonly dbPool?: DbPool;
  /** Pods of one general node. */
  readonly maxPods: number;
  /** Prefixes of 16 addresses in reserve on each node. */
  readonly warmPrefixes: number;
  readonly maxUnavailable: number;
  readonly nodeVolumeGib: number;
  /** True when the VPC CNI enforces network policies itself. */
  readonly cniNetworkPolicy: boolean;
}

export interface ComputeProps {
  readonly plan: NodePlan;
  readonly cluster: Cluster;
  readonly region: string;
  /** Start of the names of launch templates, e.g. `company-inc-prod`. */
  readonly name: string;
  /** Turns a purpose, e.g. `eks-node`, into the global name of a role. */
  readonly roleName: (purpose: string) => string;
  readonly permissionsBoundaryArn: string;
  /** Private subnets by zone. */
  readonly nodeSubnetIds: Readonly<Record<string, string>>;
  /** Pod subnets by zone. */
  readonly podSubnetIds: Readonly<Record<string, string>>;
  /** Group of nodes and pods. */
  readonly securityGroupId: string;
  readonly volumeKeyArn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Policies of the node role. Addresses of pods are not among them: the CNI has a role of its own. */
const nodePolicies = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
];

/** Metrics alone: container logs go through a log agent of the platform layer, and would be paid for twice. */
const containerInsights = JSON.stringify({
  agent: { config: { logs: { metrics_collected: { kubernetes: { enhanced_container_insights: true } } } } },
  containerLogs: { enabled: false },
});

/**
 * Nodes and EKS add-ons, in the one order that works: networking first, because pods of a node that joins without it keep
 * addresses of the node subnet; Deployments last, because they stay degraded without nodes.
 */
export class Compute extends Construct {
  readonly nodeRoleArn: string;

  constructor(scope: Construct, id: string, props: ComputeProps) {
    super(scope, id);
    const { plan, cluster } = props;
    const early = this.addons("before-nodes", earlyAddons, props, {
      configuration: { "vpc-cni": this.cniConfiguration(props) },
      after: [],
    });
    const role = new ServiceRole(this, "node-role", {
      name: props.roleName("eks-node"),
      service: "ec2.amazonaws.com",
      permissionsBoundaryArn: props.permissionsBoundaryArn,
      managedPolicies: nodePolicies,
    });
    const pools = new NodePools(this, "pools", {
      ...plan,
      name: props.name,
      subnetIds: props.nodeSubnetIds,
      securityGroupId: props.securityGroupId,
      volumeKeyArn: props.volumeKeyArn,
      volumeGib: plan.nodeVolumeGib,
      tags: props.tags,
    });
    const nodes = new NodeGroups(this, "nodes", {
      clusterName: cluster.resource.name,
      version: plan.version,
      amiRelease: plan.amiRelease,
      nodeRoleArn: role.arn,
      maxUnavailable: plan.maxUnavailable,
      groups: pools.groups,
      after: [...early.resources, ...role.rights],
    });
    this.addons("after-nodes", lateAddons, props, {
      configuration: { "amazon-cloudwatch-observability": containerInsights },
      after: nodes.resources,
    });
    this.nodeRoleArn = role.arn;
  }

  private cniConfiguration({ plan, region, podSubnetIds, securityGroupId }: ComputeProps): string {
    const { warmPrefixes, cniNetworkPolicy } = plan;
    return vpcCniConfiguration({
      region,
      podSubnetIds,
      securityGroupId,
      warmPrefixes,
      networkPolicy: cniNetworkPolicy,
    });
  }

  private addons(
    id: string,
    names: readonly AddonName[],
    { plan, cluster, roleName, permissionsBoundaryArn, volumeKeyArn }: ComputeProps,
    phase: { configuration: Partial<Record<AddonName, string>>; after: NodeGroups["resources"] },
  ): Addons {
    return new Addons(this, id, {
      clusterName: cluster.resource.name,
      names,
      versions: plan.addonVersions,
      oidcProviderArn: cluster.oidcProviderArn,
      issuerHost: cluster.issuerHost,
      permissionsBoundaryArn,
      roleName,
      ebsKeyArn: volumeKeyArn,
      ...phase,
    });
  }
}
