import { guardrailNames, guardrails, organizationLimits, tagPolicy } from "../../src/lib/guardrails";
import type { Statement } from "../../src/lib/policy";

const settings = {
  company: "acme",
  exemptRoles: ["OrganizationAccountAccessRole", "prod-break-glass"],
  allowedRegions: ["us-east-1", "us-west-2"],
};
const documents = guardrails(settings);
const statementsOf = (name: keyof typeof documents): readonly Statement[] => JSON.parse(documents[name]).Statement;
const all = guardrailNames.flatMap(statementsOf);

test.each(guardrailNames)("%s only denies and fits into a policy (ACC-06)", (name) => {
  expect(documents[name].length).toBeLessThanOrEqual(organizationLimits.serviceControlPolicyCharacters);
  expect(statementsOf(name).length).toBeGreaterThan(0);
  expect(statementsOf(name).every(({ Effect }) => Effect === "Deny")).toBe(true);
});

test("every statement but the one on the root user spares exactly the exempt roles (ACC-06)", () => {
  const spared = ["acme-terraform-deploy", "OrganizationAccountAccessRole", "prod-break-glass"].map(
    (role) => `arn:aws:iam::*:role/${role}`,
  );
  const others = all.filter(({ Sid }) => Sid !== "DenyRoot");
  expect(others.length).toBe(all.length - 2);
  for (const { Condition } of others) expect(Condition?.["ArnNotLike"]).toEqual({ "aws:PrincipalArn": spared });
});

test("root users are denied everything but sessions of central root access (ACC-06, ACC-12)", () => {
  const root = all.filter(({ Sid }) => Sid === "DenyRoot");
  expect(root).toHaveLength(2);
  for (const { Action, Resource, Condition } of root) {
    expect([Action, Resource]).toEqual([["*"], ["*"]]);
    expect(Condition).toEqual({
      ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:root" },
      Null: { "aws:AssumedRoot": "true" },
    });
  }
});

test("the region lock leaves global services alone (ACC-06)", () => {
  const [lock] = statementsOf("region-lock");
  expect(lock?.Condition?.["StringNotEquals"]).toEqual({ "aws:RequestedRegion": ["us-east-1", "us-west-2"] });
  const global =
    "iam sts organizations route53 route53domains cloudfront waf wafv2 shield support budgets ce cur globalaccelerator health";
  for (const service of global.split(" ")) expect(lock?.NotAction).toContain(`${service}:*`);
  expect(lock?.Action).toBeUndefined();
});

test.each([
  [
    "protect-audit",
    "ProtectAudit",
    ["cloudtrail:StopLogging", "config:StopConfigurationRecorder", "guardduty:DeleteDetector"],
  ],
  ["protect-audit", "ProtectState", ["s3:DeleteBucket", "s3:DeleteObjectVersion"]],
  ["protect-audit", "ProtectExemptRoles", ["iam:CreateRole", "iam:UpdateAssumeRolePolicy"]],
  ["deny-leave-org-and-root", "DenyLeave", ["organizations:LeaveOrganization"]],
  ["deny-unencrypted-ebs-and-public-s3", "DenyPlainVolumes", ["ec2:CreateVolume", "ec2:RunInstances"]],
  ["deny-unencrypted-ebs-and-public-s3", "DenyMetadataV1", ["ec2:RunInstances"]],
  [
    "deny-unencrypted-ebs-and-public-s3",
    "KeepPublicAccessBlock",
    ["s3:PutAccountPublicAccessBlock", "s3:PutBucketPublicAccessBlock"],
  ],
  ["prod-guard", "DenyUsersAndKeys", ["iam:CreateUser", "iam:CreateAccessKey", "iam:DeactivateMFADevice"]],
] as const)("%s: %s denies %j (ACC-06, ACC-12)", (name, sid, actions) => {
  const statement = statementsOf(name).find(({ Sid }) => Sid === sid);
  expect(statement?.Action).toEqual(expect.arrayContaining([...actions]));
});

test("state can still be written and its lockfile removed (ACC-06)", () => {
  const touching = statementsOf("protect-audit").filter(({ Resource }) =>
    Resource?.some((arn) => arn.includes("tfstate")),
  );
  expect(touching).toHaveLength(1);
  expect(touching[0]?.Action).not.toEqual(expect.arrayContaining(["s3:PutObject"]));
  expect(touching[0]?.Action).not.toEqual(expect.arrayContaining(["s3:DeleteObject"]));
});

test("a condition of its own survives beside the exemption", () => {
  const plain = statementsOf("deny-unencrypted-ebs-and-public-s3").find(({ Sid }) => Sid === "DenyPlainVolumes");
  expect(plain?.Condition).toMatchObject({ Bool: { "ec2:Encrypted": "false" }, ArnNotLike: expect.anything() });
});

test("a tag policy fixes spelling and values and says where it is enforced (ACC-07)", () => {
  expect(JSON.parse(tagPolicy({ Environment: { values: ["production"] }, Owner: {} }, ["s3:bucket"]))).toEqual({
    tags: {
      Environment: {
        tag_key: { "@@assign": "Environment" },
        tag_value: { "@@assign": ["production"] },
        enforced_for: { "@@assign": ["s3:bucket"] },
      },
      Owner: { tag_key: { "@@assign": "Owner" }, enforced_for: { "@@assign": ["s3:bucket"] } },
    },
  });
});
