import type { InterfaceLimits } from "../../lib/pod-capacity";

export interface InstanceType extends InterfaceLimits {
  readonly vcpus: number;
  readonly memoryGib: number;
}

const type = (vcpus: number, memoryGib: number, interfaces: number, addressesPerInterface: number): InstanceType => ({
  vcpus,
  memoryGib,
  interfaces,
  addressesPerInterface,
});

/** Sizes that m5, m5a, m6i, m6a and m7i share. */
const general = (family: string): Readonly<Record<string, InstanceType>> => ({
  [`${family}.large`]: type(2, 8, 3, 10),
  [`${family}.xlarge`]: type(4, 16, 4, 15),
  [`${family}.2xlarge`]: type(8, 32, 4, 15),
  [`${family}.4xlarge`]: type(16, 64, 8, 30),
});

/**
 * Instance types that a node group may name. Sources: EC2 user guide, "Maximum IP addresses per network interface", and
 * the table pkg/vpc/vpc_ip_resource_limit.go of aws/amazon-vpc-cni-k8s for interfaces and addresses; EC2 "Instance types" for
 * vCPU and memory. Read on 2026-11-23.
 */
export const instanceTypes: Readonly<Record<string, InstanceType>> = {
  "t3.medium": type(2, 4, 3, 6),
  "t3.large": type(2, 8, 3, 12),
  "t3.xlarge": type(4, 16, 4, 15),
  "t3.2xlarge": type(8, 32, 4, 15),
  "t3a.medium": type(2, 4, 3, 6),
  "t3a.large": type(2, 8, 3, 12),
  "t3a.xlarge": type(4, 16, 4, 15),
  "t3a.2xlarge": type(8, 32, 4, 15),
  ...general("m5"),
  ...general("m5a"),
  ...general("m6i"),
  ...general("m6a"),
  ...general("m7i"),
};
