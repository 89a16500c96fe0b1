import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";
import { readReport } from "../../../tools/policies/checkov";
import { exceptionFaults, type PolicyFinding, readExceptions, subjectOf } from "../../../tools/policies/exceptions";
import { judge } from "../../../tools/policies/judge";
import type { PolicyRule } from "../../../tools/policies/rules";
import { plan } from "./plans";

const today = new Date("2026-06-15T12:00:00Z");
const finding: PolicyFinding = {
  rule: "CKV_AWS_51",
  title: "Ensure ECR Image Tags are immutable",
  stack: "dev-foundation",
  address: "aws_ecr_repository.backend",
};
const { rule, stack, address } = finding;
const exception = { rule, stack, address, reason: "Tags move in dev alone, by design.", expires: "2026-12-31" };

const formFaults = (raw: unknown) => {
  const read = readExceptions(raw);
  return "faults" in read ? read.faults.map(({ path, reason }) => `${path} ${reason}`) : [];
};
const faults = (exceptions: readonly (typeof exception)[], found: readonly PolicyFinding[] = [finding], now = today) =>
  exceptionFaults(exceptions, found, now).map(({ path, reason }) => `${path} ${reason}`);

describe("the form of an exception", () => {
  test("a whole one passes, and so does none", () => {
    expect(formFaults([exception])).toEqual([]);
    expect(formFaults([])).toEqual([]);
    expect(formFaults(null)).toEqual([]);
  });

  test("every mistake is told at once, with its place and value", () => {
    const read = readExceptions([
      { ...exception, stack: "dev-*", rule: "AWS_51" },
      { ...exception, address: "aws_ecr_repository.?", reason: "because", expires: "31.12.2026" },
    ]);
    expect("faults" in read && read.faults).toEqual([
      expect.objectContaining({
        path: "exceptions[0].stack",
        value: "dev-*",
        mend: "write it in full, without * or ?",
      }),
      expect.objectContaining({ path: "exceptions[0].rule", value: "AWS_51", reason: "is no rule of checkov" }),
      expect.objectContaining({ path: "exceptions[1].address", value: "aws_ecr_repository.?" }),
      expect.objectContaining({ path: "exceptions[1].reason", value: "because", reason: "says too little" }),
      expect.objectContaining({ path: "exceptions[1].expires", value: "31.12.2026", mend: "write YYYY-MM-DD" }),
    ]);
  });

  test("blanks are no reason", () => {
    expect(formFaults([{ ...exception, reason: " ".repeat(30) }])).toEqual(["exceptions[0].reason says too little"]);
  });

  test("a key too few or too many is a mistake", () => {
    const { reason: _, ...short } = exception;
    expect(formFaults([short])).toHaveLength(1);
    expect(formFaults([{ ...exception, until: "2027-01-01" }])).toHaveLength(1);
    expect(formFaults({ exceptions: [exception] })).toHaveLength(1);
  });
});

describe("an exception", () => {
  test("holds to the end of its last day", () => {
    expect(faults([{ ...exception, expires: "2026-06-15" }])).toEqual([]);
    expect(faults([{ ...exception, expires: "2026-06-14" }])).toEqual(["exceptions[0].expires is over"]);
  });

  test("holds for a year at most", () => {
    expect(faults([{ ...exception, expires: "2027-06-16" }])).toEqual([]);
    expect(faults([{ ...exception, expires: "2027-06-17" }])).toEqual([
      "exceptions[0].expires is more than a year away",
    ]);
  });

  test.each([
    ["stack", { stack: "staging-foundation" }],
    ["address", { address: "aws_ecr_repository.frontend" }],
    ["rule", { rule: "CKV_AWS_52" }],
  ])("of another %s matches nothing", (_name, change) => {
    expect(faults([{ ...exception, ...change }])).toEqual(["exceptions[0] matches no finding"]);
  });

  test("stands once, among 25 at most", () => {
    expect(faults([exception, exception])).toEqual(["exceptions[1] is there twice"]);
    const many = Array.from({ length: 26 }, (_, place) => ({ ...finding, address: `aws_ecr_repository.r${place}` }));
    const all = many.map(({ address: one }) => ({ ...exception, address: one }));
    expect(faults(all.slice(1), many)).toEqual([]);
    expect(faults(all, many)).toEqual(["exceptions are more than 25"]);
  });

  test.each([
    ["Ensure that Secrets Manager secret is encrypted using KMS CMK", "encryption"],
    ["Ensure ALB protocol is HTTPS", "encryption"],
    ["Ensure Amazon EKS public endpoint not accessible to 0.0.0.0/0", "public access"],
    ["Ensure no security groups allow ingress from 0.0.0.0:0 to port 22", "public access"],
    ["Ensure IAM policies does not allow data exfiltration", "wildcard rights"],
    [`Ensure no IAM policies documents allow "*" as a statement's actions`, "wildcard rights"],
    ["Ensure AWS IAM policy does not allow assume role permission across all services", "wildcard rights"],
    ["Disallow IAM roles, users, and groups from using the AWS AdministratorAccess policy", "wildcard rights"],
  ])("is never made of: %s", (title, subject) => {
    expect(subjectOf(title)).toBe(subject);
    expect(faults([exception], [{ ...finding, title }])).toEqual([
      `exceptions[0].rule is about ${subject}, on which nothing is excepted`,
    ]);
  });

  test("of a public hosted zone is about no public access", () => {
    expect(subjectOf("Ensure DNSSEC signing is enabled for Amazon Route 53 public hosted zones")).toBeUndefined();
  });
});

