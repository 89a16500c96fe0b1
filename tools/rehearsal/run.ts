import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyBucket } from "./emulator/empty-bucket";
import { type Counts, countsOf, type StackReport, type Step, type StepReport, summary } from "./report";
import type { Stage } from "./stage";
import { type CommandResult, errorsOf } from "./terraform";
import { unprotect } from "./unprotect";

const always = ["-input=false", "-no-color"];
const planFile = "tfplan";

export type Say = (id: string, step: Step, text: string, seconds: number) => void;

/** The steps of one stack; each is recorded, and a failed one ends what it is part of. */
export class StackRun {
  private readonly steps: StepReport[] = [];
  private failed = false;

  constructor(
    readonly id: string,
    private readonly stage: Stage,
    private readonly say: Say,
  ) {}

  report(): StackReport {
    const result = this.failed ? "failed" : this.steps.length === 0 ? "blocked" : "passed";
    return { id: this.id, result, steps: this.steps };
  }

  /** init and validate: all that can be done without a plan. */
  async check(): Promise<boolean> {
    return (
      (await this.command("init", ["init", ...always])) && (await this.command("validate", ["validate", "-no-color"]))
    );
  }

  async setUp(): Promise<boolean> {
    if (!(await this.check()) || !(await this.plan())) return false;
    if (!(await this.command("apply", ["apply", ...always, planFile]))) return false;
    return this.stage.isMigrated(this.id) || (await this.migrate("backend"));
  }

  /** A plan of what is applied already: nothing may change. */
  async planAgain(): Promise<boolean> {
    const result = await this.stage.run(
      this.id,
      ["plan", ...always, "-detailed-exitcode", `-out=${planFile}`],
      "replan",
    );
    if (result.code === 0) return this.passed("replan", result.seconds, "no changes");
    if (result.code !== 2) return this.failure("replan", result);
    const { changes } = await this.show("replan-show");
    return this.failure("replan", result, `the second plan is not empty:\n${changes.join("\n")}`);
  }

  async takeDown(): Promise<boolean> {
    const folder = this.stage.stackFolder(this.id);
    const file = join(folder, "cdk.tf.json");
    const { text, prevented, switched } = unprotect(readFileSync(file, "utf8"));
    if (prevented.length > 0 && !(await this.refused(prevented))) return false;
    writeFileSync(file, text);
    if (switched.length > 0 && !(await this.unprotected())) return false;
    if (!(await this.emptied())) return false;
    return this.command("destroy", ["apply", ...always, "-destroy", "-auto-approve"]);
  }

  /** Moves the state of a bootstrap into its own bucket, or back into a file, by the documented command. */
  private async migrate(to: "backend" | "local"): Promise<boolean> {
    const source = join(
      to === "backend" ? this.stage.migratedFolder(this.id) : this.stage.stackFolder(this.id),
      "cdk.tf.json",
    );
    const target = join(this.stage.stackFolder(this.id), "cdk.tf.json");
    if (to === "backend") {
      copyFileSync(target, `${target}.local`);
      copyFileSync(source, target);
    }
    return this.command("migrate", ["init", ...always, "-migrate-state", "-force-copy"]);
  }

  private async plan(): Promise<boolean> {
    const result = await this.stage.run(this.id, ["plan", ...always, `-out=${planFile}`], "plan");
    if (result.code !== 0) return this.failure("plan", result);
    const { counts } = await this.show("plan-show", join(this.stage.folder, "plans", `${this.id}.json`));
    return this.passed("plan", result.seconds, summary(counts), counts);
  }

  private async show(log: string, keepAs?: string): Promise<{ counts: Counts; changes: readonly string[] }> {
    const { stdout, code, stderr } = await this.stage.run(this.id, ["show", "-json", planFile], log);
    if (code !== 0) throw new Error(`terraform show failed for ${this.id}: ${stderr}`);
    if (keepAs !== undefined) {
      mkdirSync(join(this.stage.folder, "plans"), { recursive: true });
      writeFileSync(keepAs, stdout);
    }
    const plan = JSON.parse(stdout) as Parameters<typeof countsOf>[0];
    const changes = (plan.resource_changes ?? [])
      .filter(({ change }) => change.actions.join() !== "no-op" && change.actions.join() !== "read")
      .map(({ address, change }) => `  ${change.actions.join(" and ")} ${address}`);
    return { counts: countsOf(plan), changes };
  }

  private async refused(prevented: readonly string[]): Promise<boolean> {
    const result = await this.stage.run(this.id, ["plan", ...always, "-destroy"], "protected");
    const said = result.stdout + result.stderr;
    if (result.code === 1 && prevented.some((address) => said.replaceAll(/\s+/g, " ").includes(address)))
      return this.passed("protected", result.seconds, `refused to destroy ${prevented.length} protected`);
    return this.failure(
      "protected",
      result,
      "a plan to destroy was not refused, although lifecycle.prevent_destroy is set",
    );
  }

  private async unprotected(): Promise<boolean> {
    const result = await this.stage.run(this.id, ["plan", ...always, `-out=${planFile}`], "unprotect-plan");
    if (result.code !== 0) return this.failure("unprotect", result);
    const { counts, changes } = await this.show("unprotect-show");
    if (counts.add + counts.destroy + counts.replace > 0)
      return this.failure(
        "unprotect",
        result,
        `lifting the protection changes more than in place:\n${changes.join("\n")}`,
      );
    return this.command("unprotect", ["apply", ...always, planFile]);
  }

  /** A bootstrap destroys the bucket that its own state lies in: the state goes back to a file, and the bucket is emptied. */
  private async emptied(): Promise<boolean> {
    const file = join(this.stage.stackFolder(this.id), "cdk.tf.json");
    const { endpoint } = this.stage;
    if (endpoint === undefined) return true;
    if (existsSync(`${file}.local`)) {
      writeFileSync(file, unprotect(readFileSync(`${file}.local`, "utf8")).text);
      if (!(await this.migrate("local"))) return false;
    }
    for (const { stack, account, region, id } of this.stage.ledger.objects("aws_s3_bucket"))
      if (stack === this.id) await emptyBucket(endpoint, account, region, id);
    return true;
  }

  private async command(step: Step, args: readonly string[]): Promise<boolean> {
    const result = await this.stage.run(this.id, args, step);
    return result.code === 0 ? this.passed(step, result.seconds, "") : this.failure(step, result);
  }

  private passed(step: Step, seconds: number, text: string, counts?: Counts): true {
    this.steps.push({ step, result: "passed", seconds, ...(counts === undefined ? {} : { counts }) });
    this.say(this.id, step, text, seconds);
    return true;
  }

  private failure(step: Step, result: CommandResult, message = errorsOf(result)): false {
    this.failed = true;
    this.steps.push({ step, result: "failed", seconds: result.seconds, message });
    this.say(this.id, step, `failed\n${message}\n  whole log: ${this.stage.logOf(this.id, step)}`, result.seconds);
    return false;
  }
}
