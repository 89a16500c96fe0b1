import { claimOf, each, type PolicyRule } from "./rule";

export const schedules: PolicyRule = {
  id: "schedules",
  title: "Schedules that AWS's own key encrypts carry no payload",
  replaces: {
    CKV_AWS_297:
      "asks for a key of the account for schedules without a payload; the payload is all that EventBridge Scheduler encrypts with it (https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html)",
  },
  claims: (plans) =>
    new Set(
      plans.flatMap(({ stack, resources }) =>
        resources
          .filter(({ type, values }) => type === "aws_scheduler_schedule" && !values["target"]?.[0]?.input)
          .map(({ address }) => claimOf(stack, address)),
      ),
    ),
  check: each(["aws_scheduler_schedule"], ({ values, references }) => {
    const encrypted = Boolean(values["kms_key_arn"]) || (references["kms_key_arn"] ?? []).length > 0;
    const carries = Boolean(values["target"]?.[0]?.input);
    return encrypted || !carries ? [] : ["carries a payload without a key of the account"];
  }),
};
