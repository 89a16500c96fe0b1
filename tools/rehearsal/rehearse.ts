import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Platform } from "../../src/config";
import {
  atlasContract,
  bootstrapContract,
  type Contract,
  eksContract,
  foundationContract,
  networkContract,
} from "../../src/contracts";
import { edgeContract } from "../../src/contracts/edge";
import { identityContract } from "../../src/contracts/identity";
import { organizationContract } from "../../src/contracts/organization";
import { type Graph, graphOf, inOrder, matching, producersOf, reversed, withNeeds } from "./graph";
import { contractFindings, linkFindings, received, type State } from "./links";
import { watchMemory } from "./memory";
import { type Report, reportTable, reportVersion } from "./report";
import { StackRun } from "./run";
import type { Mode, Stage } from "./stage";
import { placedStacks } from "./synthesis";

export interface RehearsalOptions {
  readonly platform: Platform;
  readonly mode: Mode;
  /** Comma-separated globs of stacks. @default all */
  readonly stacks?: string;
  readonly jobs: number;
  /** Leaves everything applied. */
  readonly keep: boolean;
}

const contracts: Readonly<Record<string, Contract>> = Object.fromEntries(
  [
    atlasContract,
    bootstrapContract,
    edgeContract,
    eksContract,
    foundationContract,
    identityContract,
    networkContract,
    organizationContract,
  ].map((contract) => [contract.layer, contract]),
);

/** The stacks that are asked for with all that they need, and who waits for whom. */
export function graphFor(stage: Stage, { platform, stacks }: Pick<RehearsalOptions, "platform" | "stacks">): Graph {
  const placed = placedStacks(platform);
  const ids = new Set(placed.map(({ id }) => id));
  const whole = graphOf(placed, (id) => producersOf(stage.stackFolder(id), ids), "management");
  const wanted = stacks === undefined ? [...ids] : matching([...ids], stacks);
  const kept = new Set(withNeeds(whole, wanted));
  return new Map([...whole].filter(([id]) => kept.has(id)));
}

async function pull(stage: Stage, id: string): Promise<State> {
  const { stdout, code, stderr } = await stage.run(id, ["state", "pull"], "state");
  if (code !== 0) throw new Error(`the state of ${id} cannot be read: ${stderr}`);
  return JSON.parse(stdout) as State;
}

/** What every stack received of the others against what those put out. */
export async function compareLinks(stage: Stage, ids: readonly string[], platform: Platform): Promise<Report["links"]> {
  const placed = new Map(placedStacks(platform).map((stack) => [stack.id, stack]));
  const states = new Map<string, State>();
  for (const id of ids) states.set(id, await pull(stage, id));
  const all = ids.flatMap((id) => {
    const contract = contracts[placed.get(id)?.layer ?? ""];
    const promises = contract === undefined ? [] : contractFindings(id, contract, states.get(id) ?? {});
    const readings = [...received(states.get(id) ?? {})].map(([producer, got]) =>
      linkFindings(id, got, producer, states.get(producer) ?? {}),
    );
    return [{ compared: 0, values: 0, mismatches: promises }, ...readings];
  });
  return {
    compared: all.reduce((sum, { compared }) => sum + compared, 0),
    values: all.reduce((sum, { values }) => sum + values, 0),
    mismatches: all.flatMap(({ mismatches }) => mismatches),
  };
}

/** Takes the stacks through Terraform; prints as it goes, writes `report.json`. */
export async function rehearse(stage: Stage, options: RehearsalOptions): Promise<Report> {
  const started = performance.now();
  const memory = watchMemory();
  const graph = graphFor(stage, options);
  let finished = 0;
  const width = Math.max(...[...graph.keys()].map((id) => id.length));
  const runs = new Map(
    [...graph.keys()].map((id) => [
      id,
      new StackRun(id, stage, (stack, step, text, seconds) =>
        console.log(
          `[${String(finished).padStart(2)}/${graph.size}] ${stack.padEnd(width)}  ${step.padEnd(9)} ${seconds.toFixed(1).padStart(5)} s  ${text}`.trimEnd(),
        ),
      ),
    ]),
  );
  const phase = async (order: Graph, work: (run: StackRun) => Promise<boolean>): Promise<boolean> => {
    finished = 0;
    const blocked = await inOrder(order, options.jobs, async (id) => {
      const run = runs.get(id);
      const passed = run !== undefined && (await work(run));
      finished += 1;
      return passed;
    });
    for (const id of blocked) console.log(`${id} was not started: what it needs failed`);
    return blocked.length === 0 && [...runs.values()].every((run) => run.report().result === "passed");
  };
  const loose: Graph = new Map([...graph.keys()].map((id) => [id, new Set<string>()]));

  let links: Report["links"] = { compared: 0, values: 0, mismatches: [] };
  let leftBehind: readonly string[] = [];
  if (options.mode === "registry") await phase(loose, async (run) => run.check());
  else if (await phase(graph, async (run) => run.setUp())) {
    const stable = await phase(loose, async (run) => run.planAgain());
    links = await compareLinks(stage, [...graph.keys()], options.platform);
    for (const mismatch of links.mismatches) console.log(mismatch);
    if (stable && !options.keep) {
      await phase(reversed(graph), async (run) => run.takeDown());
      leftBehind = stage.ledger.objects().map(({ type, id }) => `${type} ${id}`);
    }
  }

  const stacks = [...runs.values()].map((run) => run.report());
  const failed =
    stacks.some(({ result }) => result !== "passed") || links.mismatches.length > 0 || leftBehind.length > 0;
  const report: Report = {
    version: reportVersion,
    result: failed ? "failed" : "passed",
    terraform: stage.executable,
    mode: options.mode,
    seconds: (performance.now() - started) / 1000,
    peakMemoryMb: memory.stop(),
    stacks,
    links,
    leftBehind,
  };
  writeFileSync(join(stage.folder, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\n${reportTable(report)}\n`);
  for (const object of leftBehind) console.log(`left behind after destroying: ${object}`);
  return report;
}
