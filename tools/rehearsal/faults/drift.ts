import { always, apply, expect, type Scenario } from "./scenario";

export const drift: Scenario = {
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
