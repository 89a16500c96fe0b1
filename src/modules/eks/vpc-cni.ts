export interface VpcCniSettings {
  readonly region: string;
  /** Pod subnet of each zone. */
  readonly podSubnetIds: Readonly<Record<string, string>>;
  /** Group of the pods' interfaces: the same as the nodes'. */
  readonly securityGroupId: string;
  /** Prefixes kept in reserve on each node. */
  readonly warmPrefixes: number;
  /** True when the CNI enforces network policies itself, false when another engine does. */
  readonly networkPolicy: boolean;
}

/** `configuration_values` of the vpc-cni add-on; its schema takes every value of `env` as text. */
export function vpcCniConfiguration(settings: VpcCniSettings): string {
  const { region, podSubnetIds, securityGroupId, warmPrefixes, networkPolicy } = settings;
  const subnets = Object.entries(podSubnetIds).map(([zone, id]) => [zone, { id, securityGroups: [securityGroupId] }]);
  return JSON.stringify({
    enableNetworkPolicy: String(networkPolicy),
    env: {
      AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "true",
      ENI_CONFIG_LABEL_DEF: "topology.kubernetes.io/zone",
      ENABLE_PREFIX_DELEGATION: "true",
      WARM_PREFIX_TARGET: String(warmPrefixes),
      // Peers know only the VPC's primary range, so pods leave it with their node's address.
      AWS_VPC_K8S_CNI_EXTERNALSNAT: "false",
      ANNOTATE_POD_IP: "true",
    },
    eniConfig: { create: true, region, subnets: Object.fromEntries(subnets) },
  });
}