test("the exceptions of this repository have the right form", () => {
  const file = resolve(__dirname, "../../../tools/policies/exceptions.yaml");
  expect(formFaults(parse(readFileSync(file, "utf8")))).toEqual([]);
});

describe("the verdict", () => {
  const own: PolicyRule = {
    id: "tags",
    title: "Tags",
    replaces: { CKV_AWS_51: "asks in another way" },
    check: () => [{ stack: "dev-foundation", address: "aws_ecr_repository.other", text: "is wrong" }],
  };
  const silent: PolicyRule = { ...own, check: () => [] };
  const judged = (rules: readonly PolicyRule[], exceptions: readonly (typeof exception)[] = [], found = [finding]) =>
    judge({ found, plans: [plan("dev-foundation", {})], rules, exceptions, today });

  test("what nobody answers for is a finding", () => {
    expect(judged([])).toMatchObject({ findings: [finding], excepted: 0, faults: [] });
  });

  test("an exception takes exactly one", () => {
    const second = { ...finding, address: "aws_ecr_repository.second" };
    expect(judged([], [exception], [finding, second])).toMatchObject({ findings: [second], excepted: 1, faults: [] });
  });

  test("a rule of ours answers for checkov's, and finds by itself", () => {
    expect(judged([silent])).toMatchObject({ findings: [], replaced: { CKV_AWS_51: 1 }, faults: [] });
    expect(judged([own]).findings).toEqual([expect.objectContaining({ rule: "tags", text: "is wrong" })]);
  });

  test("a rule of ours answers for no other rule of checkov", () => {
    const unrelated: PolicyRule = { ...silent, replaces: { CKV_AWS_52: "asks in another way" } };
    expect(judged([unrelated]).findings).toEqual([finding]);
  });

  test("a rule that claims other resources does not", () => {
    const elsewhere = { ...silent, claims: () => new Set(["dev-foundation aws_ecr_repository.other"]) };
    expect(judged([elsewhere]).findings).toEqual([finding]);
    const here = { ...silent, claims: () => new Set([`${stack} ${address}`]) };
    expect(judged([here]).findings).toEqual([]);
  });

  test("a replacement of nothing is a mistake, and so is an exception of what is replaced", () => {
    expect(judged([silent], [], []).faults).toEqual([
      expect.objectContaining({ path: "rules.tags.replaces", value: "CKV_AWS_51" }),
    ]);
    expect(judged([silent], [exception]).faults).toEqual([expect.objectContaining({ reason: "matches no finding" })]);
  });
});

test("checkov's report is read, of one framework or of several", () => {
  const check = (resource: string) => ({
    check_id: "CKV_AWS_51",
    check_name: finding.title,
    file_path: "/dev-foundation.json",
    resource,
  });
  const report = {
    summary: { passed: 3 },
    results: { failed_checks: [check(address)], skipped_checks: [check("b.c")], parsing_errors: ["x.json"] },
  };
  expect(readReport(JSON.stringify(report))).toEqual({
    passed: 3,
    findings: [finding],
    skips: ["dev-foundation b.c CKV_AWS_51"],
    parsingErrors: ["x.json"],
  });
  expect(readReport(JSON.stringify([report, report]))).toMatchObject({ passed: 6, findings: [finding, finding] });
  expect(() => readReport("")).toThrow(SyntaxError);
});

describe("what checkov says of the arguments it looked at", () => {
  const check = (...keys: readonly string[]) => ({
    check_id: "CKV_AWS_45",
    check_name: "Ensure no hard-coded secrets exist in lambda environment",
    file_path: "/staging-eks.json",
    resource: "aws_lambda_function.release",
    check_result: { evaluated_keys: keys },
  });
  const read = (...failed: readonly unknown[]) =>
    readReport(
      JSON.stringify({
        summary: { passed: 3 },
        results: { failed_checks: failed, skipped_checks: [], parsing_errors: [] },
      }),
    );
  const variables = "environment/[0]/variables/[0]";

  test("is told by name", () => {
    expect(read(check(`${variables}/TOKEN`)).findings).toEqual([
      expect.objectContaining({ text: `at ${variables}/TOKEN` }),
    ]);
    expect(read(check("")).findings[0]).not.toHaveProperty("text");
  });

  test("is no finding where it is the path of the clone alone", () => {
    expect(read(check(`${variables}/__file__`))).toMatchObject({ passed: 4, findings: [] });
    expect(read(check(`${variables}/__file__`, `${variables}/TOKEN`)).findings).toHaveLength(1);
  });
});
