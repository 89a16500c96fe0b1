import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA as S3BucketServerSideEncryptionConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA as S3BucketVersioning } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { policyDocument, type Statement, tlsOnly } from "../lib/policy";

export interface SecureBucketProps {
  /** Name, unique in the world. */
  readonly name: string;
  /** Key that objects are encrypted with. @default AES256, which only load-balancer logs need */
  readonly kmsKeyArn?: string;
  /** False lets Terraform remove the bucket. @default true */
  readonly protectFromDestroy?: boolean;
  /** Statements beside the one that demands TLS; Resource is the bucket unless they say otherwise. */
  readonly statements?: (bucketArn: string) => readonly Statement[];
  /** Days that replaced and deleted objects can still be had back. @default 90 */
  readonly noncurrentDays?: number;
  /** Rules beside the one for noncurrent versions and broken uploads. @default none */
  readonly lifecycleRules?: readonly S3BucketLifecycleConfigurationRule[];
}

/** A private, encrypted, versioned bucket that answers over TLS only and is owned by its account alone. */
export class SecureBucket extends Construct {
  readonly bucket: S3Bucket;
  readonly name: string;
  readonly arn: string;
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: SecureBucketProps) {
    super(scope, id);
    const { name, protectFromDestroy = true, statements = () => [] } = props;
    this.bucket = new S3Bucket(this, "Resource", {
      bucket: name,
      forceDestroy: false,
      ...(protectFromDestroy ? { lifecycle: { preventDestroy: true } } : {}),
    });
    this.name = this.bucket.bucket;
    // Composed, not read: policies hold the name before the bucket exists.
    this.arn = `arn:aws:s3:::${name}`;
    const settings = [this.encrypt(props), ...this.close(), this.version(), this.expire(props)];
    this.policy = new S3BucketPolicy(this, "policy", {
      bucket: this.bucket.bucket,
      policy: policyDocument([tlsOnly(this.arn), ...statements(this.arn)]),
      // Last: a policy that shuts out the caller must not stand before the settings that the caller still makes.
      dependsOn: settings,
    });
  }

  private encrypt({ kmsKeyArn }: SecureBucketProps): ITerraformDependable {
    return new S3BucketServerSideEncryptionConfiguration(this, "encryption", {
      bucket: this.bucket.bucket,
      rule: [
        {
          bucketKeyEnabled: kmsKeyArn !== undefined,
          applyServerSideEncryptionByDefault:
            kmsKeyArn === undefined
              ? { sseAlgorithm: "AES256" }
              : { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
        },
      ],
    });
  }

  private close(): readonly ITerraformDependable[] {
    const { bucket } = this.bucket;
    return [
      new S3BucketPublicAccessBlock(this, "public-access", {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      }),
      new S3BucketOwnershipControls(this, "ownership", { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } }),
    ];
  }

  private version(): S3BucketVersioning {
    return new S3BucketVersioning(this, "versioning", {
      bucket: this.bucket.bucket,
      versioningConfiguration: { status: "Enabled" },
    });
  }

  private expire({ noncurrentDays = 90, lifecycleRules = [] }: SecureBucketProps): ITerraformDependable {
    const leftovers: S3BucketLifecycleConfigurationRule = {
      id: "leftovers",
      status: "Enabled",
      filter: [{}],
      noncurrentVersionExpiration: [{ noncurrentDays }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
    };
    return new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: this.bucket.bucket,
      rule: [leftovers, ...lifecycleRules],
    });
  }
}
