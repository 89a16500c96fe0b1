import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pythonEnvironment } from "../python/environment.cjs";
import type { PolicyFinding } from "./exceptions";

export interface CheckovResult {
  readonly passed: number;
  readonly findings: readonly PolicyFinding[];
  /** Addresses at which a comment switches a rule off. */
  readonly skips: readonly string[];
  readonly parsingErrors: readonly string[];
}

interface Check {
  readonly check_id: string;
  readonly check_name: string;
  readonly file_path: string;
  readonly resource: string;
  readonly check_result?: { readonly evaluated_keys?: readonly string[] };
}

interface Report {
  readonly summary?: { readonly passed: number };
  readonly results?: {
    readonly failed_checks: readonly Check[];
    readonly skipped_checks: readonly Check[];
    readonly parsing_errors: readonly string[];
  };
}

const stackOf = ({ file_path: path }: Check): string => path.replace(/^.*\//, "").replace(/\.json$/, "");

const lookedAt = ({ check_result: result }: Check): readonly string[] =>
  (result?.evaluated_keys ?? []).filter((key) => key !== "");

/**
 * checkov writes the path of the plan's file into every map of a plan, as `__file__`, and its rules on secrets read
 * it: in a clone whose path has 40 letters between two hyphens, CKV_AWS_45 takes that for an AWS secret key.
 */
const findsOwnPath = (check: Check): boolean =>
  lookedAt(check).length > 0 && lookedAt(check).every((key) => key.endsWith("/__file__"));

/** Names of the arguments that the rule looked at, when it says so; never their values. */
const located = (check: Check): Pick<PolicyFinding, "text"> =>
  lookedAt(check).length === 0 ? {} : { text: `at ${lookedAt(check).join(", ")}` };

/** What checkov printed, as findings. */
export function readReport(text: string): CheckovResult {
  const parsed = JSON.parse(text) as Report | readonly Report[];
  const reports: readonly Report[] = Array.isArray(parsed) ? parsed : [parsed as Report];
  const all = <T>(part: (results: NonNullable<Report["results"]>) => readonly T[]): readonly T[] =>
    reports.flatMap(({ results }) => (results === undefined ? [] : part(results)));
  const failed = all(({ failed_checks }) => failed_checks);
  const findings = failed.filter((check) => !findsOwnPath(check));
  const passed = reports.reduce((sum, { summary }) => sum + (summary?.passed ?? 0), 0);
  return {
    passed: passed + failed.length - findings.length,
    findings: findings.map((check) => ({
      rule: check.check_id,
      title: check.check_name,
      stack: stackOf(check),
      address: check.resource,
      ...located(check),
    })),
    skips: all(({ skipped_checks }) => skipped_checks).map(
      (check) => `${stackOf(check)} ${check.resource} ${check.check_id}`,
    ),
    parsingErrors: all(({ parsing_errors }) => parsing_errors),
  };
}

export class CheckovFailed extends Error {}

/**
 * Runs checkov over a folder of plans, offline and without settings of the user's own.
 * @throws CheckovFailed when it gives no report
 */
export function runCheckov(plans: string, home: string): CheckovResult {
  const python = pythonEnvironment({
    name: "checkov",
    minimum: [3, 10],
    requirements: resolve(__dirname, "requirements.txt"),
  });
  mkdirSync(home, { recursive: true });
  const options = ["--framework", "terraform_plan", "--output", "json", "--skip-download", "--compact"];
  const { stdout, stderr, error } = spawnSync(
    join(dirname(python), "checkov"),
    ["--directory", resolve(plans), ...options],
    {
      cwd: home,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], HOME: home, TMPDIR: home, LANG: "C.UTF-8" },
      maxBuffer: 1 << 28,
    },
  );
  try {
    return readReport(stdout);
  } catch {
    throw new CheckovFailed(`checkov gave no report: ${error?.message ?? stderr.trim().split("\n").at(-1) ?? ""}`);
  }
}
