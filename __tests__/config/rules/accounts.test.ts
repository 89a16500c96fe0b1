import { accountRules } from "../../../src/config/rules/accounts";
import { judge, testRules } from "../../support/breaks";
import { workloadIn } from "../../support/workload-in";

testRules(accountRules, [
  [
    "account-id-duplicate",
    "workloads.staging.account.id",
    (p) => void (workloadIn(p, "staging").account.id = workloadIn(p, "dev").account.id),
  ],
  [
    "account-email-duplicate",
    "workloads.dev.account.email",
    (p) => void (workloadIn(p, "dev").account.email = p.management.email.toUpperCase()),
  ],
  [
    "environment-duplicate",
    "workloads.prod.account.environment",
    (p) => void (workloadIn(p, "prod").account.environment = "staging"),
  ],
  ["account-id-placeholder", "management.id", (p) => void (p.demonstration = false)],
  ["account-email-placeholder", "workloads.prod.account.email", (p) => void (p.demonstration = false)],
  [
    "account-import-mismatch",
    "workloads.prod.account.importFrom",
    (p) => void (workloadIn(p, "prod").account.importFrom = "123456789012"),
  ],
  ["account-name-length", "management", (p) => void (p.company.name = "a".repeat(45))],
  ["account-key-reserved", "workloads.security", (p) => void (p.workloads["security"] = workloadIn(p, "dev"))],
  ["management-in-unit", "management.unit", (p) => void (p.management.unit = "security")],
  ["account-without-unit", "workloads.dev.account.unit", (p) => void delete workloadIn(p, "dev").account.unit],
  ["account-unit-unknown", "workloads.dev.account.unit", (p) => void (workloadIn(p, "dev").account.unit = "sandbox")],
  [
    "account-in-inner-unit",
    "workloads.dev.account.unit",
    (p) => void (workloadIn(p, "dev").account.unit = "workloads"),
  ],
  [
    "workload-in-audit-unit",
    "workloads.dev.account.unit",
    (p) => void (workloadIn(p, "dev").account.unit = "security"),
  ],
  [
    "audit-outside-audit-unit",
    "audit.security.unit",
    (p) => {
      if (p.audit.security !== undefined) p.audit.security.unit = "non-production";
    },
  ],
  [
    "production-shares-unit",
    "workloads.prod.account.unit",
    (p) => void (workloadIn(p, "staging").account.unit = "production"),
  ],
]);

test("real ids and addresses pass without the demonstration's permission (ACC-02)", () => {
  const found = judge(accountRules, "account-id-placeholder", (p) => {
    p.demonstration = false;
    workloadIn(p, "prod").account.id = "123456789012";
  });
  expect(found.map(({ path }) => path)).not.toContain("workloads.prod.account.id");
});

test("an account may be adopted under its own id (ACC-02)", () => {
  const adopt = (p: Parameters<typeof workloadIn>[0]) =>
    void (workloadIn(p, "prod").account.importFrom = workloadIn(p, "prod").account.id);
  expect(judge(accountRules, "account-import-mismatch", adopt)).toEqual([]);
});
