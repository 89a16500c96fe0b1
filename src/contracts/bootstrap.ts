import { contract, map, text } from "./contract";

export const bootstrapContract = contract("bootstrap", {
  ebs_key_arn: text("KMS key of EBS volumes of this account and region; empty where nothing runs"),
  cluster_key_arn: text("KMS key of the cluster's secrets in this region; empty where nothing runs"),
  deploy_role_arn: text("Role that Terraform applies this account's stacks with"),
  ci_role_arns: map("Roles of delivery pipelines by purpose: plan, deploy"),
  boundary_arns: map(
    "Permissions boundaries by purpose: workload, and developer, prod or break-glass where the account has them",
  ),
});
