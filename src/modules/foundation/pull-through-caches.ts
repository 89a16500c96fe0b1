import { EcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/ecr-pull-through-cache-rule";
import { EcrRepositoryCreationTemplate } from "@cdktf/provider-aws/lib/ecr-repository-creation-template";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { Construct } from "constructs";
import { policyDocument } from "../../lib/policy";
import { lifecyclePolicy } from "./image-lifecycle";

export interface Upstream {
  /** Host of the upstream registry, e.g. `registry-1.docker.io`. */
  readonly registry: string;
  /** True where the upstream wants a login: its secret is made empty and filled by hand. */
  readonly credentials: boolean;
}

export interface PullThroughCachesProps {
  readonly accountId: string;
  readonly region: string;
  /** Upstreams by prefix, e.g. `docker-hub`. */
  readonly upstreams: Readonly<Record<string, Upstream>>;
  readonly kmsKeyArn: string;
  /** Name of the role that ECR makes cache repositories with. */
  readonly roleName: string;
  readonly boundaryArn: string;
  readonly untaggedDays: number;
}

/** Public images by way of the account's own registry, so that neither rate limits nor foreign buckets stand in the way of a pull. */
export class PullThroughCaches extends Construct {
  /** Registry and prefix by upstream. */
  readonly prefixes: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: PullThroughCachesProps) {
    super(scope, id);
    const { accountId, region, upstreams } = props;
    const roleArn = this.role(props);
    for (const [prefix, upstream] of Object.entries(upstreams)) this.cache(prefix, upstream, roleArn, props);
    const registry = `${accountId}.dkr.ecr.${region}.amazonaws.com`;
    this.prefixes = Object.fromEntries(Object.keys(upstreams).map((prefix) => [prefix, `${registry}/${prefix}`]));
  }

  private cache(
    prefix: string,
    upstream: Upstream,
    customRoleArn: string,
    { kmsKeyArn, untaggedDays }: PullThroughCachesProps,
  ): void {
    const template = new EcrRepositoryCreationTemplate(this, `${prefix}-template`, {
      prefix,
      description: `Cache of ${upstream.registry}`,
      appliedFor: ["PULL_THROUGH_CACHE"],
      // A cache follows its upstream's tags, which immutable ones would refuse.
      imageTagMutability: "MUTABLE",
      encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: kmsKeyArn }],
      customRoleArn,
      lifecyclePolicy: lifecyclePolicy({ untaggedDays }),
    });
    new EcrPullThroughCacheRule(this, prefix, {
      ecrRepositoryPrefix: prefix,
      upstreamRegistryUrl: upstream.registry,
      ...(upstream.credentials ? { credentialArn: this.secret(prefix, upstream.registry) } : {}),
      dependsOn: [template],
    });
  }

  /** ECR accepts only names that begin with `ecr-pullthroughcache/`. */
  private secret(prefix: string, registry: string): string {
    return new SecretsmanagerSecret(this, `${prefix}-login`, {
      name: `ecr-pullthroughcache/${prefix}`,
      description: `Login to ${registry}: {"username", "accessToken"}`,
      recoveryWindowInDays: 30,
    }).arn;
  }

  /** A template that encrypts with a customer key needs a role: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html */
  private role({ roleName, boundaryArn, kmsKeyArn, accountId, region, upstreams }: PullThroughCachesProps): string {
    const role = new IamRole(this, "role", {
      name: roleName,
      description: "ECR makes repositories of pull-through caches with it",
      maxSessionDuration: 3600,
      permissionsBoundary: boundaryArn,
      assumeRolePolicy: policyDocument([
        {
          Sid: "Registry",
          Effect: "Allow",
          Principal: { Service: "ecr.amazonaws.com" },
          Action: ["sts:AssumeRole"],
          Condition: { StringEquals: { "aws:SourceAccount": accountId } },
        },
      ]),
    });
    new IamRolePolicy(this, "role-policy", {
      name: "make-repositories",
      role: role.name,
      policy: policyDocument([
        {
          Sid: "MakeRepositories",
          Effect: "Allow",
          Action: ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"],
          Resource: Object.keys(upstreams).map((prefix) => `arn:aws:ecr:${region}:${accountId}:repository/${prefix}/*`),
        },
        {
          Sid: "EncryptThem",
          Effect: "Allow",
          Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
          Resource: [kmsKeyArn],
        },
      ]),
    });
    return role.arn;
  }
}
