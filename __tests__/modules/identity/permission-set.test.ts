import { Testing } from "cdktf";
import { PermissionSet, type PermissionSetProps } from "../../../src/modules/identity/permission-set";

const base: PermissionSetProps = {
  name: "Readers",
  description: "Read",
  sessionDuration: "PT1H",
  managedPolicies: [],
  customerPolicies: [],
  statements: [],
  assignments: [],
  instanceArn: "arn:aws:sso:::instance/ssoins-1",
};

const resourcesOf = (changes: Partial<PermissionSetProps>) =>
  JSON.parse(Testing.synthScope((scope) => void new PermissionSet(scope, "Readers", { ...base, ...changes }))).resource;

test("a set has only the attachments that it names", () => {
  expect(Object.keys(resourcesOf({}))).toEqual(["aws_ssoadmin_permission_set"]);
});

test("job-function policies keep their path in the ARN (ACC-10)", () => {
  const { aws_ssoadmin_managed_policy_attachment: attached } = resourcesOf({
    managedPolicies: ["job-function/ViewOnlyAccess"],
  });
  expect(Object.values(attached)).toEqual([
    expect.objectContaining({ managed_policy_arn: "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess" }),
  ]);
});

test("an assignment names the group and the account (ACC-08)", () => {
  const { aws_ssoadmin_account_assignment: assigned } = resourcesOf({
    assignments: [{ account: "dev", accountId: "123456789012", group: "QA", groupId: "g-1" }],
  });
  expect(Object.values(assigned)).toEqual([
    expect.objectContaining({
      principal_type: "GROUP",
      principal_id: "g-1",
      target_type: "AWS_ACCOUNT",
      target_id: "123456789012",
    }),
  ]);
});
