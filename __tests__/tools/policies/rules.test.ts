import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { policyRules } from "../../../tools/policies/rules";
import { permits } from "../../../tools/policies/rules/boundaries";
import { plan, type Resources, reference } from "./plans";

function texts(id: string, resources: Resources, outputs: readonly string[] = []): readonly string[] {
  const rule = policyRules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule.check([plan("dev-x", resources, outputs)]).map(({ text }) => text);
}

function claims(id: string, resources: Resources): readonly string[] {
  const rule = policyRules.find((one) => one.id === id);
  return [...(rule?.claims?.([plan("dev-x", resources)]) ?? [])];
}

const document = (...Statement: readonly unknown[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const root = "arn:aws:iam::111111111111:root";

test("ids and replaced rules are unique", () => {
  const ids = policyRules.map(({ id }) => id);
  const replaced = policyRules.flatMap(({ replaces }) => Object.keys(replaces));
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(replaced).size).toBe(replaced.length);
  for (const { replaces } of policyRules)
    for (const reason of Object.values(replaces)) expect(reason.length).toBeGreaterThan(30);
});

test("no source switches a rule of checkov off", () => {
  const repository = resolve(__dirname, "../../..");
  const marker = ["checkov", "skip"].join(":");
  const found = ["src", "terraform-modules", "functions"].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => readFileSync(file, "utf8").includes(marker)),
  );
  expect(found).toEqual([]);
});

describe("log-retention", () => {
  const group = (values: Readonly<Record<string, unknown>>) =>
    texts("log-retention", { "aws_cloudwatch_log_group.a": values });

  test("14 days and a key pass, known or not known yet", () => {
    expect(group({ retention_in_days: 14, kms_key_id: "arn:aws:kms:x" })).toEqual([]);
    expect(group({ retention_in_days: 90, kms_key_id: reference("aws_kms_key.k.arn") })).toEqual([]);
  });

  test("a week, for ever and no key do not", () => {
    const short = "keeps entries for fewer than 14 days, or for ever";
    expect(group({ retention_in_days: 13, kms_key_id: "k" })).toEqual([short]);
    expect(group({ retention_in_days: 0, kms_key_id: "k" })).toEqual([short]);
    expect(group({ retention_in_days: 30 })).toEqual(["is not encrypted with a key of the account"]);
  });
});

describe("security-groups", () => {
  const group = { "aws_security_group.app": { name: "app" } };
  const id = reference("aws_security_group.app.id", "aws_security_group.app");

  test("an attachment or an output is a use", () => {
    expect(texts("security-groups", { ...group, "aws_instance.host": { vpc_security_group_ids: id } })).toEqual([]);
    expect(texts("security-groups", group, ["aws_security_group.app.id"])).toEqual([]);
  });

  test("a rule of the group is none, nor is a group with a similar name", () => {
    const rule = { "aws_vpc_security_group_ingress_rule.r": { security_group_id: id } };
    const other = reference("aws_security_group.app2.id");
    for (const more of [{}, rule, { "aws_instance.host": { vpc_security_group_ids: other } }])
      expect(texts("security-groups", { ...group, ...more })).toEqual([
        "is attached to nothing and handed over to nobody",
      ]);
  });
});

