import type { Platform } from "../../src/config";
import { guardrailNames } from "../../src/lib/guardrails";
import { costTagKeys } from "../../src/lib/tags";
import { every, organizationOf } from "../support/management";
import type { TerraformJson } from "../support/synthesized";
import { workloadIn } from "../support/workload-in";

/** Logical id that an expression such as `${type.id.attribute}` refers to. */
const referred = (expression: string): string => expression.split(".")[1] ?? "";

/** Unit names from the outermost in, by account name. */
function placesOf(stack: TerraformJson): Record<string, string[]> {
  const units = stack["resource"].aws_organizations_organizational_unit;
  const above = (parent: string): string[] => {
    if (!parent.includes("organizational_unit")) return [];
    const unit = units[referred(parent)];
    return [...above(unit.parent_id), unit.name];
  };
  return Object.fromEntries(
    every(stack, "aws_organizations_account").map(({ name, parent_id }) => [name, above(parent_id)]),
  );
}

/** Names of attached policies by the name of the unit, or `root`. */
function attachmentsOf(stack: TerraformJson): Record<string, string[]> {
  const { aws_organizations_organizational_unit: units, aws_organizations_policy: policies } = stack["resource"];
  const targets: Record<string, string[]> = {};
  for (const { policy_id, target_id } of every(stack, "aws_organizations_policy_attachment")) {
    const target = units[referred(target_id)]?.name ?? "root";
    targets[target] = [...(targets[target] ?? []), policies[referred(policy_id)].name];
  }
  return Object.fromEntries(Object.entries(targets).map(([target, names]) => [target, names.toSorted()]));
}

const withoutAudit = (p: Platform) => void (p.audit = {});

test("one organization with all features and both policy types, never destroyed (ACC-02, ACC-04)", () => {
  const [organization, ...others] = every(organizationOf(), "aws_organizations_organization");
  expect(others).toEqual([]);
  expect(organization).toMatchObject({
    feature_set: "ALL",
    enabled_policy_types: ["SERVICE_CONTROL_POLICY", "TAG_POLICY"],
    lifecycle: { prevent_destroy: true },
  });
  expect(organization.aws_service_access_principals).toEqual(
    expect.arrayContaining([
      "sso.amazonaws.com",
      "cost-optimization-hub.bcm.amazonaws.com",
      "iam.amazonaws.com",
      "ram.amazonaws.com",
    ]),
  );
});

test("accounts live in their units: prod alone in Production (ACC-02, ACC-03, ACC-05)", () => {
  expect(placesOf(organizationOf())).toEqual({
    "company-inc-security": ["Security"],
    "company-inc-log-archive": ["Security"],
    "company-inc-dev": ["Workloads", "NonProduction"],
    "company-inc-staging": ["Workloads", "NonProduction"],
    "company-inc-prod": ["Workloads", "Production"],
  });
});

test("without audit accounts there are three workload accounts and no Security unit (ACC-02, ACC-05)", () => {
  const stack = organizationOf(withoutAudit);
  expect(Object.keys(placesOf(stack)).sort()).toEqual(["company-inc-dev", "company-inc-prod", "company-inc-staging"]);
  expect(
    every(stack, "aws_organizations_organizational_unit")
      .map(({ name }) => name)
      .sort(),
  ).toEqual(["NonProduction", "Production", "Workloads"]);
});

test("an account is never closed, destroyed or replaced by this code (ACC-02)", () => {
  const accounts = every(organizationOf(), "aws_organizations_account");
  for (const account of accounts) {
    expect(account).toMatchObject({
      close_on_deletion: false,
      role_name: "OrganizationAccountAccessRole",
      lifecycle: { prevent_destroy: true, ignore_changes: ["role_name", "iam_user_access_to_billing"] },
    });
  }
  expect(new Set(accounts.map(({ email }) => email)).size).toBe(accounts.length);
});

test("owners of staging and prod see their bills, and accounts carry their own tags (ACC-03, ACC-04)", () => {
  const told = every(organizationOf(), "aws_organizations_account").map(
    ({ name, iam_user_access_to_billing, tags }) => [
      name.replace("company-inc-", ""),
      iam_user_access_to_billing,
      tags.Environment,
    ],
  );
  expect(told.sort()).toEqual([
    ["dev", "DENY", "development"],
    ["log-archive", "DENY", "log-archive"],
    ["prod", "ALLOW", "production"],
    ["security", "DENY", "security"],
    ["staging", "ALLOW", "staging"],
  ]);
});

test("a fourth workload account is an entry and nothing else (ACC-02)", () => {
  const stack = organizationOf((p) => {
    p.workloads["perf"] = structuredClone(workloadIn(p, "dev"));
  });
  expect(placesOf(stack)["company-inc-perf"]).toEqual(["Workloads", "NonProduction"]);
});

