import type { Platform } from "../../src/config";
import type { Grant } from "../../src/config/schema/people";
import type { Statement } from "../../src/lib/policy";
import { every, identityOf } from "../support/management";
import type { TerraformJson } from "../support/synthesized";
import { setIn } from "../support/workload-in";

const ids = { dev: "555555555555", staging: "666666666666", prod: "777777777777" } as const;

const referred = (expression: string): string => expression.split(".")[1] ?? "";

const groupNames = ["BreakGlass", "DevOps", "Developers", "QA", "Security"];

const setName = (stack: TerraformJson, arn: string): string =>
  stack["resource"].aws_ssoadmin_permission_set[referred(arn)].name;

/** `<set> <group>` for every assignment to the account. */
function assignedTo(stack: TerraformJson, accountId: string): string[] {
  const groups = stack["resource"].aws_identitystore_group;
  return every(stack, "aws_ssoadmin_account_assignment")
    .filter(({ target_id }) => target_id === accountId)
    .map(
      ({ permission_set_arn, principal_id }) =>
        `${setName(stack, permission_set_arn)} ${groups[referred(principal_id)].display_name}`,
    )
    .sort();
}

function inlineOf(stack: TerraformJson, name: string): readonly Statement[] {
  const found = every(stack, "aws_ssoadmin_permission_set_inline_policy").find(
    (it) => setName(stack, it.permission_set_arn) === name,
  );
  return JSON.parse(found.inline_policy).Statement;
}

const managedOf = (stack: TerraformJson, name: string): string[] =>
  every(stack, "aws_ssoadmin_managed_policy_attachment")
    .filter((it) => setName(stack, it.permission_set_arn) === name)
    .map(({ managed_policy_arn }) => managed_policy_arn);

const grant = (changes: Partial<Grant> = {}): Grant => ({
  group: "DevOps",
  ticket: "CHG-1",
  approvedBy: "security-lead",
  starts: "2026-11-23T08:00:00Z",
  expires: "2026-11-23T16:00:00Z",
  ...changes,
});

const granting =
  (...grants: Grant[]) =>
  (p: Platform): void => {
    p.asOf = "2026-11-23";
    p.people.prodAccessGrants = grants;
  };

const operators = (change: (p: Platform) => void): string[] =>
  assignedTo(identityOf(change), ids.prod).filter((it) => it.startsWith("ProdOperator"));

test("Identity Center is read, not made, and has the five groups (ACC-08)", () => {
  const stack = identityOf();
  expect(Object.keys(stack["data"].aws_ssoadmin_instances)).toHaveLength(1);
  expect(
    every(stack, "aws_identitystore_group")
      .map(({ display_name }) => display_name)
      .toSorted(),
  ).toEqual(groupNames);
});

test.each([
  ["DevPowerUser", "PT8H"],
  ["StagingDevOps", "PT4H"],
  ["StagingQA", "PT4H"],
  ["ProdReadOnly", "PT2H"],
  ["ProdOperator", "PT1H"],
  ["ProdApprover", "PT1H"],
])("sessions of %s last %s (ACC-08, ACC-09, ACC-10)", (name, duration) => {
  const set = every(identityOf(), "aws_ssoadmin_permission_set").find((it) => it.name === name);
  expect(set.session_duration).toBe(duration);
});

test("developers have power in dev alone (ACC-08)", () => {
  const stack = identityOf();
  expect(managedOf(stack, "DevPowerUser")).toEqual(["arn:aws:iam::aws:policy/PowerUserAccess"]);
  expect(assignedTo(stack, ids.dev)).toEqual(["DevPowerUser DevOps", "DevPowerUser Developers"]);
  for (const id of [ids.staging, ids.prod]) expect(assignedTo(stack, id).join()).not.toMatch(/DevPowerUser|Developers/);
});

test("developers make roles below /app only, and only under their boundary (ACC-08)", () => {
  const statements = inlineOf(identityOf(), "DevPowerUser");
  const boundary = { "iam:PermissionsBoundary": `arn:aws:iam::${ids.dev}:policy/boundary/developer-boundary` };
  const making = statements.filter(({ Effect, Action }) => Effect === "Allow" && Action?.includes("iam:CreateRole"));
  expect(making).toEqual([
    expect.objectContaining({
      Resource: [`arn:aws:iam::${ids.dev}:role/app/*`],
      Condition: { StringEquals: boundary },
    }),
  ]);
  const refusing = statements.filter(({ Effect, Action }) => Effect === "Deny" && Action?.includes("iam:CreateRole"));
  expect(refusing).toEqual([expect.objectContaining({ Resource: ["*"], Condition: { StringNotEquals: boundary } })]);
  expect(
    statements.some(({ Effect, Action }) => Effect === "Deny" && Action?.includes("iam:DeleteRolePermissionsBoundary")),
  ).toBe(true);
});

test("only DevOps and QA reach staging (ACC-09)", () => {
  expect(assignedTo(identityOf(), ids.staging)).toEqual(["StagingDevOps DevOps", "StagingQA QA"]);
});

const deniedBy = (stack: TerraformJson, name: string): string[] =>
  inlineOf(stack, name)
    .filter(({ Effect }) => Effect === "Deny")
    .flatMap(({ Action }) => Action ?? []);