describe("acl-ingress", () => {
  const open = (values: Readonly<Record<string, unknown>>) =>
    texts("acl-ingress", {
      "aws_network_acl_rule.r": {
        egress: false,
        rule_action: "allow",
        cidr_block: "0.0.0.0/0",
        protocol: "tcp",
        ...values,
      },
    });

  test.each([
    ["a service", { from_port: 443, to_port: 443 }],
    ["answers", { from_port: 1024, to_port: 65_535 }],
    ["packets that are too big", { protocol: "icmp", icmp_type: 3, icmp_code: 4 }],
    ["everything from the VPC", { protocol: "-1", cidr_block: "10.0.0.0/16" }],
    ["everything from the pod block", { protocol: "-1", cidr_block: "100.64.0.0/16" }],
    ["everything out", { protocol: "-1", egress: true }],
    ["a denial", { protocol: "-1", rule_action: "deny" }],
    ["SSH from an office", { from_port: 22, to_port: 22, cidr_block: "203.0.113.0/24" }],
  ])("%s passes", (_name, values) => expect(open(values)).toEqual([]));

  test.each([
    ["every protocol", { protocol: "-1" }, "opens every protocol"],
    ["every protocol, by its other name", { protocol: "all" }, "opens every protocol"],
    ["a range wider than the private one", { protocol: "-1", cidr_block: "10.0.0.0/7" }, "opens every protocol"],
    ["one wider than 172.16.0.0/12", { protocol: "-1", cidr_block: "172.16.0.0/11" }, "opens every protocol"],
    ["a protocol without ports", { protocol: "47" }, "opens protocol 47"],
    ["ICMP by its number", { protocol: "1", icmp_type: 8, icmp_code: 0 }, "opens ICMP beyond"],
    ["answers and less", { from_port: 1024, to_port: 2048 }, "opens ports 1024 to 2048"],
    [
      "every protocol from a public block that looks private",
      { protocol: "-1", cidr_block: "172.32.0.0/16" },
      "opens every protocol",
    ],
    ["SSH", { from_port: 22, to_port: 22 }, "opens port 22"],
    [
      "remote desktop from half the world",
      { from_port: 3389, to_port: 3389, cidr_block: "128.0.0.0/1" },
      "opens port 3389",
    ],
    ["a range", { from_port: 3000, to_port: 4000 }, "opens ports 3000 to 4000"],
    ["every port", { from_port: 0, to_port: 65_535 }, "opens ports 0 to 65535"],
    ["unreachable networks", { protocol: "icmp", icmp_type: 3, icmp_code: 0 }, "opens ICMP beyond"],
    ["any ICMP", { protocol: "icmp", icmp_type: -1, icmp_code: -1 }, "opens ICMP beyond"],
  ])("%s does not", (_name, values, text) => {
    expect(open(values)).toEqual([expect.stringContaining(text)]);
  });
});

describe("open-ingress", () => {
  const rule = (values: Readonly<Record<string, unknown>>, group = "aws_security_group.groups_alb_E0.id") =>
    texts("open-ingress", {
      "aws_vpc_security_group_ingress_rule.r": {
        cidr_ipv4: "0.0.0.0/0",
        ip_protocol: "tcp",
        from_port: 80,
        to_port: 80,
        security_group_id: reference(group),
        ...values,
      },
    });

  test("the world reaches 80 and 443 of the load balancer, and nothing else", () => {
    expect([
      ...rule({}),
      ...rule({ from_port: 443, to_port: 443 }),
      ...rule({ cidr_ipv4: "10.0.0.0/8", to_port: 99 }),
    ]).toEqual([]);
    expect(rule({ from_port: 22, to_port: 22 })).toHaveLength(1);
    expect(rule({ to_port: 443 })).toHaveLength(1);
    expect(rule({ cidr_ipv4: undefined, cidr_ipv6: "::/0", from_port: 8080, to_port: 8080 })).toHaveLength(1);
    expect(rule({}, "aws_security_group.groups_app_E0.id")).toHaveLength(1);
  });
});

