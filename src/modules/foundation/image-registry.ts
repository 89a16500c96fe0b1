import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRegistryScanningConfiguration } from "@cdktf/provider-aws/lib/ecr-registry-scanning-configuration";
import { EcrReplicationConfiguration } from "@cdktf/provider-aws/lib/ecr-replication-configuration";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy";
import { Inspector2Enabler } from "@cdktf/provider-aws/lib/inspector2-enabler";
import { Construct } from "constructs";
import { accountRoot, onlyPrincipals, policyDocument, type Statement } from "../../lib/policy";
import { lifecyclePolicy } from "./image-lifecycle";

export type ScanType = "BASIC" | "ENHANCED";

export interface ImageRegistryProps {
  /** First part of repository names. */
  readonly namespace: string;
  readonly accountId: string;
  /** Services that have an image; each gets a repository and a quarantine repository `<service>-candidate`. */
  readonly services: readonly string[];
  readonly kmsKeyArn: string;
  readonly tagMutability: "MUTABLE" | "IMMUTABLE";
  /** True lets Terraform delete a repository that still holds images. */
  readonly forceDelete: boolean;
  readonly scanType: ScanType;
  /** Days that an image without a tag is kept. */
  readonly untaggedDays: number;
  /** Days that a candidate is kept. */
  readonly candidateDays: number;
  /** Images kept per prefix of their tags. */
  readonly keep: Readonly<Record<string, number>>;
  /** ARN patterns of roles that may pull. */
  readonly pullers: readonly string[];
  /** ARN patterns of roles that may push candidates. */
  readonly builders: readonly string[];
  /** ARN patterns of roles that may publish a scanned image. */
  readonly publishers: readonly string[];
  /** Role of another account that pulls released images to promote them. @default none */
  readonly promotion?: { readonly accountId: string; readonly roleArn: string };
  /** Region whose registry gets a copy of each image; its repositories have to exist first, or ECR makes them with defaults. @default none */
  readonly replicaRegion?: string;
}

const pull = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:DescribeImages",
  "ecr:GetDownloadUrlForLayer",
];
const push = ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"];

/** The environment's own image repositories: encrypted, scanned, cleaned up, open to roles of this account by name. */
export class ImageRegistry extends Construct {
  readonly urls: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ImageRegistryProps) {
    super(scope, id);
    const names = props.services.flatMap((service) => [service, `${service}-candidate`]);
    this.urls = Object.fromEntries(names.map((name) => [name, this.repository(name, props)]));
    this.scan(props);
    if (props.replicaRegion !== undefined) this.replicate(props, props.replicaRegion);
  }

  private replicate({ namespace, accountId }: ImageRegistryProps, region: string): void {
    new EcrReplicationConfiguration(this, "replication", {
      replicationConfiguration: {
        rule: [
          {
            destination: [{ region, registryId: accountId }],
            repositoryFilter: [{ filter: `${namespace}/`, filterType: "PREFIX_MATCH" }],
          },
        ],
      },
    });
  }

  private repository(name: string, props: ImageRegistryProps): string {
    const { namespace, kmsKeyArn, forceDelete, tagMutability } = props;
    const candidate = name.endsWith("-candidate");
    const repository = new EcrRepository(this, name, {
      name: `${namespace}/${name}`,
      imageTagMutability: tagMutability,
      forceDelete,
      encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: kmsKeyArn }],
      imageScanningConfiguration: { scanOnPush: true },
    });
    new EcrRepositoryPolicy(this, `${name}-policy`, {
      repository: repository.name,
      policy: policyDocument(access(props, candidate)),
    });
    new EcrLifecyclePolicy(this, `${name}-lifecycle`, {
      repository: repository.name,
      policy: lifecyclePolicy({
        untaggedDays: props.untaggedDays,
        ...(candidate ? { anyTagDays: props.candidateDays } : { keep: props.keep }),
      }),
    });
    return repository.repositoryUrl;
  }

  private scan({ namespace, accountId, scanType, services }: ImageRegistryProps): void {
    const rule = (scanFrequency: string, filters: readonly string[]) => ({
      scanFrequency,
      repositoryFilter: filters.map((filter) => ({ filter, filterType: "WILDCARD" })),
    });
    const onPush = rule("SCAN_ON_PUSH", [`${namespace}/*`]);
    const continuous = rule(
      "CONTINUOUS_SCAN",
      services.map((service) => `${namespace}/${service}`),
    );
    const enabler =
      scanType === "ENHANCED"
        ? [new Inspector2Enabler(this, "inspector", { accountIds: [accountId], resourceTypes: ["ECR"] })]
        : [];
    new EcrRegistryScanningConfiguration(this, "scanning", {
      scanType,
      rule: scanType === "ENHANCED" ? [onPush, continuous] : [onPush],
      dependsOn: enabler,
    });
  }
}

function access(
  { accountId, pullers, builders, publishers, promotion }: ImageRegistryProps,
  candidate: boolean,
): readonly Statement[] {
  const allow = (Sid: string, account: string, Action: readonly string[], roles: readonly string[]): Statement => ({
    Sid,
    Effect: "Allow",
    Principal: accountRoot(account),
    Action,
    Condition: onlyPrincipals(roles),
  });
  return [
    allow("Pull", accountId, pull, pullers),
    allow("Push", accountId, push, candidate ? builders : publishers),
    ...(promotion === undefined || candidate ? [] : [allow("Promote", promotion.accountId, pull, [promotion.roleArn])]),
  ];
}
