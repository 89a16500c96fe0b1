import { ofType, refersTo } from "../plans";
import { each, type PolicyRule, unless } from "./rule";

export const functions: PolicyRule = {
  id: "functions",
  title: "Functions end in time, report failures and traces, and run bounded code of this repository",
  replaces: {
    CKV_AWS_115:
      "asks for reserved concurrency, which a new account with its quota of ten cannot reserve; schedules start one at a time",
    CKV_AWS_117: "asks for a VPC, which a function that calls AWS's public APIs only does not need",
    CKV_AWS_272: "asks for a code-signing profile; the code is packaged at synthesis and named by its hash in the plan",
  },
  check: each(["aws_lambda_function"], ({ values, references }, plan) => {
    const role = ofType(plan, "aws_iam_role").find(({ address }) => refersTo(references["role"], address));
    const timeout = Number(values["timeout"] ?? 3);
    const known = (name: string) => Boolean(values[name]) || (references[name] ?? []).length > 0;
    return unless(
      [timeout >= 3 && timeout <= 900, "has no sensible timeout"],
      [known("source_code_hash"), "is not named by the hash of its code"],
      [values["tracing_config"]?.[0]?.mode === "Active", "sends no traces"],
      [
        (values["dead_letter_config"] ?? []).length > 0 || (references["dead_letter_config"] ?? []).length > 0,
        "tells nobody when it fails",
      ],
      [
        role !== undefined &&
          (Boolean(role.values["permissions_boundary"]) || (role.references["permissions_boundary"] ?? []).length > 0),
        "has a role without a permissions boundary",
      ],
    );
  }),
};