describe("boundaries", () => {
  const allow = { Effect: "Allow", NotAction: ["iam:Delete*", "organizations:*"], Resource: ["*"] };
  const boundary = { path: "/boundary/", name: "b", policy: document(allow) };
  const address = "aws_iam_policy.b";

  test("one that nobody holds is claimed, and asked for ways out", () => {
    expect(claims("boundaries", { [address]: boundary })).toEqual([`dev-x ${address}`]);
    expect(texts("boundaries", { [address]: boundary })).toEqual([]);
    const open = { ...boundary, policy: document({ Effect: "Allow", Action: ["*"], Resource: ["*"] }) };
    expect(texts("boundaries", { [address]: open })).toEqual([
      "lets iam:DeleteRolePermissionsBoundary through",
      "lets iam:DeleteUserPermissionsBoundary through",
      "lets organizations:LeaveOrganization through",
    ]);
  });

  test.each([
    ["by reference", "aws_iam_role_policy_attachment.a", { policy_arn: reference(`${address}.arn`, address) }],
    ["by a group", "aws_iam_group_policy_attachment.a", { policy_arn: reference(`${address}.arn`, address) }],
    ["by a list", "aws_iam_policy_attachment.a", { policy_arn: reference(`${address}.arn`, address) }],
    ["as a role's own, by reference", "aws_iam_role.a", { managed_policy_arns: reference(`${address}.arn`) }],
    ["by ARN", "aws_iam_user_policy_attachment.a", { policy_arn: "arn:aws:iam::111111111111:policy/boundary/b" }],
    ["as a role's own", "aws_iam_role.a", { managed_policy_arns: ["arn:aws:iam::111111111111:policy/boundary/b"] }],
    [
      "by a permission set",
      "aws_ssoadmin_customer_managed_policy_attachment.a",
      { customer_managed_policy_reference: [{ name: "b", path: "/boundary/" }] },
    ],
  ])("one that is attached %s is a grant, and checkov asks", (_name, attachment, values) => {
    const resources = { [address]: boundary, [attachment]: values };
    expect(claims("boundaries", resources)).toEqual([]);
    expect(texts("boundaries", resources)).toEqual(["is attached, so that what it caps becomes a grant"]);
  });

  test("one whose document no plan shows cannot be judged", () => {
    const hidden = { ...boundary, policy: reference("data.aws_iam_policy_document.d.json") };
    expect(texts("boundaries", { [address]: hidden })).toEqual(["has a document that no plan shows"]);
  });

  test("a single statement need not be in a list", () => {
    const single = JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } });
    expect(permits(single, "iam:CreateUser")).toBe(true);
  });

  test("a permission set that names a policy of another path holds another one", () => {
    const attachment = { customer_managed_policy_reference: [{ name: "b", path: "/" }] };
    const resources = {
      [address]: boundary,
      "aws_ssoadmin_customer_managed_policy_attachment.a": attachment,
    };
    expect(texts("boundaries", resources)).toEqual([]);
  });

  test("another policy is not claimed", () => {
    expect(claims("boundaries", { [address]: { ...boundary, path: "/" } })).toEqual([]);
  });

  test.each([
    ["Action", { Effect: "Allow", Action: "iam:*", Resource: "*" }, true],
    ["NotAction", { Effect: "Allow", NotAction: "iam:*", Resource: "*" }, false],
    ["another service", { Effect: "Allow", Action: ["s3:*"], Resource: "*" }, false],
  ])("%s decides what is permitted", (_name, statement, expected) => {
    expect(permits(document(statement), "iam:CreateUser")).toBe(expected);
  });

  test("a denial counts when it has no condition and covers every resource", () => {
    const all = { Effect: "Allow", Action: "*", Resource: "*" };
    const deny = { Effect: "Deny", Action: "iam:create*", Resource: ["*"] };
    expect(permits(document(all, deny), "iam:CreateUser")).toBe(false);
    expect(permits(document(all, { ...deny, Condition: { Bool: {} } }), "iam:CreateUser")).toBe(true);
    expect(permits(document(all, { ...deny, Resource: ["arn:aws:iam::1:user/x"] }), "iam:CreateUser")).toBe(true);
  });
});

