import { KmsGrant } from "@cdktf/provider-aws/lib/kms-grant";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { roleArn } from "../../lib/naming";
import { applyRoleArns } from "../../lib/terraform-roles";
import { CustomerKey } from "../customer-key";

export interface ClusterKeysProps {
  readonly company: string;
  /** Key of the account: roles of clusters begin with it. */
  readonly account: string;
  readonly accountId: string;
  /** ARN of the role that launches single instances (the bastion), a reference where this stack makes it. */
  readonly applyRoleArn: string;
  /** What makes the service-linked role of Auto Scaling, where this stack does. */
  readonly grantAfter: readonly ITerraformDependable[];
}

/** What it takes to attach a volume that is encrypted with a customer key. */
const operations = [
  ...["CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"],
  ...["ReEncryptFrom", "ReEncryptTo"],
];

/** Keys of a region's node volumes and of its clusters' secrets. */
export class ClusterKeys extends Construct {
  readonly ebsKeyArn: string;
  readonly clusterKeyArn: string;

  constructor(
    scope: Construct,
    id: string,
    { company, account, accountId, applyRoleArn, grantAfter }: ClusterKeysProps,
  ) {
    super(scope, id);
    const autoscaling = roleArn(accountId, "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling");
    const ebs = new CustomerKey(this, "ebs", {
      alias: `${company}-ebs`,
      description: "ebs CMK",
      accountId,
      users: [autoscaling, roleArn(accountId, `${account}-ebs-csi-*`)],
      grantsToServices: true,
    });
    // The account root only lets IAM policies speak, and a service-linked role's policy knows nothing of this key:
    // https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
    for (const [name, granteePrincipal] of Object.entries({ autoscaling, terraform: applyRoleArn })) {
      new KmsGrant(this, `${name}-grant`, {
        name,
        keyId: ebs.key.keyId,
        granteePrincipal,
        operations,
        ...(grantAfter.length === 0 ? {} : { dependsOn: [...grantAfter] }),
      });
    }
    const cluster = new CustomerKey(this, "cluster", {
      alias: `${company}-cluster`,
      description: "cluster CMK",
      accountId,
      users: [...applyRoleArns(company, account, accountId), roleArn(accountId, `${account}-eks-cluster-*`)],
      grantsToServices: true,
    });
    this.ebsKeyArn = ebs.arn;
    this.clusterKeyArn = cluster.arn;
  }
}
