import { Testing } from "cdktf";
import type { StackScope } from "../../src/stacks/base-stack";
import { EdgeStack, type EdgeStackProps } from "../../src/stacks/edge-stack";

const account = "666666666666";
const zoneName = "staging.acme.example";

const place = (region = "us-east-1"): StackScope => ({
  company: "acme",
  account: { name: "staging", id: account },
  region: { name: region, zones: ["a", "b", "c"].map((letter) => `${region}${letter}`) },
  primaryRegion: "us-east-1",
  backend: { kind: "s3", lock: "both" },
  tags: { Environment: "staging", Project: "acme", Owner: "team", CostCenter: "1", ManagedBy: "cdktf" },
});

const full: EdgeStackProps = {
  zoneName,
  waf: { rateLimit: 2000, commonRules: "block" },
  accessLogDays: 90,
  deletionProtection: true,
  shieldAdvanced: false,
};

// biome-ignore lint/suspicious/noExplicitAny: synthesized JSON has no types
type Json = any;

const synth = (props: Partial<EdgeStackProps> = {}, region?: string): Json =>
  JSON.parse(Testing.synth(new EdgeStack(Testing.app(), place(region), { ...full, ...props })));
const all = (json: Json, type: string): Json[] => Object.values(json.resource[type] ?? {});
const one = (json: Json, type: string): Json => {
  expect(all(json, type)).toHaveLength(1);
  return all(json, type)[0];
};
const addressOf = (json: Json, type: string): string => `${type}.${Object.keys(json.resource[type])[0]}`;
const listener = (json: Json, port: number): Json => all(json, "aws_lb_listener").find((each) => each.port === port);
const records = (json: Json): Json[] => all(json, "aws_route53_record").filter(({ alias }) => alias === undefined);
const provenName = ({ name }: Json): string => /domain_name == "([^"]+)"/.exec(name)?.[1] ?? "";

const primary = synth();
const secondary = synth({}, "us-west-2");

describe.each([
  ["primary", primary, "us-east-1", "staging-network", "origin-use1"],
  ["secondary", secondary, "us-west-2", "staging-network-usw2", "origin-usw2"],
])("the %s region", (_name, json, region, network, origin) => {
  test("has a public balancer over its zones, behind one group (SGR-01, NET-05, HAV-03)", () => {
    const outputs = `data.terraform_remote_state.${network}.outputs`;
    expect(one(json, "aws_lb")).toMatchObject({
      internal: false,
      load_balancer_type: "application",
      security_groups: [`\${${outputs}.alb_sg_id}`],
      subnets: ["a", "b", "c"].map((letter) => `\${${outputs}.public_subnet_ids["${region}${letter}"]}`),
      drop_invalid_header_fields: true,
      enable_cross_zone_load_balancing: true,
    });
  });

  test("speaks TLS to both sides; plain HTTP is only redirected (SGR-02, SEC-07, SEC-11)", () => {
    expect(all(json, "aws_lb_listener")).toHaveLength(2);
    expect(listener(json, 80).default_action).toEqual([
      { type: "redirect", redirect: { port: "443", protocol: "HTTPS", status_code: "HTTP_301" } },
    ]);
    expect(listener(json, 443)).toMatchObject({
      protocol: "HTTPS",
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      certificate_arn: `\${${addressOf(json, "aws_acm_certificate_validation")}.certificate_arn}`,
      default_action: [{ type: "forward", target_group_arn: `\${${addressOf(json, "aws_lb_target_group")}.arn}` }],
    });
    expect(one(json, "aws_lb_target_group")).toMatchObject({
      port: 8080,
      protocol: "HTTPS",
      target_type: "ip",
      health_check: { port: "traffic-port", path: "/healthz", protocol: "HTTPS", matcher: "200" },
    });
  });

  test("has a certificate for the application, the origin and its own origin (SEC-07, DRC-05)", () => {
    expect(one(json, "aws_acm_certificate")).toMatchObject({
      domain_name: `app.${zoneName}`,
      subject_alternative_names: [`origin.${zoneName}`, `${origin}.${zoneName}`],
      validation_method: "DNS",
      lifecycle: { create_before_destroy: true },
    });
    const { validation_record_fqdns: fqdns } = one(json, "aws_acm_certificate_validation");
    expect(fqdns).toHaveLength(3);
  });

  test("has one alias, to its own balancer (DRC-05)", () => {
    const aliases = all(json, "aws_route53_record").filter(({ alias }) => alias !== undefined);
    expect(aliases).toMatchObject([
      {
        name: `${origin}.${zoneName}`,
        type: "A",
        alias: { name: `\${${addressOf(json, "aws_lb")}.dns_name}`, evaluate_target_health: true },
      },
    ]);
  });

  test("stands behind a web ACL that logs without credentials (SEC-06)", () => {
    const acl = addressOf(json, "aws_wafv2_web_acl");
    expect(one(json, "aws_wafv2_web_acl_association")).toEqual({
      resource_arn: `\${${addressOf(json, "aws_lb")}.arn}`,
      web_acl_arn: `\${${acl}.arn}`,
    });
    expect(one(json, "aws_wafv2_web_acl_logging_configuration")).toEqual({
      resource_arn: `\${${acl}.arn}`,
      log_destination_configs: [expect.stringMatching(/staging-foundation(-usw2)?\.outputs\.log_group_arns\.waf\}$/)],
      redacted_fields: [{ single_header: { name: "authorization" } }, { single_header: { name: "cookie" } }],
    });
  });
});

