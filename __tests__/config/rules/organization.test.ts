import type { Platform } from "../../../src/config";
import { organizationRules } from "../../../src/config/rules/organization";
import { judge, testRules } from "../../support/breaks";

const rails = "organization.guardrails";

function nest(p: Platform, depth: number): void {
  for (let level = 0; level < depth; level += 1) {
    p.organization.units[`level-${level}`] = {
      name: `Level${level}`,
      parent: level === 0 ? "workloads" : `level-${level - 1}`,
    };
  }
}

testRules(organizationRules, [
  ["organization-id-placeholder", "organization.id", (p) => void (p.demonstration = false)],
  ["organization-import-mismatch", "organization.importFrom", (p) => void (p.organization.importFrom = "o-abcdefghij")],
  [
    "service-principal-missing",
    "organization.servicePrincipals",
    (p) => void (p.organization.servicePrincipals = ["sso.amazonaws.com"]),
  ],
  [
    "service-principal-form",
    "organization.servicePrincipals.0",
    (p) => void (p.organization.servicePrincipals[0] = "sso"),
  ],
  ["billing-access-unknown", "organization.billingAccess.0", (p) => void (p.organization.billingAccess = ["qa"])],
  [
    "tag-policy-unenforced",
    "organization.tagPolicy.enforcedFor",
    (p) => void (p.organization.tagPolicy.enforcedFor = []),
  ],
  [
    "tag-policy-size",
    "organization.tagPolicy.enforcedFor",
    (p) => void (p.organization.tagPolicy.enforcedFor = Array.from({ length: 200 }, () => "ec2:instance")),
  ],
  [
    "unit-parent-unknown",
    "organization.units.production.parent",
    (p) => void (p.organization.units["production"] = { name: "Production", parent: "work" }),
  ],
  [
    "unit-cycle",
    "organization.units.workloads.parent",
    (p) => void (p.organization.units["workloads"] = { name: "Workloads", parent: "production" }),
  ],
  ["unit-too-deep", "organization.units.level-4.parent", (p) => nest(p, 5)],
  [
    "unit-name-duplicate",
    "organization.units.production.name",
    (p) => void (p.organization.units["production"] = { name: "NonProduction", parent: "workloads" }),
  ],
  ["audit-unit-unknown", "organization.auditUnit", (p) => void (p.organization.auditUnit = "audit")],
  [
    "guardrail-unit-unknown",
    `${rails}.productionUnits`,
    (p) => void (p.organization.guardrails.productionUnits = ["prod"]),
  ],
  ["account-unguarded", `${rails}.units`, (p) => void (p.organization.guardrails.units = ["workloads"])],
  ["scp-count", rails, (p) => void (p.organization.guardrails.productionUnits = ["workloads"])],
  [
    "scp-size",
    rails,
    (p) =>
      void p.organization.guardrails.exemptRoles.push(
        ...Array.from({ length: 12 }, (_, place) => `another-role-that-is-spared-${place}`),
      ),
  ],
  [
    "exempt-role-wildcard",
    `${rails}.exemptRoles.0`,
    (p) => void (p.organization.guardrails.exemptRoles[0] = "*-break-glass"),
  ],
  [
    "exempt-role-missing",
    `${rails}.exemptRoles`,
    (p) => void (p.organization.guardrails.exemptRoles = ["prod-break-glass"]),
  ],
  [
    "break-glass-not-exempt",
    `${rails}.exemptRoles`,
    (p) => void (p.organization.guardrails.exemptRoles = ["OrganizationAccountAccessRole"]),
  ],
  [
    "region-already-open",
    `${rails}.extraRegions.0`,
    (p) => void (p.organization.guardrails.extraRegions = [p.regions.primary]),
  ],
]);

test("four levels of units below the topmost are fine", () => {
  expect(judge(organizationRules, "unit-too-deep", (p) => nest(p, 4))).toEqual([]);
});

test("the finding about size names the policy and both numbers (ACC-06)", () => {
  const [found] = judge(organizationRules, "scp-size", (p) => {
    p.organization.guardrails.exemptRoles.push(
      ...Array.from({ length: 12 }, (_, place) => `another-role-that-is-spared-${place}`),
    );
  });
  expect(found?.reason).toMatch(
    /policy (?:protect-audit|deny-unencrypted-ebs-and-public-s3) has \d+ characters, AWS takes 5120/,
  );
});
