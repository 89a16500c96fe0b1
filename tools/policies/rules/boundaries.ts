import { ofType, type PlannedResource, refersTo, type StackPlan } from "../plans";
import { list, type Statement, statementsOf } from "./documents";
import { claimOf, each, type PolicyRule } from "./rule";

const attaching = [
  "aws_iam_role_policy_attachment",
  "aws_iam_user_policy_attachment",
  "aws_iam_group_policy_attachment",
  "aws_iam_policy_attachment",
];

const isBoundary = ({ type, values }: PlannedResource): boolean =>
  type === "aws_iam_policy" && values["path"] === "/boundary/";

/** True when a principal of any stack holds the policy as a grant, by reference, ARN or name. */
function isAttached({ address, values }: PlannedResource, own: StackPlan, plans: readonly StackPlan[]): boolean {
  const suffix = `:policy/boundary/${String(values["name"])}`;
  const here =
    ofType(own, ...attaching).some(({ references }) => refersTo(references["policy_arn"], address)) ||
    ofType(own, "aws_iam_role").some(({ references }) => refersTo(references["managed_policy_arns"], address));
  const anywhere = plans.some(
    (plan) =>
      ofType(plan, ...attaching).some((one) => String(one.values["policy_arn"] ?? "").endsWith(suffix)) ||
      ofType(plan, "aws_iam_role").some((role) =>
        ((role.values["managed_policy_arns"] ?? []) as readonly string[]).some((arn) => arn.endsWith(suffix)),
      ) ||
      ofType(plan, "aws_ssoadmin_customer_managed_policy_attachment").some((one) => {
        const reference = one.values["customer_managed_policy_reference"]?.[0];
        return reference?.path === "/boundary/" && reference?.name === values["name"];
      }),
  );
  return here || anywhere;
}

const fits = (action: string) => (pattern: string) =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "i",
  ).test(action);

const covers = ({ Action, NotAction }: Statement, action: string): boolean =>
  NotAction === undefined ? list(Action).some(fits(action)) : !list(NotAction).some(fits(action));

/** Whether a policy lets an action through on some resource. */
export function permits(document: string, action: string): boolean {
  const statements = statementsOf(document);
  const denied = statements.some(
    (one) =>
      one.Effect === "Deny" && one.Condition === undefined && list(one.Resource).includes("*") && covers(one, action),
  );
  return !denied && statements.some((one) => one.Effect === "Allow" && covers(one, action));
}

/** Ways out of a boundary. */
const escapes = [
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteUserPermissionsBoundary",
  "organizations:LeaveOrganization",
];

export const boundaries: PolicyRule = {
  id: "boundaries",
  title: "Permissions boundaries are attached to nobody and leave no way out of themselves",
  replaces: Object.fromEntries(
    [
      "CKV_AWS_62",
      "CKV_AWS_63",
      "CKV_AWS_286",
      "CKV_AWS_287",
      "CKV_AWS_288",
      "CKV_AWS_289",
      "CKV_AWS_290",
      "CKV_AWS_355",
      "CKV2_AWS_40",
    ].map((rule) => [
      rule,
      "takes a boundary, which caps and grants nothing, for a grant; of every other policy it asks itself",
    ]),
  ),
  claims: (plans) =>
    new Set(
      plans.flatMap((plan) =>
        plan.resources
          .filter((one) => isBoundary(one) && !isAttached(one, plan, plans))
          .map(({ address }) => claimOf(plan.stack, address)),
      ),
    ),
  check: (plans) =>
    each(["aws_iam_policy"], (policy, plan) => {
      if (!isBoundary(policy)) return [];
      if (policy.values["policy"] === undefined) return ["has a document that no plan shows"];
      const out = escapes.filter((action) => permits(String(policy.values["policy"]), action));
      return [
        ...(isAttached(policy, plan, plans) ? ["is attached, so that what it caps becomes a grant"] : []),
        ...out.map((action) => `lets ${action} through`),
      ];
    })(plans),
};
