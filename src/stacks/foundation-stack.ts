import { PrometheusWorkspace } from "@cdktf/provider-aws/lib/prometheus-workspace";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import type { Construct } from "constructs";
import { bootstrapContract, foundationContract } from "../contracts";
import { regional } from "../lib/naming";
import { applyRoleArns } from "../lib/terraform-roles";
import { CustomerKey } from "../modules/customer-key";
import { AlertTopics } from "../modules/foundation/alert-topics";
import { ImageRegistry, type ImageRegistryProps } from "../modules/foundation/image-registry";
import { LogGroups, logGroupNames } from "../modules/foundation/log-groups";
import { PullThroughCaches, type Upstream } from "../modules/foundation/pull-through-caches";
import { SecureBucket } from "../modules/secure-bucket";
import { BaseStack, type StackScope } from "./base-stack";

export interface FoundationStackProps {
  /** Name of the environment's hosted zone, e.g. `dev.example.com`. */
  readonly zoneName: string;
  /** Answers Route 53 gives about this zone come back within 60 minutes of a loss of us-east-1. */
  readonly acceleratedRecovery: boolean;
  readonly images: Omit<
    ImageRegistryProps,
    "namespace" | "accountId" | "kmsKeyArn" | "pullers" | "builders" | "publishers"
  >;
  /** Pull-through caches by prefix. */
  readonly upstreams: Readonly<Record<string, Upstream>>;
  readonly logRetentionDays: number;
  /** Build projects that write logs, without the account's prefix. */
  readonly buildProjects: readonly string[];
  /** Days that build artifacts are kept. */
  readonly artifactDays: number;
}

/** What the environment shares before it has a network: zone, registry, artifacts, log groups, topics, metrics. */
export class FoundationStack extends BaseStack {
  constructor(parent: Construct, scope: StackScope, props: FoundationStackProps) {
    super(parent, "foundation", scope);
    const zoneId = this.addZone(props);
    const { registry, caches } = this.addRegistry(props);
    const artifacts = this.addArtifacts(props.artifactDays);
    const { company, account, region } = scope;
    const logs = new LogGroups(this, "logs", {
      company,
      accountId: account.id,
      region: region.name,
      names: logGroupNames({ company, account: account.name, region: region.name }, props.buildProjects),
      retentionDays: props.logRetentionDays,
      keyUsers: this.terraform,
    });
    const topics = new AlertTopics(this, "alerts", {
      company,
      account: account.name,
      accountId: account.id,
      // Functions of later layers publish as well, each by its own policy.
      users: [...this.terraform, this.roleArn(`${account.name}-*`)],
    });
    const metrics = new PrometheusWorkspace(this, "metrics", { alias: account.name, kmsKeyArn: logs.keyArn });
    this.publish(foundationContract, {
      zone_id: zoneId,
      repository_urls: registry.urls,
      registry_cache_prefixes: caches.prefixes,
      artifact_bucket: artifacts.bucket,
      artifact_key_arn: artifacts.keyArn,
      topic_arns: topics.arns,
      log_group_names: logs.names,
      log_group_arns: logs.arns,
      logs_key_arn: logs.keyArn,
      alerts_key_arn: topics.keyArn,
      amp_workspace_arn: metrics.arn,
      amp_endpoint: metrics.prometheusEndpoint,
    });
  }

  private get terraform(): readonly string[] {
    const { company, account } = this.scope;
    return applyRoleArns(company, account.name, account.id);
  }

  private addZone({ zoneName, acceleratedRecovery }: FoundationStackProps): string {
    // The secondary region comes first, for the repositories that images are copied to; there is no zone to find yet.
    if (!this.isPrimary) return "";
    return new Route53Zone(this, "zone", {
      name: zoneName,
      comment: `Hosted zone of ${this.scope.account.name}`,
      forceDestroy: false,
      enableAcceleratedRecovery: acceleratedRecovery,
      lifecycle: { preventDestroy: true },
    }).zoneId;
  }

  private addRegistry({ images, upstreams }: FoundationStackProps): {
    registry: ImageRegistry;
    caches: PullThroughCaches;
  } {
    const { company, account, region } = this.scope;
    const ci = (purpose: string) => this.roleArn(`${account.name}-ci-${purpose}`);
    const roleName = this.regionalName("ecr-template");
    const { arn: kmsKeyArn } = new CustomerKey(this, "ecr", {
      alias: `${company}-ecr`,
      description: "ecr CMK",
      accountId: account.id,
      users: [...this.terraform, this.roleArn(roleName)],
      grantsToServices: true,
    });
    const registry = new ImageRegistry(this, "registry", {
      ...images,
      namespace: company,
      accountId: account.id,
      kmsKeyArn,
      pullers: [this.roleArn(`${account.name}-eks-node-*`), ci("*")],
      builders: [ci("build"), ci("promote")],
      publishers: [ci("scan-gate")],
    });
    const caches = new PullThroughCaches(this, "caches", {
      accountId: account.id,
      region: region.name,
      upstreams,
      kmsKeyArn,
      roleName,
      boundaryArn: this.read(bootstrapContract).boundary_arns.at("workload"),
      untaggedDays: images.untaggedDays,
    });
    return { registry, caches };
  }

  private addArtifacts(days: number): { readonly bucket: string; readonly keyArn: string } {
    const { company, account, region } = this.scope;
    const key = new CustomerKey(this, "artifact-key", {
      alias: `${company}-artifacts`,
      description: "artifact CMK",
      accountId: account.id,
      users: [...this.terraform, this.roleArn(`${account.name}-ci-*`)],
    });
    const { name } = new SecureBucket(this, "artifacts", {
      name: regional(`${company}-${account.name}-artifacts`, region.name),
      kmsKeyArn: key.arn,
      noncurrentDays: days,
      lifecycleRules: [{ id: "artifacts", status: "Enabled", filter: [{}], expiration: [{ days }] }],
    });
    return { bucket: name, keyArn: key.arn };
  }
}