test("staging's sets deny whatever production's deny (ACC-09)", () => {
  const stack = identityOf();
  const production = ["ProdReadOnly", "ProdOperator", "ProdApprover"].flatMap((name) => deniedBy(stack, name));
  expect(production).toEqual(
    expect.arrayContaining([
      "iam:*",
      "organizations:*",
      "kms:ScheduleKeyDeletion",
      "s3:DeleteBucket",
      "secretsmanager:GetSecretValue",
    ]),
  );
  for (const name of ["StagingDevOps", "StagingQA"])
    expect(deniedBy(stack, name)).toEqual(expect.arrayContaining(production));
});

test("nobody stands with write access to production (ACC-10, ACC-11)", () => {
  expect(assignedTo(identityOf(), ids.prod)).toEqual([
    "ProdApprover DevOps",
    "ProdReadOnly DevOps",
    "ProdReadOnly Security",
  ]);
});

test("sets of production allow named actions only (ACC-10)", () => {
  const stack = identityOf();
  const allowed = ["ProdReadOnly", "ProdOperator"].flatMap((name) =>
    inlineOf(stack, name).filter(({ Effect }) => Effect === "Allow"),
  );
  expect(allowed).toHaveLength(3);
  for (const { Action } of allowed) expect(Action?.filter((action) => action.includes("*"))).toEqual([]);
  expect(managedOf(stack, "ProdOperator")).toEqual([]);
});

test("operators touch what is tagged as production, under the boundary (ACC-10)", () => {
  const stack = identityOf();
  const [operate] = inlineOf(stack, "ProdOperator");
  expect(operate?.Condition?.["StringEquals"]).toMatchObject({ "aws:ResourceTag/Environment": "production" });
  const [boundary, ...others] = every(stack, "aws_ssoadmin_permissions_boundary_attachment");
  expect(others).toEqual([]);
  expect(setName(stack, boundary.permission_set_arn)).toBe("ProdOperator");
  expect(boundary.permissions_boundary.customer_managed_policy_reference).toEqual({
    name: "prod-boundary",
    path: "/boundary/",
  });
});

test("DevOps approve through the policy of the account (ACC-11)", () => {
  const stack = identityOf();
  const [attached, ...others] = every(stack, "aws_ssoadmin_customer_managed_policy_attachment");
  expect(others).toEqual([]);
  expect(setName(stack, attached.permission_set_arn)).toBe("ProdApprover");
  expect(attached.customer_managed_policy_reference.name).toBe("prod-approvers");
});

test("an approved grant gives exactly one assignment, however often it is given (ACC-10)", () => {
  expect(operators(granting(grant()))).toEqual(["ProdOperator DevOps"]);
  expect(operators(granting(grant(), grant({ ticket: "CHG-2" })))).toEqual(["ProdOperator DevOps"]);
});

test("an unapproved, expired or future grant gives none (ACC-10, ACC-11)", () => {
  const unapproved = grant();
  delete unapproved.approvedBy;
  const expired = grant({ starts: "2026-11-22T08:00:00Z", expires: "2026-11-22T16:00:00Z" });
  const future = grant({ starts: "2026-11-24T08:00:00Z", expires: "2026-11-24T16:00:00Z" });
  for (const given of [unapproved, expired, future]) expect(operators(granting(given))).toEqual([]);
});

test("sets of audit accounts lose only their assignments when those are switched off (ACC-02)", () => {
  const stack = identityOf((p) => void (p.audit = {}));
  expect(assignedTo(stack, "222222222222")).toEqual([]);
  expect(every(stack, "aws_ssoadmin_permission_set").map(({ name }) => name)).toContain("AuditReadOnly");
});

test("an assignment waits until its set is complete (ACC-10)", () => {
  const stack = identityOf(granting(grant()));
  const operator = every(stack, "aws_ssoadmin_account_assignment").find(
    (it) => setName(stack, it.permission_set_arn) === "ProdOperator",
  );
  expect(operator.depends_on.join()).toMatch(/inline_policy.*boundary_attachment/);
});

test("an unknown account is an error, not a silent gap", () => {
  expect(() => identityOf((p) => void (setIn(p, "StagingQA").assignments["qa"] = ["QA"]))).toThrow(/StagingQA.*"qa"/);
});

test("emergency users take the one role of production, with a second factor (ACC-12)", () => {
  const stack = identityOf();
  const [policy] = every(stack, "aws_iam_group_policy");
  const [statement, ...others] = JSON.parse(policy.policy).Statement;
  expect(others).toEqual([]);
  expect(statement).toMatchObject({
    Action: ["sts:AssumeRole"],
    Resource: [`arn:aws:iam::${ids.prod}:role/prod-break-glass`],
    Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
  });
  expect(stack["resource"].aws_iam_user).toBeUndefined();
});

test("the layer hands over sets and groups by name", () => {
  const { output } = identityOf();
  expect(Object.keys(output.permission_set_arns.value)).toContain("ProdOperator");
  expect(Object.keys(output.group_ids.value).toSorted()).toEqual(groupNames);
});
