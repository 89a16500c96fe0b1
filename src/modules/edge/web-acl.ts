import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";

export interface WebAclProps {
  /** E.g. `prod-alb`; also the name of its metric. */
  readonly name: string;
  /** Requests of one address in five minutes, after which it is blocked. */
  readonly rateLimit: number;
  /** What the common rules do with a match: they can refuse uploads that an application means to take. */
  readonly commonRules: "block" | "count";
  /** Load balancer that it stands before. */
  readonly resourceArn: string;
  /** Group whose name begins with `aws-waf-logs-`. */
  readonly logGroupArn: string;
}

/** Rule groups that AWS keeps, by the name of our rule. */
const managed = {
  "ip-reputation": "AWSManagedRulesAmazonIpReputationList",
  common: "AWSManagedRulesCommonRuleSet",
  "bad-inputs": "AWSManagedRulesKnownBadInputsRuleSet",
  linux: "AWSManagedRulesLinuxRuleSet",
} as const;

const visible = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
  metricName,
});

/** Blocks floods and known attacks before a load balancer, and logs what it saw without credentials. */
export class WebAcl extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const { name, resourceArn, logGroupArn } = props;
    const acl = new Wafv2WebAcl(this, "Resource", {
      name,
      description: "Floods and known attacks",
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rule: this.rules(props),
      visibilityConfig: visible(name),
    });
    this.arn = acl.arn;
    new Wafv2WebAclAssociation(this, "association", { resourceArn, webAclArn: acl.arn });
    new Wafv2WebAclLoggingConfiguration(this, "logging", {
      resourceArn: acl.arn,
      logDestinationConfigs: [logGroupArn],
      redactedFields: ["authorization", "cookie"].map((header) => ({ singleHeader: { name: header } })),
    });
  }

  private rules({ rateLimit, commonRules }: WebAclProps): Wafv2WebAclRule[] {
    const rate: Wafv2WebAclRule = {
      name: "rate-limit",
      priority: 0,
      action: { block: {} },
      // The binding types statements as any: inner keys are Terraform's own.
      statement: { rate_based_statement: [{ limit: rateLimit, evaluation_window_sec: 300, aggregate_key_type: "IP" }] },
      visibilityConfig: visible("rate-limit"),
    };
    const groups = Object.entries(managed).map(
      ([name, group], place): Wafv2WebAclRule => ({
        name,
        priority: place + 1,
        overrideAction: name === "common" && commonRules === "count" ? { count: {} } : { none: {} },
        statement: { managed_rule_group_statement: [{ vendor_name: "AWS", name: group }] },
        visibilityConfig: visible(name),
      }),
    );
    return [rate, ...groups];
  }
}
