import { ofType, type PlannedResource, refersTo, type StackPlan } from "../plans";
import { claimOf, each, type PolicyRule } from "./rule";

/**
 * Amazon ECR reads a registry's login from a secret with this prefix, under Secrets Manager's own key and no other:
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
 */
const isLogin = ({ type, values }: PlannedResource): boolean =>
  type === "aws_secretsmanager_secret" && String(values["name"] ?? "").startsWith("ecr-pullthroughcache/");

/** A login serves what the prefix promises when a cache rule of the same stack uses it. */
const serves = (plan: StackPlan, address: string): boolean =>
  ofType(plan, "aws_ecr_pull_through_cache_rule").some(({ references }) =>
    refersTo(references["credential_arn"], address),
  );

export const secrets: PolicyRule = {
  id: "secrets",
  title: "Secrets under Secrets Manager's own key, which nothing rotates, are logins of registry caches",
  replaces: {
    CKV_AWS_149: "asks for a key of the account, with which Amazon ECR cannot read the login of an upstream registry",
    CKV2_AWS_57: "asks for rotation by AWS of tokens that only Docker Hub or GitHub can issue anew",
  },
  claims: (plans) =>
    new Set(
      plans.flatMap(({ stack, resources }) => resources.filter(isLogin).map(({ address }) => claimOf(stack, address))),
    ),
  check: each(["aws_secretsmanager_secret"], (secret, plan) =>
    isLogin(secret) && !serves(plan, secret.address) ? ["has a login's name, but no registry cache uses it"] : [],
  ),
};