describe("trusts", () => {
  const trust = (Condition: unknown, AWS: unknown = root) =>
    texts("trusts", {
      "aws_iam_role.r": {
        assume_role_policy: document({ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole", Condition }),
      },
    });

  test("names of principals narrow an account", () => {
    const names = ["arn:aws:iam::111111111111:role/ci", "arn:aws:iam::111111111111:role/aws-reserved/sso/*"];
    expect(trust({ ArnLike: { "aws:PrincipalArn": names } })).toEqual([]);
    expect(trust(undefined, "arn:aws:iam::111111111111:role/ci")).toEqual([]);
  });

  test.each([
    ["nothing", undefined],
    ["a second factor alone", { Bool: { "aws:MultiFactorAuthPresent": "true" } }],
    ["every role", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/*" } }],
    ["everything", { ArnLike: { "aws:PrincipalArn": ["arn:aws:iam::111111111111:role/ci", "*"] } }],
  ])("%s does not", (_name, condition) => expect(trust(condition)).toEqual(["trusts a whole account"]));

  test("a bare account id is the account too", () => {
    expect(trust(undefined, ["111111111111"])).toEqual(["trusts a whole account"]);
  });
});

describe("administrators", () => {
  const fresh = {
    Bool: { "aws:MultiFactorAuthPresent": "true" },
    NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
  };
  const held = (condition: unknown, role: Readonly<Record<string, unknown>> = {}) =>
    texts("administrators", {
      "aws_iam_role_policy_attachment.a": {
        policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
        role: reference("aws_iam_role.r.name", "aws_iam_role.r"),
      },
      "aws_iam_role.r": {
        assume_role_policy: document({ Effect: "Allow", Principal: { AWS: root }, Condition: condition }),
        permissions_boundary: reference("aws_iam_policy.b.arn"),
        max_session_duration: 3600,
        ...role,
      },
    });

  test("need a fresh second factor, a boundary and short sessions", () => {
    expect(held(fresh)).toEqual([]);
    expect(held({ Bool: fresh.Bool })).toHaveLength(1);
    expect(held({ NumericLessThan: fresh.NumericLessThan })).toHaveLength(1);
    expect(held(fresh, { permissions_boundary: undefined })).toHaveLength(1);
    expect(held(fresh, { max_session_duration: 7200 })).toHaveLength(1);
  });
});

describe("functions", () => {
  const guarded = {
    role: reference("aws_iam_role.r.arn", "aws_iam_role.r"),
    timeout: 60,
    source_code_hash: "hash",
    tracing_config: [{ mode: "Active" }],
    dead_letter_config: [{ target_arn: "arn:aws:sns:x" }],
  };
  const found = (
    values: Readonly<Record<string, unknown>>,
    role: Readonly<Record<string, unknown>> = { permissions_boundary: "b" },
  ) => texts("functions", { "aws_lambda_function.f": { ...guarded, ...values }, "aws_iam_role.r": role });

  test("a guarded one passes", () => expect(found({})).toEqual([]));

  test.each([
    ["timeout", { timeout: 2 }, "has no sensible timeout"],
    ["an end in time", { timeout: 901 }, "has no sensible timeout"],
    ["hash", { source_code_hash: undefined }, "is not named by the hash of its code"],
    ["traces", { tracing_config: [{ mode: "PassThrough" }] }, "sends no traces"],
    ["dead letters", { dead_letter_config: [] }, "tells nobody when it fails"],
  ])("without %s it does not", (_name, values, text) => expect(found(values)).toEqual([text]));

  test("nor with a role without a boundary", () => {
    expect(found({}, {})).toEqual(["has a role without a permissions boundary"]);
  });
});

describe("buckets", () => {
  const bucket = (status: string, days?: number, rule = "Enabled") =>
    texts("buckets", {
      "aws_s3_bucket.b": { bucket: "b" },
      "aws_s3_bucket_versioning.v": { bucket: reference("aws_s3_bucket.b.id"), versioning_configuration: [{ status }] },
      ...(days === undefined
        ? {}
        : {
            "aws_s3_bucket_lifecycle_configuration.l": {
              bucket: "b",
              rule: [{ status: rule, noncurrent_version_expiration: [{ noncurrent_days: days }] }],
            },
          }),
    });

  test("keep old versions, for a time", () => {
    expect(bucket("Enabled", 90)).toEqual([]);
    expect(bucket("Suspended", 90)).toEqual(["keeps no versions"]);
    expect(bucket("Enabled")).toEqual(["keeps old versions for ever"]);
    expect(bucket("Enabled", 90, "Disabled")).toEqual(["keeps old versions for ever"]);
    expect(bucket("Enabled", 30)).toEqual([]);
    expect(bucket("Enabled", 29)).toEqual(["drops old versions after 29 days, before 30"]);
  });
});

describe("cluster-endpoint", () => {
  const cluster = (config: Readonly<Record<string, unknown>>, Environment = "development") =>
    texts("cluster-endpoint", {
      "aws_eks_cluster.c": { vpc_config: [{ endpoint_private_access: true, ...config }], tags_all: { Environment } },
    });

  test("is open to named addresses outside of production", () => {
    expect(cluster({ endpoint_public_access: false }, "production")).toEqual([]);
    expect(cluster({ endpoint_public_access: true, public_access_cidrs: ["203.0.113.0/24"] })).toEqual([]);
    expect(cluster({ endpoint_public_access: true, public_access_cidrs: ["203.0.113.0/24"] }, "production")).toEqual([
      "is reached from outside, in production",
    ]);
    const wide = "is reached from any address, or from ranges wider than /16";
    for (const cidrs of [[], ["0.0.0.0/0"], ["203.0.113.0/24", "10.0.0.0/15"]])
      expect(cluster({ endpoint_public_access: true, public_access_cidrs: cidrs })).toEqual([wide]);
    expect(cluster({ endpoint_private_access: false, endpoint_public_access: false })).toHaveLength(1);
  });
});

describe("secrets and schedules", () => {
  const login = { "aws_secretsmanager_secret.s": { name: "ecr-pullthroughcache/docker-hub" } };
  const cache = {
    "aws_ecr_pull_through_cache_rule.c": { credential_arn: reference("aws_secretsmanager_secret.s.arn") },
  };

  test("logins of registry caches are claimed, and have to be used by one", () => {
    expect(claims("secrets", login)).toEqual(["dev-x aws_secretsmanager_secret.s"]);
    expect(claims("secrets", { "aws_secretsmanager_secret.s": { name: "app/db" } })).toEqual([]);
    expect(texts("secrets", { ...login, ...cache })).toEqual([]);
    expect(texts("secrets", login)).toEqual(["has a login's name, but no registry cache uses it"]);
  });

  test("schedules without a payload are claimed, and one with a payload needs a key", () => {
    const schedule = (input?: string, key?: string) => ({
      "aws_scheduler_schedule.s": { target: [{ arn: "a", input }], kms_key_arn: key },
    });
    expect(claims("schedules", schedule())).toHaveLength(1);
    expect(claims("schedules", schedule("{}"))).toEqual([]);
    expect(texts("schedules", schedule("{}"))).toEqual(["carries a payload without a key of the account"]);
    expect(texts("schedules", schedule("{}", "arn:aws:kms:k"))).toEqual([]);
  });
});

describe("web-acls", () => {
  const rate = { statement: [{ rate_based_statement: [{ limit: 2000 }] }], action: [{ block: [{}] }] };
  const inputs = {
    statement: [{ managed_rule_group_statement: [{ name: "AWSManagedRulesKnownBadInputsRuleSet" }] }],
    override_action: [{ none: [{}], count: [] }],
  };
  const found = (rule: readonly unknown[], more: Resources = {}) =>
    texts("web-acls", {
      "aws_lb.b": { internal: false },
      "aws_wafv2_web_acl.a": { rule },
      "aws_wafv2_web_acl_association.x": {
        resource_arn: reference("aws_lb.b.arn"),
        web_acl_arn: reference("aws_wafv2_web_acl.a.arn"),
      },
      ...more,
    });

  test("floods and bad inputs are blocked, not counted", () => {
    expect(found([rate, inputs])).toEqual([]);
    expect(found([inputs])).toEqual(["blocks no floods"]);
    expect(found([{ ...rate, action: [{ block: [], count: [{}] }] }, inputs])).toEqual(["blocks no floods"]);
    expect(found([rate])).toEqual(["blocks no known bad inputs"]);
    const counting = { ...inputs, override_action: [{ none: [], count: [{}] }] };
    expect(found([rate, counting])).toEqual(["blocks no known bad inputs"]);
  });

  test("an ACL of another balancer is none, and an internal one needs none", () => {
    const other = {
      "aws_wafv2_web_acl_association.x": {
        resource_arn: reference("aws_lb.other.arn"),
        web_acl_arn: reference("aws_wafv2_web_acl.a.arn"),
      },
    };
    expect(found([rate, inputs], other)).toEqual(["blocks no floods", "blocks no known bad inputs"]);
    expect(found([], { "aws_lb.b": { internal: true } })).toEqual([]);
  });
});

describe("balancer-logs", () => {
  const resources = (algorithm: string, bucket = "aws_s3_bucket.b"): Resources => ({
    "aws_s3_bucket.b": { bucket: "b" },
    "aws_lb.l": { access_logs: reference(`${bucket}.bucket`) },
    "aws_s3_bucket_server_side_encryption_configuration.e": {
      bucket: reference("aws_s3_bucket.b.bucket"),
      rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: algorithm }] }],
    },
  });

  test("a bucket for access logs is claimed, and has S3's own key", () => {
    expect(claims("balancer-logs", resources("AES256"))).toEqual(["dev-x aws_s3_bucket.b"]);
    expect(texts("balancer-logs", resources("AES256"))).toEqual([]);
    expect(texts("balancer-logs", resources("aws:kms"))).toEqual(["cannot take access logs as it is encrypted"]);
  });

  test("another bucket is not", () => {
    expect(claims("balancer-logs", resources("AES256", "aws_s3_bucket.other"))).toEqual([]);
    expect(texts("balancer-logs", resources("aws:kms", "aws_s3_bucket.other"))).toEqual([]);
  });
});

test.each([
  ["open-ingress", "aws_security_group.g", { ingress: [{ from_port: 22 }] }],
  ["open-ingress", "aws_default_security_group.g", { ingress: reference("var.rules") }],
  ["open-ingress", "aws_security_group_rule.r", { type: "ingress" }],
  ["acl-ingress", "aws_network_acl.a", { ingress: [{ from_port: 22 }] }],
  ["acl-ingress", "aws_default_network_acl.a", { ingress: [{ from_port: 22 }] }],
])("%s lets nothing past it that it cannot judge: %s", (id, address, values) => {
  expect(texts(id, { [address]: values })).toHaveLength(1);
  expect(texts(id, { [address.replace("_rule.", "x.")]: { ingress: [] } })).toEqual([]);
});
