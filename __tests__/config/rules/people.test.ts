import { peopleRules } from "../../../src/config/rules/people";
import type { Grant } from "../../../src/config/schema/people";
import { judge, testRules } from "../../support/breaks";
import { setIn, workloadIn } from "../../support/workload-in";

const grant = (changes: Partial<Grant> = {}): Grant => ({
  group: "DevOps",
  ticket: "CHG-1",
  approvedBy: "security-lead",
  starts: "2026-11-23T08:00:00Z",
  expires: "2026-11-23T16:00:00Z",
  ...changes,
});

const sets = "people.permissionSets";
const grants = "people.prodAccessGrants";

testRules(peopleRules, [
  [
    "permission-set-name",
    `${sets}.${"N".repeat(33)}`,
    (p) => void (p.people.permissionSets["N".repeat(33)] = setIn(p, "StagingQA")),
  ],
  [
    "session-length",
    `${sets}.StagingQA.sessionDuration`,
    (p) => void (setIn(p, "StagingQA").sessionDuration = "PT13H"),
  ],
  [
    "session-too-long-for-account",
    `${sets}.ProdReadOnly.sessionDuration`,
    (p) => void (setIn(p, "ProdReadOnly").sessionDuration = "PT2H30M"),
  ],
  [
    "permission-set-policies",
    `${sets}.StagingQA.managedPolicies`,
    (p) => void (setIn(p, "StagingQA").managedPolicies = Array.from({ length: 11 }, (_, place) => `Policy${place}`)),
  ],
  [
    "permission-set-size",
    `${sets}.StagingQA.statements`,
    (p) =>
      void setIn(p, "StagingQA").statements.push({
        Sid: "Big",
        Effect: "Allow",
        Action: ["logs:Get"],
        Resource: ["x".repeat(10_241)],
      }),
  ],
  [
    "permission-set-empty",
    `${sets}.AuditReadOnly.statements`,
    (p) => void (setIn(p, "AuditReadOnly").managedPolicies = []),
  ],
  [
    "statement-id-duplicate",
    `${sets}.StagingQA.statements.2.Sid`,
    (p) =>
      void setIn(p, "StagingQA").statements.push({
        Sid: "Test",
        Effect: "Allow",
        Action: ["xray:Get"],
        Resource: ["*"],
      }),
  ],
  [
    "account-placeholder-ambiguous",
    `${sets}.DevPowerUser.assignments`,
    (p) => void (setIn(p, "DevPowerUser").assignments["staging"] = ["DevOps"]),
  ],
  [
    "assignment-group-unknown",
    `${sets}.StagingQA.assignments.staging`,
    (p) => void (setIn(p, "StagingQA").assignments["staging"] = ["Testers"]),
  ],
  [
    "assignment-account-unknown",
    `${sets}.StagingQA.assignments.qa`,
    (p) => void (setIn(p, "StagingQA").assignments["qa"] = ["QA"]),
  ],
  [
    "assignment-not-allowed",
    `${sets}.StagingQA.assignments.staging`,
    (p) => void setIn(p, "StagingQA").assignments["staging"]?.push("Developers"),
  ],
  [
    "assignment-not-allowed",
    `${sets}.ProdReadOnly.assignments.prod`,
    (p) => void setIn(p, "ProdReadOnly").assignments["prod"]?.push("QA"),
  ],
  [
    "workload-without-limits",
    "people.accountLimits.perf",
    (p) => {
      p.workloads["perf"] = workloadIn(p, "dev");
      setIn(p, "DevPowerUser").assignments["perf"] = ["Developers"];
    },
  ],
  [
    "operator-set-standing",
    `${sets}.ProdOperator.assignments.prod`,
    (p) => void (setIn(p, "ProdOperator").assignments["prod"] = ["DevOps"]),
  ],
  [
    "wildcard-action",
    `${sets}.ProdOperator.statements.Wide`,
    (p) =>
      void setIn(p, "ProdOperator").statements.push({
        Sid: "Wide",
        Effect: "Allow",
        Action: ["eks:*"],
        Resource: ["*"],
      }),
  ],
  [
    "broad-managed-policy",
    `${sets}.ProdReadOnly.managedPolicies`,
    (p) => void setIn(p, "ProdReadOnly").managedPolicies.push("AmazonS3FullAccess"),
  ],
  [
    "administrator-access",
    `${sets}.DevPowerUser.managedPolicies`,
    (p) => void (setIn(p, "DevPowerUser").managedPolicies = ["AdministratorAccess"]),
  ],
  ["operator-without-boundary", `${sets}.ProdOperator.boundary`, (p) => void delete setIn(p, "ProdOperator").boundary],
  ["denials-weaker-than-model", `${sets}.StagingQA.statements`, (p) => void setIn(p, "StagingQA").statements.pop()],
  ["grant-group-not-eligible", `${grants}.0.group`, (p) => void p.people.prodAccessGrants.push(grant({ group: "QA" }))],
  [
    "grant-approver-unknown",
    `${grants}.0.approvedBy`,
    (p) => void p.people.prodAccessGrants.push(grant({ approvedBy: "intern" })),
  ],
  [
    "grant-ends-before-start",
    `${grants}.0.expires`,
    (p) => void p.people.prodAccessGrants.push(grant({ expires: "2026-11-23T07:00:00Z" })),
  ],
  [
    "grant-too-long",
    `${grants}.0.expires`,
    (p) => void p.people.prodAccessGrants.push(grant({ expires: "2026-11-23T16:01:00Z" })),
  ],
  ["grant-duplicate", `${grants}.1.ticket`, (p) => void p.people.prodAccessGrants.push(grant(), grant())],
  [
    "grant-limit",
    "people.operatorAccess.longestGrantHours",
    (p) => void (p.people.operatorAccess.longestGrantHours = 9),
  ],
  [
    "grant-set-unknown",
    "people.operatorAccess.permissionSet",
    (p) => void (p.people.operatorAccess.permissionSet = "Operator"),
  ],
  [
    "grant-eligible-group-unknown",
    "people.operatorAccess.groups",
    (p) => void p.people.operatorAccess.groups.push("Developers"),
  ],
  ["approvers-too-few", "people.approvers", (p) => void (p.people.approvers = ["cto", "cto"])],
  [
    "break-glass-account-unknown",
    "people.breakGlass.roles.qa",
    (p) => void (p.people.breakGlass.roles["qa"] = "qa-break-glass"),
  ],
]);

test("a grant that nobody has approved yet is no mistake (ACC-10)", () => {
  const unapproved = grant();
  delete unapproved.approvedBy;
  const found = peopleRules.flatMap(({ id }) =>
    judge(peopleRules, id, (p) => void p.people.prodAccessGrants.push(unapproved)),
  );
  expect(found).toEqual([]);
});

test("a denial under a condition does not count as one (ACC-09)", () => {
  const found = judge(peopleRules, "denials-weaker-than-model", (p) => {
    const set = setIn(p, "StagingDevOps");
    const condition = { Bool: { "aws:SecureTransport": "false" } };
    set.statements = set.statements.map((it) => (it.Effect === "Deny" ? { ...it, Condition: condition } : it));
  });
  expect(found[0]?.reason).toContain("secretsmanager:GetSecretValue");
});

test("the set that only grants hand out is judged by the account that they open (ACC-10)", () => {
  const found = judge(
    peopleRules,
    "session-too-long-for-account",
    (p) => void (setIn(p, "ProdOperator").sessionDuration = "PT3H"),
  );
  expect(found).toHaveLength(1);
});
