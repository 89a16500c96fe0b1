import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse, YAMLParseError } from "yaml";
import { PythonEnvironmentError } from "../python/environment.cjs";
import { CheckovFailed, type CheckovResult, runCheckov } from "./checkov";
import { type ExceptionFault, readExceptions } from "./exceptions";
import { judge, type Verdict } from "./judge";
import { plansIn, type StackPlan, UnreadablePlan } from "./plans";
import { policyRules } from "./rules";

class NoPlans extends Error {}

/** Plans of every stack of the last rehearsal. @throws NoPlans when there are none, or not of all stacks */
function rehearsedPlans(folder: string): readonly StackPlan[] {
  const report = join(folder, "report.json");
  const stacks = join(folder, "cdktf.out/stacks");
  if (![report, stacks, join(folder, "plans")].every((path) => existsSync(path)))
    throw new NoPlans("there are no plans to judge; run `make rehearse` first");
  const { result } = JSON.parse(readFileSync(report, "utf8")) as { readonly result: string };
  if (result !== "passed") throw new NoPlans("the last rehearsal failed; run `make rehearse` until it passes");
  const plans = plansIn(join(folder, "plans"));
  const missing = readdirSync(stacks).filter((id) => !plans.some(({ stack }) => stack === id));
  if (missing.length > 0)
    throw new NoPlans(
      `there is no plan of ${missing.join(", ")}; run \`make rehearse\` of the whole organization first`,
    );
  return plans;
}

const faultText = ({ path, value, reason, mend }: ExceptionFault): string =>
  `${path} = ${JSON.stringify(value)}: ${reason}; ${mend}`;

function print({ findings, faults }: Pick<Verdict, "findings" | "faults">, checkov: CheckovResult): number {
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  for (const rule of rules) {
    const own = findings.filter((finding) => finding.rule === rule);
    console.log(`${rule}  ${own[0]?.title ?? ""}`);
    for (const { stack, address, text } of own)
      console.log(`    ${stack} ${address}${text === undefined ? "" : `: ${text}`}`);
  }
  const skips = checkov.skips.map((skip) => `${skip} is switched off by a comment; write an exception instead`);
  const unread = checkov.parsingErrors.map((file) => `${file} could not be read`);
  const other = [...faults.map(faultText), ...skips, ...unread];
  for (const line of other) console.log(line);
  return findings.length + other.length;
}

function main(): void {
  const folder = "rehearsal";
  const read = readExceptions(parse(readFileSync(join(__dirname, "exceptions.yaml"), "utf8")));
  if ("faults" in read) {
    for (const fault of read.faults) console.error(faultText(fault));
    process.exitCode = 1;
    return;
  }
  const plans = rehearsedPlans(folder);
  const checkov = runCheckov(join(folder, "plans"), resolve(folder, "checkov"));
  const verdict = judge({
    found: checkov.findings,
    plans,
    rules: policyRules,
    exceptions: read.exceptions,
    today: new Date(),
  });
  const failed = print(verdict, checkov);
  const { replaced, excepted } = verdict;
  const replacedFindings = Object.values(replaced).reduce((sum, count) => sum + count, 0);
  const summary = {
    passed: checkov.passed,
    failed,
    excepted,
    replaced,
    findings: verdict.findings,
    faults: verdict.faults,
  };
  writeFileSync(join(folder, "policies.json"), `${JSON.stringify(summary, null, 2)}\n`);
  console.log(
    `policies: ${checkov.passed} checks passed, ${failed} failed, ${excepted} exceptions; ${policyRules.length} rules of ours ` +
      `answer for ${Object.keys(replaced).length} of checkov's (${replacedFindings} findings); ${folder}/policies.json has all of it`,
  );
  if (failed > 0) process.exitCode = 1;
}

try {
  main();
} catch (error) {
  if (
    ![NoPlans, UnreadablePlan, CheckovFailed, PythonEnvironmentError, YAMLParseError].some(
      (kind) => error instanceof kind,
    )
  )
    throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
}
