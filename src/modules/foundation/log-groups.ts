import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import type { Place } from "../../lib/naming";
import { CustomerKey } from "../customer-key";

export interface LogGroupsProps {
  readonly company: string;
  readonly accountId: string;
  readonly region: string;
  /** Names by purpose. */
  readonly names: Readonly<Record<string, string>>;
  /** One of the numbers that CloudWatch Logs offers. */
  readonly retentionDays: number;
  /** ARN patterns of roles that use the key for something else than logs. */
  readonly keyUsers: readonly string[];
}

/** Names by purpose, composed of what later layers compose theirs of as well: whoever writes finds its group waiting. */
export function logGroupNames(
  { company, account, region }: Place,
  buildProjects: readonly string[],
): Readonly<Record<string, string>> {
  const cluster = `${company}-${account}-${region}`;
  const insights = ["application", "host", "dataplane", "performance"].map((kind) => [
    kind,
    `/aws/containerinsights/${cluster}/${kind}`,
  ]);
  const builds = buildProjects.map((project) => [`build-${project}`, `/aws/codebuild/${account}-${project}`]);
  return {
    ...Object.fromEntries([...insights, ...builds]),
    cluster: `/aws/eks/${cluster}/cluster`,
    flow: `/aws/vpc/${account}/flow`,
    // WAF accepts only names that begin so.
    waf: `aws-waf-logs-${account}`,
    vpn: `/aws/vpn/${account}`,
  };
}

/** Every log group that something of this region writes to, made first: a writer that makes its own leaves out key and retention. */
export class LogGroups extends Construct {
  readonly names: Readonly<Record<string, string>>;
  readonly arns: Readonly<Record<string, string>>;
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: LogGroupsProps) {
    super(scope, id);
    const { company, accountId, region, keyUsers } = props;
    const key = new CustomerKey(this, "key", {
      alias: `${company}-logs`,
      description: "logs CMK",
      accountId,
      users: keyUsers,
      grantsToServices: true,
      services: {
        Logs: {
          principals: [`logs.${region}.amazonaws.com`],
          actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
          condition: {
            ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${accountId}:log-group:*` },
          },
        },
      },
    });
    this.keyArn = key.arn;
    const groups = Object.entries(props.names).map(
      ([purpose, name]) =>
        [
          purpose,
          new CloudwatchLogGroup(this, purpose, { name, retentionInDays: props.retentionDays, kmsKeyId: key.arn }),
        ] as const,
    );
    this.names = Object.fromEntries(groups.map(([purpose, { name }]) => [purpose, name]));
    this.arns = Object.fromEntries(groups.map(([purpose, { arn }]) => [purpose, arn]));
  }
}
