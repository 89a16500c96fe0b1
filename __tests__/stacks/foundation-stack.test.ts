import { Testing } from "cdktf";
import type { StackScope } from "../../src/stacks/base-stack";
import { FoundationStack, type FoundationStackProps } from "../../src/stacks/foundation-stack";

const account = "666666666666";

const place = (region = "us-east-1"): StackScope => ({
  company: "acme",
  account: { name: "staging", id: account },
  region: { name: region, zones: [`${region}a`] },
  primaryRegion: "us-east-1",
  backend: { kind: "s3", lock: "both" },
  tags: { Environment: "staging", Project: "acme", Owner: "team", CostCenter: "1", ManagedBy: "cdktf" },
});

const images: FoundationStackProps["images"] = {
  services: ["backend", "frontend"],
  tagMutability: "IMMUTABLE",
  forceDelete: false,
  scanType: "ENHANCED",
  untaggedDays: 7,
  candidateDays: 14,
  keep: { "staging-": 30, v: 50 },
};

const full: FoundationStackProps = {
  zoneName: "staging.acme.example",
  acceleratedRecovery: true,
  images,
  upstreams: {
    "docker-hub": { registry: "registry-1.docker.io", credentials: true },
    k8s: { registry: "registry.k8s.io", credentials: false },
  },
  logRetentionDays: 30,
  buildProjects: ["build"],
  artifactDays: 30,
};

// biome-ignore lint/suspicious/noExplicitAny: synthesized JSON has no types
type Json = any;

const synth = (props: Partial<FoundationStackProps> = {}, region?: string): Json =>
  JSON.parse(Testing.synth(new FoundationStack(Testing.app(), place(region), { ...full, ...props })));

const all = (json: Json, type: string): Json[] => Object.values(json.resource[type] ?? {});
const keyPolicy = (json: Json, description: string): Json[] =>
  JSON.parse(all(json, "aws_kms_key").find((key) => key.description === description).policy).Statement;

const primary = synth();
const secondary = synth({}, "us-west-2");

describe("zone (DRC-05, ACC-16)", () => {
  test("is made once, protected, with accelerated recovery", () => {
    expect(all(primary, "aws_route53_zone")).toEqual([
      expect.objectContaining({
        name: "staging.acme.example",
        enable_accelerated_recovery: true,
        lifecycle: { prevent_destroy: true },
      }),
    ]);
  });

  test("the secondary region comes before it and reads no state of the primary", () => {
    expect(all(secondary, "aws_route53_zone")).toEqual([]);
    expect(secondary.data.aws_route53_zone).toBeUndefined();
    expect(secondary.output.zone_id.value).toBe("");
    expect(secondary.data.terraform_remote_state["staging-bootstrap-usw2"].config).toMatchObject({
      bucket: "acme-staging-tfstate-usw2",
      region: "us-west-2",
    });
  });
});

