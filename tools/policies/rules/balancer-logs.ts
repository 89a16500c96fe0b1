import { ofType, type PlannedResource, refersTo, type StackPlan } from "../plans";
import { claimOf, each, type PolicyRule } from "./rule";

const takesLogs = (plan: StackPlan, { address }: PlannedResource): boolean =>
  ofType(plan, "aws_lb").some(({ references }) => refersTo(references["access_logs"], address));

const encryption = (plan: StackPlan, { address }: PlannedResource): string | undefined =>
  ofType(plan, "aws_s3_bucket_server_side_encryption_configuration").find(({ references }) =>
    refersTo(references["bucket"], address),
  )?.values["rule"]?.[0]?.apply_server_side_encryption_by_default?.[0]?.sse_algorithm;

export const balancerLogs: PolicyRule = {
  id: "balancer-logs",
  title: "Buckets for access logs of load balancers are encrypted with S3's own key, the only one that can be",
  replaces: {
    CKV_AWS_145:
      "asks for a key of the account, under which no access logs arrive (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html)",
  },
  claims: (plans) =>
    new Set(
      plans.flatMap((plan) =>
        ofType(plan, "aws_s3_bucket")
          .filter((bucket) => takesLogs(plan, bucket))
          .map(({ address }) => claimOf(plan.stack, address)),
      ),
    ),
  check: each(["aws_s3_bucket"], (bucket, plan) =>
    takesLogs(plan, bucket) && encryption(plan, bucket) !== "AES256"
      ? ["cannot take access logs as it is encrypted"]
      : [],
  ),
};
