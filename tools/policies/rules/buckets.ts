import { ofType, type PlannedResource, refersTo, type StackPlan } from "../plans";
import { each, type PolicyRule, unless } from "./rule";

const about = (plan: StackPlan, type: string, { address, values }: PlannedResource): PlannedResource | undefined =>
  ofType(plan, type).find(
    (other) =>
      refersTo(other.references["bucket"], address) ||
      (other.values["bucket"] !== undefined && other.values["bucket"] === values["bucket"]),
  );

interface Rule {
  readonly status?: string;
  readonly noncurrent_version_expiration?: readonly { readonly noncurrent_days?: number }[];
}

const noncurrentDays = (lifecycle: PlannedResource | undefined): readonly number[] =>
  ((lifecycle?.values["rule"] ?? []) as readonly Rule[])
    .filter(({ status }) => status === "Enabled")
    .flatMap((rule) => rule.noncurrent_version_expiration ?? [])
    .map(({ noncurrent_days: days }) => days ?? 0);

export const buckets: PolicyRule = {
  id: "buckets",
  title: "What is overwritten or deleted in a bucket stays for at least 30 days, and not for ever",
  replaces: {
    CKV2_AWS_62:
      "asks for notifications of every object, which nobody would read; what has to be told has its own event rules",
    CKV_AWS_144:
      "asks for a copy in another region of every bucket; each region has its own state and artifacts, and what recovery needs elsewhere is replicated by the rows of BKP",
  },
  check: each(["aws_s3_bucket"], (bucket, plan) => {
    const versioning = about(plan, "aws_s3_bucket_versioning", bucket);
    const days = noncurrentDays(about(plan, "aws_s3_bucket_lifecycle_configuration", bucket));
    return unless(
      [versioning?.values["versioning_configuration"]?.[0]?.status === "Enabled", "keeps no versions"],
      [days.length > 0, "keeps old versions for ever"],
      [days.every((one) => one >= 30), `drops old versions after ${Math.min(...days)} days, before 30`],
    );
  }),
};