describe.each([
  ["primary", primary],
  ["secondary", secondary],
])("image registry of the %s region (IMG-01, IMG-05, IMG-06, IMG-07)", (_name, json: Json) => {
  const names = ["acme/backend-candidate", "acme/backend", "acme/frontend-candidate", "acme/frontend"];

  test("four repositories: immutable, scanned, encrypted with the registry's key, kept while they hold images", () => {
    expect(
      all(json, "aws_ecr_repository")
        .map(({ name }) => name)
        .sort(),
    ).toEqual(names.sort());
    for (const repository of all(json, "aws_ecr_repository")) {
      expect(repository).toMatchObject({
        image_tag_mutability: "IMMUTABLE",
        force_delete: false,
        image_scanning_configuration: { scan_on_push: true },
        encryption_configuration: [{ encryption_type: "KMS", kms_key: expect.stringContaining("aws_kms_key.ecr") }],
      });
    }
  });

  test("policies name account roots, narrowed to roles; only the scan gate publishes (CIC-03)", () => {
    for (const { policy, repository } of all(json, "aws_ecr_repository_policy")) {
      const statements: Json[] = JSON.parse(policy).Statement;
      for (const { Principal, Condition } of statements) {
        expect(Principal).toEqual({ AWS: `arn:aws:iam::${account}:root` });
        expect(Condition.ArnLike["aws:PrincipalArn"].length).toBeGreaterThan(0);
      }
      const pushers = statements
        .filter(({ Action }) => Action.includes("ecr:PutImage"))
        .flatMap((s) => s.Condition.ArnLike["aws:PrincipalArn"]);
      const expected = repository.includes("candidate") ? ["build", "promote"] : ["scan-gate"];
      expect(pushers).toEqual(expected.map((role) => `arn:aws:iam::${account}:role/staging-ci-${role}`));
    }
  });

  test("lifecycle counts per prefix, expires candidates, never counts over all tags", () => {
    for (const { policy, repository } of all(json, "aws_ecr_lifecycle_policy")) {
      const rules: Json[] = JSON.parse(policy).rules;
      expect(rules.map(({ rulePriority }) => rulePriority)).toEqual(rules.map((_, place) => place + 1));
      expect(rules[0].selection).toMatchObject({
        tagStatus: "untagged",
        countType: "sinceImagePushed",
        countNumber: 7,
      });
      expect(rules.some(({ selection }) => selection.tagStatus === "any")).toBe(false);
      const rest = rules
        .slice(1)
        .map(({ selection: { countNumber, tagPrefixList, tagPatternList } }) => [
          tagPrefixList ?? tagPatternList,
          countNumber,
        ]);
      expect(rest).toEqual(
        repository.includes("candidate")
          ? [[["*"], 14]]
          : [
              [["staging-"], 30],
              [["v"], 50],
            ],
      );
    }
  });

  test("one scanning configuration covers every repository, with Inspector switched on first", () => {
    const [scanning, ...others] = all(json, "aws_ecr_registry_scanning_configuration");
    expect(others).toEqual([]);
    expect(scanning).toMatchObject({
      scan_type: "ENHANCED",
      depends_on: [expect.stringContaining("aws_inspector2_enabler")],
    });
    expect(scanning.rule[0]).toEqual({
      scan_frequency: "SCAN_ON_PUSH",
      repository_filter: [{ filter: "acme/*", filter_type: "WILDCARD" }],
    });
    expect(scanning.rule[1].scan_frequency).toBe("CONTINUOUS_SCAN");
    expect(all(json, "aws_inspector2_enabler")).toEqual([
      expect.objectContaining({ account_ids: [account], resource_types: ["ECR"] }),
    ]);
  });

  test("caches have a template with key, role and lifecycle, and logins only where given (NET-14, IMG-02)", () => {
    const rules = Object.fromEntries(
      all(json, "aws_ecr_pull_through_cache_rule").map((rule) => [rule.ecr_repository_prefix, rule]),
    );
    expect(Object.keys(rules)).toEqual(["docker-hub", "k8s"]);
    expect(rules["docker-hub"]).toMatchObject({
      upstream_registry_url: "registry-1.docker.io",
      credential_arn: expect.any(String),
    });
    expect(rules["k8s"]).not.toHaveProperty("credential_arn");
    expect(all(json, "aws_secretsmanager_secret").map(({ name }) => name)).toEqual(["ecr-pullthroughcache/docker-hub"]);
    expect(json.resource.aws_secretsmanager_secret_version).toBeUndefined();
    for (const template of all(json, "aws_ecr_repository_creation_template")) {
      expect(template).toMatchObject({
        applied_for: ["PULL_THROUGH_CACHE"],
        encryption_configuration: [{ encryption_type: "KMS", kms_key: expect.stringContaining("aws_kms_key.ecr") }],
        custom_role_arn: expect.stringContaining("aws_iam_role"),
      });
      expect(JSON.parse(template.lifecycle_policy).rules).toHaveLength(1);
    }
  });
});

test("basic scanning switches no Inspector on and never scans continuously (IMG-05)", () => {
  const json = synth({ images: { ...images, scanType: "BASIC" } });
  expect(all(json, "aws_inspector2_enabler")).toEqual([]);
  expect(all(json, "aws_ecr_registry_scanning_configuration")[0].rule).toHaveLength(1);
});

test("released images, not candidates, are open to the promotion role of the next account (IMG-01, IMG-08)", () => {
  const roleArn = "arn:aws:iam::777777777777:role/prod-ci-promote";
  const json = synth({ images: { ...images, promotion: { accountId: "777777777777", roleArn } } });
  const open = all(json, "aws_ecr_repository_policy").filter(({ policy }) => policy.includes("777777777777"));
  expect(open).toHaveLength(2);
  for (const { policy, repository } of open) {
    expect(repository).not.toContain("candidate");
    const promote = JSON.parse(policy).Statement.find(({ Sid }: Json) => Sid === "Promote");
    expect(promote.Condition).toEqual({ ArnLike: { "aws:PrincipalArn": [roleArn] } });
    expect(promote.Action.some((action: string) => /Put|Upload/.test(action))).toBe(false);
  }
});

test("IAM and bucket names end in the region (ACC-16)", () => {
  expect(all(primary, "aws_iam_role").map(({ name }) => name)).toEqual(["staging-ecr-template-use1"]);
  expect(all(secondary, "aws_iam_role").map(({ name }) => name)).toEqual(["staging-ecr-template-usw2"]);
  expect(all(secondary, "aws_s3_bucket").map(({ bucket }) => bucket)).toEqual(["acme-staging-artifacts-usw2"]);
});

