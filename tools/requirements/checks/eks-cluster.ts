import type { Checks, Judged } from "../check";
import { type Block, count, ensure, forEach, judgedConfig, type StackView, same, sameSet, stack, views } from "../lens";
import { addon, attachedTo, clusters, hasDbPool, nameOf, nodeGroups, policyName, waits } from "./eks-lens";
import { targets, tierOf, zonesOf } from "./places";

export const nodePolicies = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
];

export function carries(role: Block, policies: readonly string[]): readonly Judged[] {
  const attached = attachedTo(role);
  sameSet(attached.map(policyName), policies, `managed policies of ${role}`);
  return attached.flatMap((block) => block.judged("policy_arn", "role"));
}

function cluster(view: StackView): readonly Judged[] {
  const found = view.one("aws_eks_cluster");
  const subnets = targets(found, "vpc_config.subnet_ids");
  same(
    subnets.map((subnet) => [tierOf(subnet), subnet.at("availability_zone")]).sort(),
    zonesOf(view).map((zone) => ["private", zone]),
    `subnets of ${found}`,
  );
  for (const type of ["aws_autoscaling_group", "aws_eks_fargate_profile"])
    count(view.all(type), 0, `${type} in ${view.id}`);
  count(found.blocks("compute_config"), 0, `auto mode of ${found}`);
  const node = nodeGroups(view).map((group) => group.to("node_role_arn"));
  const [role] = node;
  ensure(
    role !== undefined && new Set(node.map(({ address }) => address)).size === 1,
    `the node groups of ${view.id} share no role`,
  );
  const suffix = view.isPrimary ? "use1" : "usw2";
  return [
    ...found.has({
      name: `company-inc-${view.account}-${view.region}`,
      "vpc_config.endpoint_private_access": true,
      "kubernetes_network_config.service_ipv4_cidr": "172.20.0.0/16",
      "kubernetes_network_config.ip_family": "ipv4",
      bootstrap_self_managed_addons: false,
      "zonal_shift_config.enabled": true,
      "tags.Environment": { dev: "development", staging: "staging", prod: "production" }[view.account],
    }),
    ...found.judged("vpc_config.subnet_ids", "role_arn"),
    ...found.to("role_arn").has({ name: `${view.account}-eks-cluster-${suffix}` }),
    ...role.has({ name: `${view.account}-eks-node-${suffix}` }),
    ...carries(found.to("role_arn"), ["AmazonEKSClusterPolicy"]),
    ...carries(role, nodePolicies),
  ];
}

/** What stands before nodes, and what comes after them. */
const early = ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"];
const late = ["coredns", "aws-ebs-csi-driver", "metrics-server", "amazon-cloudwatch-observability"];

function addons(view: StackView): readonly Judged[] {
  const found = view.all("aws_eks_addon");
  sameSet(
    found.map((block) => block.at("addon_name")),
    [...early, ...late],
    `add-ons of ${view.id}`,
  );
  const nodes = nodeGroups(view);
  const order = [
    ...nodes.flatMap((group) => early.flatMap((name) => waits(group, addon(view, name).address))),
    ...late.flatMap((name) => nodes.flatMap((group) => waits(addon(view, name), group.address))),
  ];
  const cni = addon(view, "vpc-cni").to("service_account_role_arn");
  const versions = view.evidence.config.workloads[view.account]?.eks.addonVersions ?? {};
  return [
    ...found.flatMap((block) => {
      const name = block.at<string>("addon_name");
      ensure(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(block.at("addon_version")), `${block} has no pinned version`);
      return [
        ...block.has({
          addon_version: versions[name],
          resolve_conflicts_on_create: "OVERWRITE",
          resolve_conflicts_on_update: "OVERWRITE",
        }),
        ...block.judged("addon_name"),
      ];
    }),
    ...order,
    ...carries(cni, ["AmazonEKS_CNI_Policy"]),
  ];
}

function release(version: string): number {
  const [, minor] = /^1\.(\d+)$/.exec(version) ?? [];
  ensure(minor !== undefined, `${version} is no Kubernetes minor`);
  return Number(minor);
}

export const eksCluster: Checks = {
  "EKS-01": forEach(clusters, (view) => {
    count(nodeGroups(view), hasDbPool(view) ? 8 : 5, `node groups of ${view.id}`);
    return [
      ...cluster(view),
      ...nodeGroups(view).flatMap((group) => {
        same(group.to("cluster_name").type, "aws_eks_cluster", `cluster of ${group}`);
        return group.judged("cluster_name");
      }),
    ];
  }),

  "EKS-02": (evidence) => {
    const { workloads, kubernetesReleases, asOf } = evidence.config;
    const version = (account: string) => workloads[account]?.eks.version ?? "";
    same(version("prod"), version("staging"), "versions of prod and staging");
    return clusters(evidence).flatMap((view) => {
      const chosen = version(view.account);
      ensure(release(chosen) >= 28, `${view.account} runs ${chosen}`);
      const support = kubernetesReleases[chosen];
      ensure(support !== undefined, `${chosen} is not in the support table`);
      ensure(
        support.standardSupportEnds >= asOf,
        `standard support of ${chosen} ended on ${support.standardSupportEnds}`,
      );
      ensure(
        support.source.startsWith("https://docs.aws.amazon.com/") && support.readOn <= asOf,
        `the dates of ${chosen} have no source`,
      );
      return [
        ...view.one("aws_eks_cluster").has({ version: chosen, "upgrade_policy.support_type": "STANDARD" }),
        judgedConfig(`workloads.${view.account}.eks`, "version"),
        judgedConfig("kubernetesReleases", `["${chosen}"].source`),
      ];
    });
  },

  "EKS-04": forEach(clusters, addons),

  "EKS-06": (evidence) => {
    const [primary, secondary] = [stack(evidence, "prod-eks"), stack(evidence, "prod-eks-usw2")];
    const plan = (view: StackView) =>
      nodeGroups(view).map((group) => [
        nameOf(group),
        ...["instance_types", "scaling_config", "capacity_type", "version", "release_version"].map((path) =>
          group.at(path),
        ),
      ]);
    const versions = (view: StackView) =>
      view.all("aws_eks_addon").map((block) => [block.at("addon_name"), block.at("addon_version")]);
    sameSet(plan(secondary), plan(primary), "node plans of prod's regions");
    sameSet(versions(secondary), versions(primary), "add-ons of prod's regions");
    for (const account of ["dev", "staging"])
      count(
        views(evidence, { account }).filter(({ isPrimary }) => !isPrimary),
        0,
        `stacks of ${account} in a second region`,
      );
    return [primary, secondary]
      .flatMap((view) => [
        ...view.one("aws_eks_cluster").has({
          name: `company-inc-prod-${view.region}`,
          version: stack(evidence, "prod-eks").one("aws_eks_cluster").at("version"),
        }),
        ...nodeGroups(view).flatMap((group) => group.judged("scaling_config", "instance_types")),
        ...view.all("aws_eks_addon").flatMap((block) => block.judged("addon_version")),
      ])
      .filter(({ attribute, stack: id }) => attribute !== "version" || id === "prod-eks-usw2");
  },
};
