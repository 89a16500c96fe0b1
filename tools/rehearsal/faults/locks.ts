import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { always, apply, expect, lockOf, type Scenario } from "./scenario";

export const locks: Scenario = {
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
