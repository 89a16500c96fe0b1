import { contract, text } from "./contract";

export const eksContract = contract("eks", {
  cluster_name: text("Name of the cluster"),
  cluster_arn: text("ARN of the cluster"),
  endpoint: text("URL of the Kubernetes API"),
  ca: text("Base64 certificate authority of the Kubernetes API"),
  oidc_provider_arn: text("IAM OIDC provider of the cluster"),
  oidc_issuer_host: text("Issuer of service-account tokens, without https://"),
  cluster_security_group_id: text("Security group that EKS made for the control plane"),
  node_role_arn: text("Role of the nodes"),
});
