import { resolve } from "node:path";
import { assemble, company } from "../../../src/config";
import { withNeeds } from "../graph";
import { graphFor } from "../rehearse";
import { StackRun } from "../run";
import { Stage } from "../stage";
import { scenarios } from "./scenarios";

/** Objects that have been created since somebody last asked to strike. */
class Strikes {
  private left = 0;
  private strike: () => void | Promise<void> = () => {};

  after(created: number, strike: () => void | Promise<void>): void {
    this.left = created;
    this.strike = strike;
  }

  async created(): Promise<void> {
    if (this.left === 0) return;
    this.left -= 1;
    if (this.left === 0) await this.strike();
  }
}

async function main(): Promise<void> {
  const platform = assemble(company);
  const strikes = new Strikes();
  const stage = new Stage({
    folder: "rehearsal",
    platform,
    mode: "attached",
    plugin: resolve(__dirname, "../../../build/stand-in.cjs"),
    afterCreate: async () => strikes.created(),
  });
  const interrupted = () => {
    void stage.close().then(() => process.exit(130));
  };
  process.once("SIGINT", interrupted);
  process.once("SIGTERM", interrupted);
  const [first = ""] = Object.keys(platform.workloads);
  const world = {
    stage,
    stack: `${first}-foundation`,
    consumer: `${first}-network`,
    strikeAfter: (created: number, strike: () => void | Promise<void>) => strikes.after(created, strike),
  };
  let failed = 0;
  try {
    await stage.open();
    const graph = graphFor(stage, { platform });
    for (const id of withNeeds(graph, [world.stack]).filter((needed) => needed !== world.stack))
      if (!(await new StackRun(id, stage, () => {}).setUp()))
        throw new Error(`${id}, which the faults need, could not be applied`);
    for (const scenario of scenarios) {
      try {
        console.log(`passed  ${scenario.name}: ${await scenario.run(world)}`);
      } catch (error) {
        failed += 1;
        console.log(`FAILED  ${scenario.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  } finally {
    await stage.close();
  }
  console.log(`faults: ${scenarios.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

void main();
