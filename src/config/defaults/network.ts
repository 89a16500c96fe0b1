import type { Network } from "../schema/network";

/** The document's four; every environment has them. */
export const documentedServices = ["ecr.api", "ecr.dkr", "secretsmanager", "logs"];

/** What nodes, pods and agents call besides; without an endpoint these calls leave through NAT. */
const supportingServices = [
  "sts",
  "ec2",
  "elasticloadbalancing",
  "autoscaling",
  "eks",
  "eks-auth",
  "kms",
  "ssm",
  "ssmmessages",
  "ec2messages",
  "monitoring",
  "xray",
  "aps-workspaces",
];

/** What every workload account has unless its own file says otherwise. */
export const networkDefaults: Network = {
  natMode: "per-zone",
  interfaceEndpoints: { services: [...documentedServices, ...supportingServices], zoneCount: 3 },
  bastion: {
    enabled: false,
    instanceType: "t3.micro",
    approvedCidrs: [],
    ssm: true,
  },
};
