import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { always, apply, expect, type Scenario, said } from "./scenario";

export const consumerFirst: Scenario = {
  name: "a consumer before its producer",
  async run({ stage, stack, consumer }) {
    await stage.run(consumer, ["init", ...always], "fault-init");
    const result = await stage.run(consumer, ["plan", ...always], "fault-plan");
    expect(result.code === 1 && said(result).includes("Unable to find remote state"), "the plan is refused", result);
    expect(said(result).includes(`with data.terraform_remote_state.${stack},`), `the refusal names ${stack}`, result);
    return `refused: no state is found with data.terraform_remote_state.${stack}, the stack to apply first`;
  },
};

/** An output of `stack` that `consumer` reads, as its configuration says. */
function outputInUse(configuration: string, stack: string): string {
  const found = new RegExp(`data\\.terraform_remote_state\\.${stack}\\.outputs\\.(\\w+)`).exec(configuration)?.[1];
  if (found === undefined) throw new Error(`nothing of ${stack} is read`);
  return found;
}

export const removedOutput: Scenario = {
  name: "an output that is removed while another stack reads it",
  async run({ stage, stack, consumer }) {
    const file = join(stage.stackFolder(stack), "cdk.tf.json");
    const text = readFileSync(file, "utf8");
    const json = JSON.parse(text) as { output: Record<string, unknown> };
    const name = outputInUse(readFileSync(join(stage.stackFolder(consumer), "cdk.tf.json"), "utf8"), stack);
    delete json.output[name];
    writeFileSync(file, JSON.stringify(json));
    const removed = await stage.run(stack, apply, "fault-removed-output");
    expect(removed.code === 0, `${stack} can be applied without ${name}`, removed);

    const refused = await stage.run(consumer, ["plan", ...always], "fault-reader");
    const told = said(refused);
    expect(
      refused.code === 1 && told.includes("Unsupported attribute") && told.includes(`attribute named "${name}"`),
      `the reader's plan is refused and names ${name}`,
      refused,
    );
    writeFileSync(file, text);
    const restored = await stage.run(stack, apply, "fault-restored-output");
    const readable = await stage.run(consumer, ["plan", ...always], "fault-readable");
    expect(restored.code === 0 && readable.code === 0, "with the output back, the reader can be planned", readable);
    return `${consumer} is refused: ${stack} has no attribute named "${name}"`;
  },
};