describe("certificate records", () => {
  test("are made for every name in the primary region, in foundation's zone", () => {
    expect(records(primary).map(provenName).toSorted()).toEqual(
      ["app", "origin", "origin-use1"].map((name) => `${name}.${zoneName}`).toSorted(),
    );
    for (const { zone_id } of records(primary))
      expect(zone_id).toBe("${data.terraform_remote_state.staging-foundation.outputs.zone_id}");
  });

  test("of shared names are made once: the secondary region makes its own alone, in the zone that it looks up (SEC-07)", () => {
    expect(records(secondary).map(provenName)).toEqual([`origin-usw2.${zoneName}`]);
    expect(Object.values(secondary.data.aws_route53_zone)).toEqual([{ name: zoneName }]);
    expect(records(secondary)[0].zone_id).toMatch(/^\$\{data\.aws_route53_zone\..*zone_id\}$/);
    expect(JSON.stringify(secondary.data.terraform_remote_state)).not.toContain("us-east-1");
  });
});

describe("web ACL (SEC-06)", () => {
  const rulesOf = (json: Json): Json[] => one(json, "aws_wafv2_web_acl").rule;

  test("blocks an address that floods, and has four groups of AWS's, each with its own priority", () => {
    const [rate, ...groups] = rulesOf(primary);
    expect(rate).toMatchObject({
      action: { block: {} },
      statement: { rate_based_statement: [{ limit: 2000, evaluation_window_sec: 300, aggregate_key_type: "IP" }] },
    });
    expect(groups.map(({ statement }) => statement.managed_rule_group_statement[0].name)).toEqual([
      "AWSManagedRulesAmazonIpReputationList",
      "AWSManagedRulesCommonRuleSet",
      "AWSManagedRulesKnownBadInputsRuleSet",
      "AWSManagedRulesLinuxRuleSet",
    ]);
    for (const { override_action } of groups) expect(override_action).toEqual({ none: {} });
    const priorities = rulesOf(primary).map(({ priority }) => priority);
    expect(new Set(priorities).size).toBe(priorities.length);
  });

  test("the common rules alone may count instead of block", () => {
    const counting = rulesOf(synth({ waf: { rateLimit: 500, commonRules: "count" } }));
    expect(counting[0].statement.rate_based_statement[0].limit).toBe(500);
    const counted = counting.filter(({ override_action: action }) => action?.count !== undefined);
    expect(counted.map(({ name }) => name)).toEqual(["common"]);
  });
});

describe("access logs", () => {
  test("go to a private bucket that only balancers of the account write to", () => {
    expect(one(primary, "aws_lb").access_logs).toMatchObject({ enabled: true });
    const [bucket] = all(primary, "aws_s3_bucket");
    expect(bucket.bucket).toBe("acme-staging-alb-logs-use1");
    const { Statement } = JSON.parse(one(primary, "aws_s3_bucket_policy").policy);
    const writers = Statement.filter(({ Effect }: Json) => Effect === "Allow");
    expect(writers).toEqual([
      {
        Sid: "BalancersWrite",
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: ["s3:PutObject"],
        Resource: [`arn:aws:s3:::acme-staging-alb-logs-use1/AWSLogs/${account}/*`],
        Condition: { StringEquals: { "aws:SourceAccount": account } },
      },
    ]);
  });

  test("end after their days, and the balancer waits for the policy", () => {
    const rules: Json[] = one(synth({ accessLogDays: 30 }), "aws_s3_bucket_lifecycle_configuration").rule;
    expect(rules.find(({ id }) => id === "logs")).toMatchObject({ expiration: [{ days: 30 }] });
    expect(one(primary, "aws_lb").depends_on).toEqual([addressOf(primary, "aws_s3_bucket_policy")]);
  });
});

test("protection follows the environment, and Shield Advanced its setting", () => {
  expect(one(primary, "aws_lb").enable_deletion_protection).toBe(true);
  expect(one(synth({ deletionProtection: false }), "aws_lb").enable_deletion_protection).toBe(false);
  expect(all(primary, "aws_shield_protection")).toEqual([]);
  const shielded = synth({ shieldAdvanced: true });
  expect(one(shielded, "aws_shield_protection").resource_arn).toBe(`\${${addressOf(shielded, "aws_lb")}.arn}`);
});
