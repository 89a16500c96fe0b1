import { ofType, refersTo } from "../plans";
import { list, type Statement, statementsOf } from "./documents";
import { each, type PolicyRule } from "./rule";

const root = /^(\d{12}|arn:aws:iam::\d{12}:root)$/;

const named = (arn: string): boolean => /^arn:aws:(iam|sts)::\d{12}:(role|user|assumed-role)\/[^*]/.test(arn);

/** Principals by ARN to which a trust of a whole account is narrowed; none when nothing narrows it. */
function narrowedTo({ Condition = {} }: Statement): readonly string[] {
  const operators = ["ArnLike", "ArnEquals", "StringLike", "StringEquals"];
  return operators.flatMap((operator) => list(Condition[operator]?.["aws:PrincipalArn"]));
}

export const trusts: PolicyRule = {
  id: "trusts",
  title: "A role that trusts an account trusts principals of it by name",
  replaces: {
    CKV_AWS_61:
      "takes every trust of an account for a trust of all of it; roles of Identity Center have names that are not known before, so conditions name them",
  },
  check: each(["aws_iam_role"], ({ values }) =>
    statementsOf(values["assume_role_policy"])
      .filter(({ Effect, Principal }) => {
        const aws = typeof Principal === "object" ? list(Principal["AWS"]) : [];
        return Effect === "Allow" && aws.some((arn) => root.test(arn));
      })
      .flatMap((statement) => {
        const names = narrowedTo(statement);
        return names.length > 0 && names.every(named) ? [] : ["trusts a whole account"];
      }),
  ),
};

const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";

export const administrators: PolicyRule = {
  id: "administrators",
  title: "Administrators take their role with a fresh second factor, for an hour, under a boundary",
  replaces: {
    CKV_AWS_274: "allows no role AdministratorAccess; ACC-12 has one to break the glass with",
  },
  check: each(["aws_iam_role_policy_attachment"], ({ values, references }, plan) => {
    if (values["policy_arn"] !== administrator) return [];
    const role = ofType(plan, "aws_iam_role").find(({ address }) => refersTo(references["role"], address));
    const trust = statementsOf(role?.values["assume_role_policy"]);
    const fresh = trust.every(
      ({ Condition = {} }) =>
        Condition["Bool"]?.["aws:MultiFactorAuthPresent"] === "true" &&
        Number(Condition["NumericLessThan"]?.["aws:MultiFactorAuthAge"] ?? Number.POSITIVE_INFINITY) <= 3600,
    );
    const bounded =
      Boolean(role?.values["permissions_boundary"]) || (role?.references["permissions_boundary"] ?? []).length > 0;
    const short = Number(role?.values["max_session_duration"] ?? 3600) <= 3600;
    return trust.length > 0 && fresh && bounded && short
      ? []
      : ["makes an administrator without a fresh second factor, a boundary and sessions of an hour"];
  }),
};
