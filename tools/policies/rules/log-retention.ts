import { each, type PolicyRule, unless } from "./rule";

export const logRetention: PolicyRule = {
  id: "log-retention",
  title: "Log groups keep entries for at least 14 days, not for ever, under a key of the account",
  replaces: {
    CKV_AWS_338:
      "asks for a year everywhere; LOG-01 sets 90, 30 and 14 days by environment, and what is kept for years lies in the log archive",
  },
  check: each(["aws_cloudwatch_log_group"], ({ values, references }) =>
    unless(
      [Number(values["retention_in_days"] ?? 0) >= 14, "keeps entries for fewer than 14 days, or for ever"],
      [
        Boolean(values["kms_key_id"]) || (references["kms_key_id"] ?? []).length > 0,
        "is not encrypted with a key of the account",
      ],
    ),
  ),
};