test("guardrails bind Workloads and Security, prod-guard Production, the tag policy all (ACC-06, ACC-12)", () => {
  const attached = attachmentsOf(organizationOf());
  const general = guardrailNames.filter((name) => name !== "prod-guard").toSorted();
  expect(attached).toEqual({
    Workloads: general,
    Security: general,
    Production: ["prod-guard"],
    root: ["required-tags"],
  });
  for (const names of Object.values(attached)) expect(names.length + 1).toBeLessThanOrEqual(5);
});

test("policies wait until their types are switched on (ACC-06)", () => {
  for (const { depends_on } of every(organizationOf(), "aws_organizations_policy")) {
    expect(depends_on).toEqual([expect.stringMatching(/^aws_organizations_organization\./)]);
  }
});

const lockedTo = (change?: (p: Platform) => void): string[] => {
  const lock = every(organizationOf(change), "aws_organizations_policy").find(({ name }) => name === "region-lock");
  return JSON.parse(lock.content).Statement[0].Condition.StringNotEquals["aws:RequestedRegion"];
};

test.each<readonly [string, readonly string[], (p: Platform) => void]>([
  ["as configured", ["us-east-1", "us-west-2"], () => {}],
  [
    "with a network for the tie-breaker",
    ["us-east-1", "us-west-2", "us-east-2"],
    (p) => void (workloadIn(p, "prod").atlas.tieBreakerVpc = true),
  ],
  ["without a secondary region", ["us-east-1"], (p) => void (workloadIn(p, "prod").secondaryRegion.enabled = false)],
  [
    "with a region opened by name",
    ["us-east-1", "us-west-2", "eu-west-1"],
    (p) => void (p.organization.guardrails.extraRegions = ["eu-west-1"]),
  ],
])("%s, regional services run in %j (ACC-06)", (_case, regions, change) => {
  expect(lockedTo(change)).toEqual(regions);
});

test("runs of HCP Terraform are spared under its backend, and under no other (ACC-06)", () => {
  const spares = (change?: (p: Platform) => void): boolean =>
    every(organizationOf(change), "aws_organizations_policy")
      .filter(({ type }) => type === "SERVICE_CONTROL_POLICY")
      .every(({ content }) => content.includes("role/hcp-*-apply") && content.length <= 5120);
  expect(spares()).toBe(false);
  expect(spares((p) => void (p.backend = { kind: "cloud", organization: "company-inc" }))).toBe(true);
});

test("the tag policy enforces the six keys, with the values of the configuration (ACC-07)", () => {
  const policy = every(organizationOf(), "aws_organizations_policy").find(({ type }) => type === "TAG_POLICY");
  const { tags } = JSON.parse(policy.content);
  expect(Object.keys(tags).sort()).toEqual([...costTagKeys].sort());
  for (const key of costTagKeys) {
    expect(tags[key].tag_key["@@assign"]).toBe(key);
    expect(tags[key].enforced_for["@@assign"].length).toBeGreaterThan(0);
  }
  expect(tags.Environment.tag_value["@@assign"]).toEqual([
    "development",
    "log-archive",
    "management",
    "production",
    "security",
    "staging",
  ]);
});

test("root credentials of member accounts are managed from the top (ACC-12)", () => {
  const [features] = every(organizationOf(), "aws_iam_organizations_features");
  expect(features.enabled_features).toEqual(["RootCredentialsManagement", "RootSessions"]);
});

test("what exists already is imported under its id, nothing else is (ACC-02)", () => {
  expect(organizationOf()["import"]).toBeUndefined();
  const stack = organizationOf((p) => {
    p.organization.importFrom = p.organization.id;
    workloadIn(p, "prod").account.importFrom = workloadIn(p, "prod").account.id;
    p.organization.units["security"] = { name: "Security", importFrom: "ou-ab12-cd34ef56" };
  });
  const imported = Object.fromEntries(
    stack["import"].map(({ id, to }: { id: string; to: string }) => [to.split(".")[0], id]),
  );
  expect(imported).toEqual({
    aws_organizations_organization: "o-0000000000",
    aws_organizations_account: "777777777777",
    aws_organizations_organizational_unit: "ou-ab12-cd34ef56",
  });
});

test("the layer hands over ids by key, none of them sensitive", () => {
  const { output } = organizationOf();
  expect(Object.keys(output).sort()).toEqual(["account_ids", "organization_id", "unit_ids"]);
  expect(Object.keys(output.account_ids.value).sort()).toEqual(["dev", "log-archive", "prod", "security", "staging"]);
  expect(Object.keys(output.unit_ids.value).sort()).toEqual(["non-production", "production", "security", "workloads"]);
  for (const { sensitive } of Object.values<TerraformJson>(output)) expect(sensitive).toBeUndefined();
});
