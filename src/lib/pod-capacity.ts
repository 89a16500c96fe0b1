/** What a type of instance offers to the VPC CNI. */
export interface InterfaceLimits {
  /** Network interfaces that an instance can carry, the primary one included. */
  readonly interfaces: number;
  /** IPv4 addresses of one interface, its own included. */
  readonly addressesPerInterface: number;
}

/** Addresses of one delegated prefix, a /28. */
const prefixSize = 16;

/** Pods on the host network, which need no address: kube-proxy and the CNI itself. */
const hostNetworkPods = 2;

/** EKS advises no more than this on instances below 30 vCPU (EKS best practices, "Prefix mode for Linux"). */
const advisedMaximum = 110;

export interface CniMode {
  /** Custom networking leaves the primary interface without pods. */
  readonly customNetworking: boolean;
  readonly prefixDelegation: boolean;
}

/** Most pods that a node of this type can give an address to. */
export function podsPerNode(limits: InterfaceLimits, mode: CniMode): number {
  const interfaces = limits.interfaces - (mode.customNetworking ? 1 : 0);
  const slots = interfaces * (limits.addressesPerInterface - 1);
  const pods = slots * (mode.prefixDelegation ? prefixSize : 1) + hostNetworkPods;
  return mode.prefixDelegation ? Math.min(pods, advisedMaximum) : pods;
}

/**
 * Most addresses that a full node holds in its pod subnet with prefix delegation: the prefixes of its pods, the warm
 * ones, and one more /28 for the primary addresses of its interfaces and the fragments around them.
 */
export function addressesPerNode(maxPods: number, warmPrefixes: number): number {
  return (Math.ceil(maxPods / prefixSize) + warmPrefixes + 1) * prefixSize;
}

/** Nodes that a managed group adds while it is updated (EKS user guide, "Managed node group update behaviour"). */
export const updateSurge = (zones: number, maxUnavailable: number): number => Math.max(2 * zones, maxUnavailable);

export interface ZoneLoad {
  /** Most nodes of all groups together. */
  readonly maxNodes: number;
  /** Nodes that updates add on top. */
  readonly surge: number;
  readonly zones: number;
}

/** Most nodes of one zone when all of `zones` are up. */
export const nodesPerZone = ({ maxNodes, zones }: ZoneLoad): number => Math.ceil(maxNodes / zones);

/** Most nodes of one zone when the nodes of a lost one are spread over the others. */
export const nodesPerZoneAfterLoss = ({ maxNodes, zones }: ZoneLoad): number =>
  Math.ceil(maxNodes / Math.max(zones - 1, 1));

/** Update surge that falls on one zone after the loss of another, the worst case. */
export const surgePerZone = ({ surge, zones }: ZoneLoad): number => Math.ceil(surge / Math.max(zones - 1, 1));
