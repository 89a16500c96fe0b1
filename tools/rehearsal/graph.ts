import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Stack ids by the ids of those that must be applied before. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

export interface PlacedStack {
  readonly id: string;
  readonly account: string;
  readonly layer: string;
}

interface RemoteState {
  readonly config?: { readonly key?: string; readonly path?: string; readonly workspaces?: { readonly name?: string } };
}

/** Stacks whose state the synthesized stack in `folder` reads. */
export function producersOf(folder: string, ids: ReadonlySet<string>): readonly string[] {
  const { data } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as {
    data?: { terraform_remote_state?: Readonly<Record<string, RemoteState>> };
  };
  return Object.values(data?.terraform_remote_state ?? {}).map(({ config }) => {
    const text = config?.workspaces?.name ?? config?.path ?? config?.key ?? "";
    const producer = text
      .split("/")
      .map((part) => part.replace(/\.tfstate$/, ""))
      .find((part) => ids.has(part));
    if (producer === undefined)
      throw new Error(`${folder} reads the state ${text}, which is of no stack that is synthesized`);
    return producer;
  });
}

/**
 * Who must wait for whom: what a stack reads; the same layer of the account's other regions, in the order of the plan
 * (one replicates into the other, or looks up what the other made); and the management account's stacks first of all.
 * @param stacks in the order of the plan
 */
export function graphOf(
  stacks: readonly PlacedStack[],
  reads: (id: string) => readonly string[],
  managed: string,
): Graph {
  const graph = new Map<string, ReadonlySet<string>>();
  stacks.forEach(({ id, account, layer }, place) => {
    const before = stacks.slice(0, place);
    const needed = [
      ...reads(id),
      ...before.filter((other) => other.account === account && other.layer === layer).map((other) => other.id),
      ...before
        .filter((other) => other.account === managed && (account !== managed || layer !== "bootstrap"))
        .map((other) => other.id),
    ];
    graph.set(id, new Set(needed));
  });
  return graph;
}

/** Everything that `wanted` needs, itself included, in the graph's order. */
export function withNeeds(graph: Graph, wanted: readonly string[]): readonly string[] {
  const kept = new Set<string>();
  const visit = (id: string): void => {
    if (kept.has(id)) return;
    kept.add(id);
    for (const needed of graph.get(id) ?? []) visit(needed);
  };
  wanted.forEach(visit);
  return [...graph.keys()].filter((id) => kept.has(id));
}

/** The same stacks with every arrow turned: for destroying. */
export function reversed(graph: Graph): Graph {
  const turned = new Map<string, Set<string>>([...graph.keys()].reverse().map((id) => [id, new Set<string>()]));
  for (const [id, needs] of graph) for (const needed of needs) turned.get(needed)?.add(id);
  return turned;
}

const pattern = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  );

export class NoSuchStack extends Error {}

/** @param globs comma-separated, e.g. `prod-*,dev-network` @throws NoSuchStack for a glob that matches nothing */
export function matching(ids: readonly string[], globs: string): readonly string[] {
  const all = globs
    .split(",")
    .map((glob) => glob.trim())
    .filter((glob) => glob !== "");
  const idle = all.filter((glob) => !ids.some((id) => pattern(glob).test(id)));
  if (idle.length > 0) throw new NoSuchStack(`no stack matches ${idle.join(", ")}; there are ${ids.join(", ")}`);
  return ids.filter((id) => all.some((glob) => pattern(glob).test(id)));
}

/**
 * Runs `work` for every stack when all that it waits for has succeeded, at most `jobs` at once.
 * @param work true when it succeeded
 * @returns the ids that were never started, because what they wait for failed
 */
export async function inOrder(
  graph: Graph,
  jobs: number,
  work: (id: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const waiting = new Set(graph.keys());
  const done = new Set<string>();
  const active = new Map<string, Promise<void>>();
  const ready = () =>
    [...waiting].filter((id) => [...(graph.get(id) ?? [])].every((needed) => done.has(needed) || !graph.has(needed)));
  for (;;) {
    for (const id of ready().slice(0, jobs - active.size)) {
      waiting.delete(id);
      const finish = async () => {
        if (await work(id)) done.add(id);
        active.delete(id);
      };
      active.set(id, finish());
    }
    if (active.size === 0) return [...waiting];
    await Promise.race(active.values());
  }
}
