import { resolve } from "node:path";
import { assemble, company, type Platform } from "../../../src/config";
import { withNeeds } from "../graph";
import { graphFor } from "../rehearse";
import { StackRun } from "../run";
import { Stage } from "../stage";
import { adoptedNetwork, adoptedOrganization } from "./adoption";
import { drift } from "./drift";
import { ctrlC } from "./interrupted";
import { killed, migration, outage } from "./interruptions";
import { locks } from "./locks";
import { consumerFirst, removedOutput } from "./order";
import type { Scenario, World } from "./scenario";

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

/** Plays scenarios and counts how they end. */
class ScenarioRunner {
  passed = 0;
  failed = 0;

  constructor(private readonly world: World) {}

  async play(scenario: Scenario): Promise<boolean> {
    try {
      console.log(`passed  ${scenario.name}: ${await scenario.run(this.world)}`);
      this.passed += 1;
      return true;
    } catch (error) {
      this.failed += 1;
      console.log(`FAILED  ${scenario.name}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }
}

/** In this order: a later one works on what an earlier one left. */
const scenarios = (platform: Platform, workload: string): readonly Scenario[] => [
  consumerFirst,
  killed,
  removedOutput,
  locks,
  outage,
  drift,
  adoptedNetwork(platform, workload),
  adoptedOrganization(platform),
  ctrlC,
];

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
  stage.closeOnSignals();
  const [first = ""] = Object.keys(platform.workloads);
  const world = {
    stage,
    stack: `${first}-foundation`,
    consumer: `${first}-network`,
    strikeAfter: (created: number, strike: () => void | Promise<void>) => strikes.after(created, strike),
  };
  const runner = new ScenarioRunner(world);
  try {
    await stage.open();
    const graph = graphFor(stage, { platform });
    const moments: ("before" | "after")[] = ["before", "after"];
    for (const id of withNeeds(graph, [world.stack]).filter((needed) => needed !== world.stack)) {
      const moment = stage.isMigrated(id) ? undefined : moments.shift();
      const ready =
        moment === undefined
          ? await new StackRun(id, stage, () => {}).setUp()
          : await runner.play(migration(id, moment));
      if (!ready) throw new Error(`${id}, which the faults need, could not be applied`);
    }
    for (const scenario of scenarios(platform, first)) await runner.play(scenario);
  } finally {
    await stage.close();
  }
  console.log(`faults: ${runner.passed} passed, ${runner.failed} failed`);
  if (runner.failed > 0) process.exitCode = 1;
}

void main();
