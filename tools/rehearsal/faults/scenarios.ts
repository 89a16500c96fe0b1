import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { State } from "../links";
import type { Stage } from "../stage";
import type { CommandResult } from "../terraform";
import { importCommand, orphansOf } from "./orphans";

/** What a scenario may do to the world beside running Terraform. */
export interface World {
  readonly stage: Stage;
  /** Stack that the scenario works on; everything that it needs is applied. */
  readonly stack: string;
  /** Stack that reads `stack`, which is not applied. */
  readonly consumer: string;
  /** Calls `strike` when the n-th object from now is in the ledger and Terraform has not heard of it. */
  strikeAfter(created: number, strike: () => void | Promise<void>): void;
}

export interface Scenario {
  readonly name: string;
  /** What was seen, in one line. @throws Error when something else was seen */
  run(world: World): Promise<string>;
}

const always = ["-input=false", "-no-color"];
const apply = ["apply", ...always, "-auto-approve"];

function expect(
  condition: boolean,
  what: string,
  { stdout, stderr }: Pick<CommandResult, "stdout" | "stderr"> = { stdout: "", stderr: "" },
): void {
  if (!condition) throw new Error(`expected: ${what}\n${stderr.slice(0, 1500)}${stdout.slice(-800)}`);
}

const said = ({ stdout, stderr }: CommandResult): string => `${stdout}${stderr}`.replaceAll(/[│╷╵\s]+/g, " ");

async function stateOf({ stage, stack }: World): Promise<State> {
  const { stdout } = await stage.run(stack, ["state", "pull"], "fault-state");
  return stdout.trim() === "" ? {} : (JSON.parse(stdout) as State);
}

async function lockOf(stage: Stage, stack: string): Promise<string> {
  const refused = await stage.run(stack, apply, "fault-locked");
  expect(
    refused.code === 1 && said(refused).includes("Error acquiring the state lock"),
    "an apply is refused while the lock is held",
    refused,
  );
  const id = /ID:\s+([0-9a-f-]{36})/.exec(refused.stdout + refused.stderr)?.[1];
  expect(id !== undefined, "the refusal names the lock", refused);
  return id ?? "";
}

/** Applies until `created` objects exist, then kills Terraform as a lost runner would be. */
async function killedApply(world: World, created: number): Promise<void> {
  let pid = 0;
  world.strikeAfter(created, () => {
    process.kill(-pid, "SIGKILL");
  });
  const { code } = await world.stage.run(world.stack, apply, "fault-killed", {
    onStart: (child) => {
      pid = child.pid ?? 0;
    },
  });
  expect(code === null, "the apply was killed");
}

const consumerFirst: Scenario = {
  name: "a consumer before its producer",
  async run({ stage, stack, consumer }) {
    await stage.run(consumer, ["init", ...always], "fault-init");
    const result = await stage.run(consumer, ["plan", ...always], "fault-plan");
    const layer = stack.split("-")[1] ?? "";
    expect(result.code === 1 && said(result).includes("Unable to find remote state"), "the plan is refused", result);
    expect(said(result).includes(`data.terraform_remote_state.${layer}`), `the refusal names ${layer}`, result);
    return `refused: no state for data.terraform_remote_state.${layer}, that is ${stack}`;
  },
};

