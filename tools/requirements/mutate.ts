import type { Attributes, Evidence, Judged } from "./check";
import { replaceAt, valueAt } from "./path";

/** A change of the evidence that a check has to notice. */
export interface Mutation {
  /** What was done, for the report. */
  readonly what: string;
  /** Does it. @returns the way back */
  readonly apply: () => () => void;
}

/** Where a judged block stands, so that it can be taken away. */
interface Home {
  readonly holder: Attributes;
  readonly key: string;
}

function homeInStack(evidence: Evidence, { stack: id, address }: Judged): Home {
  const stack = evidence.stacks[id] as Attributes | undefined;
  if (stack === undefined) throw new Error(`judged a stack that does not exist: ${id}`);
  if (address === "terraform") return { holder: stack, key: "terraform" };
  const [first = "", ...rest] = address.split(".");
  if (first === "provider") return { holder: stack.provider, key: rest.join(".") };
  if (first === "output") return { holder: stack.output, key: rest.join(".") };
  const [kind, type, name] =
    first === "data" ? [stack.data, rest[0] ?? "", rest.slice(1)] : [stack.resource, first, rest];
  return { holder: kind?.[type] ?? {}, key: name.join(".") };
}

function homeOf(evidence: Evidence, judged: Judged): Home {
  if (judged.stack === "files") return { holder: evidence.files, key: judged.address };
  if (judged.stack === "config") {
    const cut = judged.address.lastIndexOf(".");
    const holder = cut < 0 ? evidence.config : valueAt(evidence.config, judged.address.slice(0, cut));
    return { holder: holder as Attributes, key: judged.address.slice(cut + 1) };
  }
  return homeInStack(evidence, judged);
}

/** A value of the same kind that means something else. */
export function corrupted(value: unknown): unknown {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (Array.isArray(value))
    return value.length === 0 ? ["corrupted"] : value.map((entry, place) => (place === 0 ? corrupted(entry) : entry));
  if (typeof value === "object" && value !== null) return {};
  return value === undefined ? "present" : "corrupted";
}

/** Deletion of each judged block, then loss of every decisive attribute, and another value in it. */
export function mutationsOf(base: Evidence, judged: readonly Judged[]): readonly Mutation[] {
  const seen = new Set<string>();
  return judged.flatMap((one) => {
    const key = `${one.variant} ${one.stack} ${one.address}`;
    const [deletion, ...changes] = mutationsOfOne(base, one);
    const path = `${key} ${one.attribute}`;
    const fresh = [...(seen.has(key) || deletion === undefined ? [] : [deletion]), ...(seen.has(path) ? [] : changes)];
    seen.add(key).add(path);
    return fresh;
  });
}

function mutationsOfOne(base: Evidence, judged: Judged): readonly Mutation[] {
  const evidence = judged.variant === undefined ? base : base.variant(judged.variant);
  const { holder, key } = homeOf(evidence, judged);
  const block = holder?.[key];
  if (block === undefined) throw new Error(`judged what does not exist: ${judged.stack} ${judged.address}`);
  const path = `["${key}"]${/^[[#]/.test(judged.attribute) ? "" : "."}${judged.attribute}`;
  const value = valueAt(holder, path);
  // To Terraform an empty list is none at all.
  const present = value !== undefined && !(Array.isArray(value) && value.length === 0);
  const named = `${judged.stack} ${judged.address}`;
  const mutation = (what: string, at: string, change: (value: unknown) => unknown): Mutation => ({
    what: `${named}: ${what}`,
    apply: () => replaceAt(holder, at, change),
  });
  return [
    mutation("deleted", `["${key}"]`, () => undefined),
    ...(present ? [mutation(`without ${judged.attribute}`, path, () => undefined)] : []),
    mutation(`another ${judged.attribute}`, path, corrupted),
  ];
}