test("the artifact bucket has its whole set: key, TLS, ownership, no public access (SEC-09, CIC-07)", () => {
  expect(all(primary, "aws_s3_bucket_public_access_block")[0]).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(all(primary, "aws_s3_bucket_ownership_controls")[0].rule).toEqual({ object_ownership: "BucketOwnerEnforced" });
  expect(all(primary, "aws_s3_bucket_server_side_encryption_configuration")[0].rule[0]).toMatchObject({
    bucket_key_enabled: true,
    apply_server_side_encryption_by_default: {
      sse_algorithm: "aws:kms",
      kms_master_key_id: expect.stringContaining("artifact-key"),
    },
  });
  expect(JSON.parse(all(primary, "aws_s3_bucket_policy")[0].policy).Statement[0].Condition).toEqual({
    Bool: { "aws:SecureTransport": "false" },
  });
});

describe("logs and alerts (LOG-01, ALR-01)", () => {
  test("every group exists beforehand, with the retention and the key of the account", () => {
    const cluster = "acme-staging-us-east-1";
    expect(all(primary, "aws_cloudwatch_log_group").map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        ...["application", "host", "dataplane", "performance"].map(
          (kind) => `/aws/containerinsights/${cluster}/${kind}`,
        ),
        `/aws/eks/${cluster}/cluster`,
        "/aws/vpc/staging/flow",
        "aws-waf-logs-staging",
        "/aws/vpn/staging",
        "/aws/codebuild/staging-build",
      ]),
    );
    for (const group of all(primary, "aws_cloudwatch_log_group")) {
      expect(group).toMatchObject({ retention_in_days: 30, kms_key_id: expect.stringContaining("logs_key") });
    }
  });

  test("the logs service uses its key for groups of this account and region only", () => {
    const logs = keyPolicy(secondary, "logs CMK").find(({ Sid }) => Sid === "Logs");
    expect(logs.Principal).toEqual({ Service: ["logs.us-west-2.amazonaws.com"] });
    expect(logs.Condition.ArnLike["kms:EncryptionContext:aws:logs:arn"]).toBe(
      `arn:aws:logs:us-west-2:${account}:log-group:*`,
    );
  });

  test("two encrypted topics admit exactly the three services, of this account", () => {
    const services = ["cloudwatch.amazonaws.com", "events.amazonaws.com", "budgets.amazonaws.com"];
    expect(all(primary, "aws_sns_topic").map(({ name }) => name)).toEqual([
      "staging-alerts-critical",
      "staging-alerts-warning",
    ]);
    for (const { policy } of all(primary, "aws_sns_topic_policy")) {
      expect(JSON.parse(policy).Statement).toEqual([
        expect.objectContaining({
          Principal: { Service: services },
          Action: ["sns:Publish"],
          Condition: { StringEquals: { "aws:SourceAccount": account } },
        }),
      ]);
    }
    expect(keyPolicy(primary, "alerts CMK").at(-1)).toMatchObject({
      Principal: { Service: services },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    });
  });

  test("functions of the account publish with the topics' key, each by its own policy", () => {
    const use = keyPolicy(primary, "alerts CMK").find(({ Sid }) => Sid === "Use");
    expect(use).toMatchObject({ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` } });
    expect(use.Action).toEqual(expect.arrayContaining(["kms:Decrypt", "kms:GenerateDataKey*"]));
    expect(use.Condition.ArnLike["aws:PrincipalArn"]).toContain(`arn:aws:iam::${account}:role/staging-*`);
  });

  test("metrics are kept in one workspace with the logs' key (MET-02)", () => {
    expect(all(primary, "aws_prometheus_workspace")).toEqual([
      expect.objectContaining({ alias: "staging", kms_key_arn: expect.stringContaining("logs_key") }),
    ]);
  });
});

describe("replication of images (IMG-08)", () => {
  test("every image of the company is copied to the replica's region, within the account", () => {
    const [replication] = all(
      synth({ images: { ...images, replicaRegion: "us-west-2" } }),
      "aws_ecr_replication_configuration",
    );
    expect(replication.replication_configuration.rule).toEqual([
      {
        destination: [{ region: "us-west-2", registry_id: account }],
        repository_filter: [{ filter: "acme/", filter_type: "PREFIX_MATCH" }],
      },
    ]);
  });

  test("without a second region nothing is copied", () => {
    expect(all(primary, "aws_ecr_replication_configuration")).toEqual([]);
  });
});
