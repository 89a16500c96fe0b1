import { Testing } from "cdktf";
import type { StackScope } from "../../src/stacks/base-stack";
import { BootstrapStack, type BootstrapStackProps } from "../../src/stacks/bootstrap-stack";

const account = "777777777777";

const place = (region = "us-east-1"): StackScope => ({
  company: "acme",
  account: { name: "prod", id: account },
  region: { name: region, zones: [`${region}a`] },
  primaryRegion: "us-east-1",
  backend: { kind: "local" },
  tags: { Environment: "production", Project: "acme", Owner: "team", CostCenter: "1", ManagedBy: "cdktf" },
});

const full: BootstrapStackProps = {
  stateStore: true,
  runsWorkloads: true,
  administersOrganization: false,
  operators: [],
  boundaries: ["workload", "developer", "prod", "break-glass"],
  breakGlassFrom: "111111111111",
  approvedPipeline: "acme-prod",
  unusedAccessDays: 90,
  attachedModules: [
    { module: "account-baseline", layer: "bootstrap", accounts: "all", inputs: { minimumPasswordLength: 16 } },
  ],
};

// biome-ignore lint/suspicious/noExplicitAny: synthesized JSON has no types
type Json = any;

function synth(props: Partial<BootstrapStackProps> = {}, region?: string): Json {
  return JSON.parse(Testing.synth(new BootstrapStack(Testing.app(), place(region), { ...full, ...props })));
}

const all = (json: Json, type: string): Json[] => Object.values(json.resource[type] ?? {});
const named = (json: Json, type: string, name: string): Json => all(json, type).find((item) => item.name === name);
const policyOf = (json: Json, name: string): Json[] => JSON.parse(named(json, "aws_iam_policy", name).policy).Statement;
const trustOf = (json: Json, name: string): Json[] =>
  JSON.parse(named(json, "aws_iam_role", name).assume_role_policy).Statement;

const primary = synth();
const secondary = synth({}, "us-west-2");