const killed: Scenario = {
  name: "kill -9 during an apply, then resume",
  async run(world) {
    const { stage, stack } = world;
    await stage.run(stack, ["init", ...always], "fault-init");
    await killedApply(world, 12);
    const lock = await lockOf(stage, stack);
    const unlocked = await stage.run(stack, ["force-unlock", "-force", lock], "fault-unlock");
    expect(unlocked.code === 0, "force-unlock lifts the lock", unlocked);

    const planned = await stage.run(stack, ["plan", ...always, "-out=tfplan"], "fault-plan");
    expect(planned.code === 0, "the stack can be planned again", planned);
    const shown = await stage.run(stack, ["show", "-json", "tfplan"], "fault-show");
    const { resource_changes } = JSON.parse(shown.stdout) as { resource_changes: Parameters<typeof orphansOf>[2] };
    const made = () => stage.ledger.objects().filter((object) => object.stack === stack);
    const orphans = orphansOf(made(), await stateOf(world), resource_changes);
    expect(orphans.length > 0, "the killed apply left objects that no state knows");
    for (const orphan of orphans) {
      console.log(`    ${importCommand(orphan)}`);
      expect(orphan.address !== undefined, `a resource of the plan fits ${orphan.type} ${orphan.id}`);
      const imported = await stage.run(
        stack,
        ["import", ...always, orphan.address ?? "", orphan.importId],
        "fault-import",
      );
      expect(imported.code === 0, `${orphan.address} can be imported`, imported);
    }
    const before = new Set(made().map(({ id, type }) => `${type} ${id}`));
    const resumed = await stage.run(stack, apply, "fault-resumed");
    expect(resumed.code === 0, "the apply resumes", resumed);
    expect(
      [...before].every((key) => made().some(({ id, type }) => `${type} ${id}` === key)),
      "nothing that existed was replaced",
    );
    expect(orphansOf(made(), await stateOf(world), []).length === 0, "every object of the ledger is in the state");
    return `${orphans.length} orphans imported, ${made().length} objects, none double`;
  },
};

const locks: Scenario = {
  name: "a second apply while one holds the lock",
  async run(world) {
    const { stage, stack } = world;
    const file = join(stage.stackFolder(stack), "cdk.tf.json");
    const text = readFileSync(file, "utf8");
    for (const dropped of ["use_lockfile", "dynamodb_table"]) {
      const json = JSON.parse(text) as { terraform: { backend: { s3: Record<string, unknown> } } };
      delete json.terraform.backend.s3[dropped];
      writeFileSync(file, JSON.stringify(json));
      await stage.run(stack, ["init", ...always, "-reconfigure"], "fault-init");
      // Every object of a type is made anew, so that there is something to hold the lock for.
      const victim = stage.ledger
        .objects()
        .find((object) => object.stack === stack && object.type === "aws_sns_topic_policy");
      if (victim !== undefined) stage.ledger.remove(victim.type, victim, victim.attributes);
      let refused = "";
      world.strikeAfter(1, async () => {
        refused = await lockOf(stage, stack);
      });
      const first = await stage.run(stack, apply, "fault-first");
      expect(
        first.code === 0 && refused !== "",
        `without ${dropped} the second apply is refused and the first succeeds`,
        first,
      );
    }
    writeFileSync(file, text);
    await stage.run(stack, ["init", ...always, "-reconfigure"], "fault-init");
    return "refused by the DynamoDB table alone and by the lock file alone; the first went through";
  },
};

const drift: Scenario = {
  name: "an object that somebody changed, and one that somebody deleted",
  async run({ stage, stack }) {
    const own = stage.ledger.objects().filter((object) => object.stack === stack);
    const changed = own.find(({ type }) => type === "aws_cloudwatch_log_group");
    const deleted = own.find(({ type }) => type === "aws_ecr_lifecycle_policy");
    if (changed === undefined || deleted === undefined)
      throw new Error(`${stack} has neither a log group nor a lifecycle policy`);
    stage.ledger.put({ ...changed, attributes: { ...changed.attributes, retention_in_days: 1 } });
    stage.ledger.remove(deleted.type, deleted, deleted.attributes);
    const plan = await stage.run(stack, ["plan", ...always, "-detailed-exitcode"], "fault-drift");
    expect(
      plan.code === 2 && plan.stdout.includes("Plan: 1 to add, 1 to change, 0 to destroy"),
      "the plan mends both and nothing else",
      plan,
    );
    const mended = await stage.run(stack, apply, "fault-mended");
    expect(mended.code === 0, "an apply mends both", mended);
    return "the plan adds the one and changes the other, and nothing else";
  },
};

export const scenarios: readonly Scenario[] = [consumerFirst, killed, locks, drift];
