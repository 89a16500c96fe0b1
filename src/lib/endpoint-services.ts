/**
 * AWS services that this platform may reach through interface endpoints, by the end of the endpoint's name, and whether
 * the endpoint takes a policy. Elsewhere EC2 answers "only supports the full-access endpoint policy" and makes no
 * endpoint. Source: AWS PrivateLink guide, "AWS services that integrate with AWS PrivateLink"; for `eks` since 2025-02
 * (EKS user guide, "Access Amazon EKS using AWS PrivateLink"), which promises nothing for `eks-auth`; a wrong flag here
 * shows at the first apply.
 */
export const endpointServices: Readonly<Record<string, { readonly policy: boolean }>> = {
  "ecr.api": { policy: true },
  "ecr.dkr": { policy: true },
  secretsmanager: { policy: true },
  logs: { policy: true },
  sts: { policy: true },
  ec2: { policy: true },
  elasticloadbalancing: { policy: true },
  autoscaling: { policy: true },
  eks: { policy: true },
  "eks-auth": { policy: false },
  kms: { policy: true },
  ssm: { policy: true },
  ssmmessages: { policy: true },
  ec2messages: { policy: true },
  monitoring: { policy: true },
  xray: { policy: true },
  "aps-workspaces": { policy: true },
};