describe("state (ACC-17, ACC-16)", () => {
  test("bucket, table and key are those that backends name, and cannot be destroyed", () => {
    const [bucket] = all(primary, "aws_s3_bucket");
    const [table] = all(primary, "aws_dynamodb_table");
    expect(bucket).toMatchObject({
      bucket: "acme-prod-tfstate-use1",
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(table).toMatchObject({
      name: "acme-tflock",
      billing_mode: "PAY_PER_REQUEST",
      hash_key: "LockID",
      attribute: [{ name: "LockID", type: "S" }],
      point_in_time_recovery: { enabled: true },
      deletion_protection_enabled: true,
    });
    expect(all(primary, "aws_kms_alias").map(({ name }) => name)).toContain("alias/acme-tfstate");
    expect(all(secondary, "aws_s3_bucket")[0].bucket).toBe("acme-prod-tfstate-usw2");
  });

  test("the bucket refuses plain HTTP and everybody but Terraform's roles", () => {
    const statements: Json[] = JSON.parse(all(primary, "aws_s3_bucket_policy")[0].policy).Statement;
    expect(statements[0]).toMatchObject({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } });
    const others = statements.filter(({ Sid }) => Sid !== "TlsOnly");
    expect(others.map(({ Condition }) => Condition.ArnNotLike["aws:PrincipalArn"].slice(0, 2))).toEqual(
      others.map(() => [
        `arn:aws:iam::${account}:role/acme-terraform-deploy`,
        `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`,
      ]),
    );
    const writing = others.find(({ NotAction }) => NotAction !== undefined);
    expect(JSON.stringify(writing)).not.toContain("ci-plan");
  });

  test("the policy comes last, so that it cannot shut out the one who sets the bucket up", () => {
    expect(all(primary, "aws_s3_bucket_policy")[0].depends_on).toHaveLength(5);
  });

  test("HCP Terraform keeps its own state: no bucket, no table", () => {
    const hosted = synth({ stateStore: false });
    expect(all(hosted, "aws_s3_bucket")).toEqual([]);
    expect(all(hosted, "aws_dynamodb_table")).toEqual([]);
  });
});

describe("keys (SEC-08, ACC-14, ACC-16)", () => {
  const statementsOf = (json: Json, description: string): Json[] =>
    JSON.parse(all(json, "aws_kms_key").find((key) => key.description === description).policy).Statement;

  test("every key rotates, waits 30 days and cannot be destroyed", () => {
    expect(all(primary, "aws_kms_key")).toHaveLength(3);
    for (const key of all(primary, "aws_kms_key")) {
      expect(key).toMatchObject({
        enable_key_rotation: true,
        deletion_window_in_days: 30,
        lifecycle: { prevent_destroy: true },
      });
    }
  });

  test("the key of volumes names the account root alone, for Auto Scaling and the EBS driver", () => {
    const statements = statementsOf(primary, "ebs CMK");
    expect(new Set(statements.map(({ Principal }) => JSON.stringify(Principal)))).toEqual(
      new Set([JSON.stringify({ AWS: `arn:aws:iam::${account}:root` })]),
    );
    const roles = [
      `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
      `arn:aws:iam::${account}:role/prod-ebs-csi-*`,
    ];
    for (const { Condition } of statements.filter((statement) => statement.Condition)) {
      expect(Condition.ArnLike["aws:PrincipalArn"]).toEqual(roles);
    }
    const grants = statements.filter(({ Action }) => Action.includes("kms:CreateGrant"));
    expect(grants.map(({ Condition }) => Condition.Bool)).toEqual([{ "kms:GrantIsForAWSResource": "true" }]);
  });

  test("Auto Scaling holds a grant in each region; its role is made once", () => {
    const grantees = (json: Json) =>
      all(json, "aws_kms_grant").map(({ name, grantee_principal }) => [name, grantee_principal]);
    expect(grantees(primary)).toEqual([
      ["autoscaling", expect.stringContaining("AWSServiceRoleForAutoScaling")],
      ["terraform", expect.stringMatching(/^\$\{aws_iam_role\.deploy/)],
    ]);
    expect(grantees(secondary)).toContainEqual(["terraform", `arn:aws:iam::${account}:role/acme-terraform-deploy`]);
    expect(all(primary, "aws_iam_service_linked_role")[0].aws_service_name).toBe("autoscaling.amazonaws.com");
    expect(all(secondary, "aws_iam_service_linked_role")).toEqual([]);
  });
});

describe("roles (ACC-10, ACC-11, ACC-12, ACC-16)", () => {
  test("the secondary region makes no IAM object and hands over the same ARNs", () => {
    expect(Object.keys(secondary.resource).filter((type) => type.startsWith("aws_iam"))).toEqual([]);
    expect(secondary.output.deploy_role_arn.value).toBe(`arn:aws:iam::${account}:role/acme-terraform-deploy`);
    expect(secondary.output.boundary_arns.value).toEqual(primary.output.boundary_arns.value);
  });

  test("no statement of Terraform's roles allows everything, or everything of a service", () => {
    const statements = all(primary, "aws_iam_policy")
      .filter(({ path }) => path === "/terraform/")
      .flatMap(({ policy }) => JSON.parse(policy).Statement);
    const allowed: string[] = statements
      .filter(({ Effect }: Json) => Effect === "Allow")
      .flatMap(({ Action }: Json) => Action);
    expect(allowed.length).toBeGreaterThan(100);
    expect(allowed.filter((action) => action === "*" || action.endsWith(":*"))).toEqual([]);
  });

  test("what changes on any resource is named action by action", () => {
    const unscoped = policyOf(primary, "acme-terraform-unscoped")[0];
    expect(unscoped.Resource).toEqual(["*"]);
    expect(unscoped.Action.filter((action: string) => action.includes("*"))).toEqual([]);
  });

  test("policies keep IAM's limits: 6,144 characters each, ten to a role", () => {
    for (const { policy } of all(primary, "aws_iam_policy"))
      expect(policy.replace(/\s/g, "").length).toBeLessThanOrEqual(6144);
    const perRole = new Map<string, number>();
    for (const { role } of all(primary, "aws_iam_role_policy_attachment"))
      perRole.set(role, (perRole.get(role) ?? 0) + 1);
    expect(Math.max(...perRole.values())).toBeLessThanOrEqual(10);
  });

  test("only the management account's role may touch the organization", () => {
    expect(policyOf(primary, "acme-terraform-limits")[0]).toMatchObject({
      Effect: "Deny",
      Action: ["organizations:*", "account:*"],
    });
    const management = synth({ administersOrganization: true });
    expect(JSON.stringify(policyOf(management, "acme-terraform-limits"))).not.toContain("organizations:*");
    const changes = policyOf(management, "acme-terraform-organization");
    const unscoped = changes.filter(({ Resource }) => Resource.includes("*"));
    expect(unscoped.map(({ Sid }) => Sid)).toEqual(["ChangeOrganizationWithoutResource"]);
    expect(unscoped.flatMap(({ Action }) => Action)).not.toContain("organizations:DeleteOrganization");
  });

  test("the deploy role trusts its own account, narrowed to roles by name, for one hour", () => {
    const role = named(primary, "aws_iam_role", "acme-terraform-deploy");
    expect(role.max_session_duration).toBe(3600);
    expect(trustOf(primary, "acme-terraform-deploy")[0]).toMatchObject({
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Condition: {
        ArnLike: {
          "aws:PrincipalArn": [
            `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`,
            `arn:aws:iam::${account}:role/prod-ci-deploy`,
          ],
        },
      },
    });
  });

  test("pipelines wear the workload boundary and serve CodeBuild of this account", () => {
    for (const name of ["prod-ci-plan", "prod-ci-deploy"]) {
      expect(named(primary, "aws_iam_role", name).permissions_boundary).toMatch(
        /^\$\{aws_iam_policy\.boundaries_workload/,
      );
      expect(trustOf(primary, name)[0].Condition).toEqual({ StringEquals: { "aws:SourceAccount": account } });
    }
  });

  test("planning reads the state with its own key and may assume nothing", () => {
    expect(policyOf(primary, "prod-ci-state")).toEqual([
      expect.objectContaining({
        Action: ["kms:Decrypt"],
        Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/acme-tfstate" } },
      }),
    ]);
    const attached = all(primary, "aws_iam_role_policy_attachment").filter(({ role }) => role.includes("ci_plan"));
    expect(attached.map(({ policy_arn }) => policy_arn).join()).not.toContain("assume");
    expect(attached).toHaveLength(4);
  });

  test("ACC-12: the glass breaks with a fresh second factor, from the management account only", () => {
    expect(trustOf(primary, "prod-break-glass")).toEqual([
      expect.objectContaining({
        Principal: { AWS: "arn:aws:iam::111111111111:root" },
        Condition: expect.objectContaining({
          Bool: { "aws:MultiFactorAuthPresent": "true" },
          NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
        }),
      }),
    ]);
    const { breakGlassFrom: _, ...closed } = full;
    const without = JSON.parse(Testing.synth(new BootstrapStack(Testing.app(), place(), closed)));
    expect(named(without, "aws_iam_role", "prod-break-glass")).toBeUndefined();
  });

  test("ACC-11: approvers approve one pipeline's release and nothing else", () => {
    expect(policyOf(primary, "prod-approvers")).toEqual([
      {
        Sid: "Approve",
        Effect: "Allow",
        Action: ["codepipeline:PutApprovalResult"],
        Resource: [`arn:aws:codepipeline:us-east-1:${account}:acme-prod/Approval/*`],
      },
    ]);
  });

  test("ACC-10: unused access is reported once, foreign access in each region", () => {
    expect(all(primary, "aws_accessanalyzer_analyzer")).toContainEqual(
      expect.objectContaining({
        analyzer_name: "prod-unused-access",
        type: "ACCOUNT_UNUSED_ACCESS",
        configuration: { unused_access: { unused_access_age: 90 } },
      }),
    );
    expect(all(secondary, "aws_accessanalyzer_analyzer").map(({ type }) => type)).toEqual(["ACCOUNT"]);
  });
});

describe("boundaries (ACC-08)", () => {
  test("developers cannot touch boundaries, the organization, the state or the audit", () => {
    const denied = JSON.stringify(policyOf(primary, "developer-boundary").filter(({ Effect }) => Effect === "Deny"));
    for (const part of [
      `policy/boundary/*`,
      "organizations:*",
      "arn:aws:s3:::acme-prod-tfstate-*",
      "cloudtrail:Stop*",
    ]) {
      expect(denied).toContain(part);
    }
  });

  test("roles that developers make carry their boundary", () => {
    const rule = policyOf(primary, "developer-boundary").find(({ Sid }) => Sid === "NewRolesAreCapped");
    expect(rule.Condition).toEqual({
      StringNotEquals: { "iam:PermissionsBoundary": `arn:aws:iam::${account}:policy/boundary/developer-boundary` },
    });
  });

  test("functions publish, use keys and send traces within the workload boundary", () => {
    const covers = (patterns: string[], action: string) =>
      patterns.some((pattern) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(action));
    const statements = policyOf(primary, "workload-boundary");
    const permitted = (action: string) =>
      statements.some(
        ({ Effect, Action, NotAction }) =>
          Effect === "Allow" && (Action === undefined ? !covers(NotAction, action) : covers(Action, action)),
      ) &&
      !statements.some(
        ({ Effect, Action, Resource }) => Effect === "Deny" && Resource.includes("*") && covers(Action, action),
      );
    for (const action of [
      ...["sns:Publish", "kms:Decrypt", "kms:GenerateDataKey"],
      ...["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
    ]) {
      expect([action, permitted(action)]).toEqual([action, true]);
    }
    expect(permitted("iam:CreateRole")).toBe(false);
    expect(permitted("kms:ScheduleKeyDeletion")).toBe(false);
  });

  test("only the developers' boundary starts from everything", () => {
    for (const name of ["workload-boundary", "prod-boundary", "break-glass-boundary"]) {
      const allowed = policyOf(primary, name).filter(
        ({ Effect, Action }) => Effect === "Allow" && Action !== undefined,
      );
      expect(allowed.map(({ Action }) => Action)).toEqual(
        name === "workload-boundary" ? [["iam:Get*", "iam:List*"]] : [],
      );
    }
  });
});

test("a role whose boundary the account does not have is refused", () => {
  expect(() => synth({ boundaries: ["workload"] })).toThrow('no boundary "break-glass"');
});

describe("HCP Terraform (ACC-19)", () => {
  const hosted = synth({ stateStore: false, hcp: { organization: "acme-hcp" } });

  test.each(["plan", "apply"])("the role of the %s phase serves one account and one phase", (phase) => {
    expect(trustOf(hosted, `hcp-prod-${phase}`)[0].Condition).toEqual({
      StringEquals: { "app.terraform.io:aud": "aws.workload.identity" },
      StringLike: { "app.terraform.io:sub": `organization:acme-hcp:project:prod:workspace:prod-*:run_phase:${phase}` },
    });
  });

  test("the plan role only reads", () => {
    const arns = all(hosted, "aws_iam_role_policy_attachment").filter(({ role }) => role.includes("hcp_plan"));
    expect(arns.map(({ policy_arn }) => policy_arn)).toEqual([
      "arn:aws:iam::aws:policy/SecurityAudit",
      expect.stringContaining("terraform_read"),
    ]);
    const actions: string[] = policyOf(hosted, "acme-terraform-read").flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/:(?:BatchGet|Describe|Get|List)/.test(action))).toEqual([]);
  });

  test("the plan role reads no secret and no parameter but AWS's public ones", () => {
    const statements = policyOf(hosted, "acme-terraform-read");
    const covering = (action: string) =>
      statements.filter(({ Action }) =>
        Action.some((pattern: string) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(action)),
      );
    expect(covering("secretsmanager:GetSecretValue")).toEqual([]);
    expect(covering("ec2:GetPasswordData")).toEqual([]);
    for (const action of ["ssm:GetParameter", "ssm:GetParameters"])
      expect(covering(action).flatMap(({ Resource }) => Resource)).toEqual(["arn:aws:ssm:*::parameter/aws/service/*"]);
    expect(covering("ssm:GetParametersByPath")).toEqual([]);
  });

  test("the role that applies may launch what is encrypted, in both regions", () => {
    const grantee = (json: Json) =>
      all(json, "aws_kms_grant").find(({ name }) => name === "terraform").grantee_principal;
    expect(grantee(hosted)).toMatch(/^\$\{aws_iam_role\.hcp_apply/);
    const other = synth({ stateStore: false, hcp: { organization: "acme-hcp" } }, "us-west-2");
    expect(grantee(other)).toBe(`arn:aws:iam::${account}:role/hcp-prod-apply`);
  });

  test("no such role where S3 keeps the state", () => {
    expect(all(primary, "aws_iam_openid_connect_provider")).toEqual([]);
  });
});

describe("attached modules", () => {
  const block = (json: Json): Json => Object.values(json.module ?? {})[0];

  test("the module lies in the stack's folder and gets the stack's values (SEC-08, ACC-12)", () => {
    expect(block(primary)).toMatchObject({
      source: expect.stringMatching(/^\.\/assets\/account-baseline-source[^/]*\/[0-9A-F]{32}$/),
      global_settings: true,
      minimum_password_length: 16,
      ebs_kms_key: { arn: expect.stringMatching(/^\$\{aws_kms_key\.keys_ebs/) },
    });
    expect(block(secondary).global_settings).toBe(false);
  });

  test("an account without workloads keeps the key that AWS manages", () => {
    expect(block(synth({ runsWorkloads: false }))).not.toHaveProperty("ebs_kms_key");
  });

  test("a module of another account or layer is not attached", () => {
    const [attached] = full.attachedModules;
    if (attached === undefined) throw new Error("no module to attach");
    expect(synth({ attachedModules: [{ ...attached, accounts: ["dev"] }] }).module).toBeUndefined();
    expect(synth({ attachedModules: [{ ...attached, layer: "network" }] }).module).toBeUndefined();
  });
});
