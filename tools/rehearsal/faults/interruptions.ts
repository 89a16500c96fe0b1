import { copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { State } from "../links";
import { importCommand, orphansOf } from "./orphans";
import { always, apply, expect, lockOf, type Scenario, said, stateOf, type World } from "./scenario";

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

export const killed: Scenario = {
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
    const orphans = orphansOf(made(), await stateOf(stage, stack), resource_changes);
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
    expect(
      orphansOf(made(), await stateOf(stage, stack), []).length === 0,
      "every object of the ledger is in the state",
    );
    return `${orphans.length} orphans imported, ${made().length} objects, none double`;
  },
};

export const outage: Scenario = {
  name: "S3 and DynamoDB out of service during an apply",
  async run({ stage, consumer, strikeAfter }) {
    const errored = join(stage.stackFolder(consumer), "errored.tfstate");
    strikeAfter(20, () => stage.services.refuse());
    const broken = await stage.run(consumer, apply, "fault-outage");
    stage.services.serve();
    expect(
      broken.code === 1 && said(broken).includes("Failed to save state") && existsSync(errored),
      "the apply fails and leaves its state in errored.tfstate",
      broken,
    );
    const lock = await lockOf(stage, consumer);
    const unlocked = await stage.run(consumer, ["force-unlock", "-force", lock], "fault-unlock");
    expect(unlocked.code === 0, "force-unlock lifts the lock", unlocked);
    const before = await stateOf(stage, consumer);
    const pushed = await stage.run(consumer, ["state", "push", "errored.tfstate"], "fault-push");
    expect(pushed.code === 0, "errored.tfstate can be pushed", pushed);
    rmSync(errored);
    const resumed = await stage.run(consumer, apply, "fault-resumed");
    expect(resumed.code === 0, "the apply goes on", resumed);
    const made = stage.ledger.objects().filter((object) => object.stack === consumer);
    expect(orphansOf(made, await stateOf(stage, consumer), []).length === 0, "the state knows every object");
    const again = await stage.run(consumer, ["plan", ...always, "-detailed-exitcode"], "fault-replan");
    expect(again.code === 0, "nothing is left to do", again);
    return `the bucket still held ${before.resources?.length ?? 0} resources; errored.tfstate was pushed, ${made.length} objects, none double`;
  },
};

/** Takes a bootstrap through what `setUp` does, with a kill before or after its state reaches the bucket. */
export const migration = (bootstrap: string, when: "before" | "after"): Scenario => ({
  name: `kill -9 while ${bootstrap} moves its state into its bucket, ${when} it is there`,
  async run({ stage }) {
    const configuration = join(stage.stackFolder(bootstrap), "cdk.tf.json");
    await stage.run(bootstrap, ["init", ...always], "fault-init");
    const applied = await stage.run(bootstrap, apply, "fault-apply");
    expect(applied.code === 0, `${bootstrap} is applied with local state`, applied);
    const { terraform } = JSON.parse(readFileSync(configuration, "utf8")) as {
      terraform: { backend: { local: { path: string } } };
    };
    const { path } = terraform.backend.local;
    const local = () => readFileSync(join(stage.stackFolder(bootstrap), path), "utf8");
    const whole = local();

    copyFileSync(configuration, `${configuration}.local`);
    copyFileSync(join(stage.migratedFolder(bootstrap), "cdk.tf.json"), configuration);
    const migrate = ["init", ...always, "-migrate-state", "-force-copy"];
    let pid = 0;
    const struck = stage.services
      .pauseAt({ when, method: "PUT", path: `/${bootstrap}.tfstate` })
      .then(() => process.kill(-pid, "SIGKILL"));
    const killed = await stage.run(bootstrap, migrate, "fault-migrate", {
      onStart: (child) => {
        pid = child.pid ?? 0;
      },
    });
    expect(killed.code === null, "the migration was killed", killed);
    await struck;
    stage.services.serve();
    expect(local() === whole, "the local state is untouched");

    const lock = await lockOf(stage, bootstrap, migrate);
    const mend = async (...args: readonly string[]) => {
      const result = await stage.run(bootstrap, args, "fault-mended");
      expect(result.code === 0, `terraform ${args.join(" ")}`, result);
    };
    await mend("init", ...always, "-reconfigure");
    await mend("force-unlock", "-force", lock);
    const arrived = (await stateOf(stage, bootstrap)).resources?.length ?? 0;
    // The move gives the state a new lineage, so what has arrived counts as unrelated to the file.
    await mend("state", "push", "-force", path);
    const { resources, outputs } = await stateOf(stage, bootstrap);
    const file = JSON.parse(whole) as State;
    expect(
      isDeepStrictEqual({ resources, outputs }, { resources: file.resources, outputs: file.outputs }),
      "the bucket holds what the file held",
    );
    const again = await stage.run(bootstrap, ["plan", ...always, "-detailed-exitcode"], "fault-replan");
    expect(again.code === 0, "nothing is left to do", again);
    return `the file is whole, ${arrived} resources had arrived; init -reconfigure, force-unlock and state push -force complete the move`;
  },
});
