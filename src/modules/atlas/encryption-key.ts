import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { CloudProviderAccessAuthorization } from "@cdktf/provider-mongodbatlas/lib/cloud-provider-access-authorization";
import { CloudProviderAccessSetup } from "@cdktf/provider-mongodbatlas/lib/cloud-provider-access-setup";
import { EncryptionAtRest } from "@cdktf/provider-mongodbatlas/lib/encryption-at-rest";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { policyDocument } from "../../lib/policy";
import { atlasRegion } from "../../lib/regions";
import { CustomerKey } from "../customer-key";

export interface AtlasEncryptionKeyProps {
  readonly projectId: string;
  /** Alias of the key without `alias/`. */
  readonly alias: string;
  /** Name of the role that Atlas assumes. */
  readonly roleName: string;
  /** Its ARN, composed, because the key names it before it exists. */
  readonly roleArn: string;
  readonly accountId: string;
  /** AWS region of the key. While it is down, nodes of any region that restart cannot open their disks. */
  readonly region: string;
  readonly permissionsBoundaryArn: string;
}

const use = ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey"];

/** A KMS key of ours over the cluster's disks. Atlas encrypts without it as well, with a key of its own. */
export class AtlasEncryptionKey extends Construct {
  /** What the cluster waits for. */
  readonly enabled: ITerraformDependable;

  constructor(scope: Construct, id: string, props: AtlasEncryptionKeyProps) {
    super(scope, id);
    const { projectId, accountId } = props;
    const { key } = new CustomerKey(this, "key", {
      alias: props.alias,
      description: "Disks of the Atlas cluster",
      accountId,
      users: [props.roleArn],
    });
    const roleId = this.authorize(props, key.arn);
    this.enabled = new EncryptionAtRest(this, "Resource", {
      projectId,
      awsKmsConfig: [{ enabled: true, customerMasterKeyId: key.keyId, region: atlasRegion(props.region), roleId }],
      lifecycle: { preventDestroy: true },
    });
  }

  /** Lets Atlas use the key: a role that trusts Atlas's account and the external id that Atlas gave this project. */
  private authorize({ projectId, roleName, permissionsBoundaryArn }: AtlasEncryptionKeyProps, keyArn: string): string {
    const setup = new CloudProviderAccessSetup(this, "access", { projectId, providerName: "AWS" });
    const { atlasAwsAccountArn, atlasAssumedRoleExternalId } = setup.awsConfig.get(0);
    const role = new IamRole(this, "role", {
      name: roleName,
      description: "MongoDB Atlas: uses the key of the cluster's disks",
      permissionsBoundary: permissionsBoundaryArn,
      assumeRolePolicy: policyDocument([
        {
          Sid: "Atlas",
          Effect: "Allow",
          Principal: { AWS: atlasAwsAccountArn },
          Action: ["sts:AssumeRole"],
          Condition: { StringEquals: { "sts:ExternalId": atlasAssumedRoleExternalId } },
        },
      ]),
    });
    const policy = new IamRolePolicy(this, "policy", {
      name: "key",
      role: role.name,
      policy: policyDocument([{ Sid: "UseKey", Effect: "Allow", Action: use, Resource: [keyArn] }]),
    });
    const authorization = new CloudProviderAccessAuthorization(this, "authorization", {
      projectId,
      roleId: setup.roleId,
      aws: { iamAssumedRoleArn: role.arn },
      dependsOn: [policy],
    });
    return authorization.roleId;
  }
}
