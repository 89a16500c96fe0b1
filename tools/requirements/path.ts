import type { Attributes } from "./check";

type Step = { readonly key: string } | { readonly parse: true };

/** The steps of a path such as `policy#Statement.0.Condition.Bool["aws:SecureTransport"]`. */
export function steps(path: string): readonly Step[] {
  return [...path.matchAll(/\["([^"]*)"\]|(#)|([^.[#]+)/g)].map(([, quoted, parse, plain]) =>
    parse === undefined ? { key: quoted ?? plain ?? "" } : { parse: true as const },
  );
}

const isRecord = (value: unknown): value is Attributes => typeof value === "object" && value !== null;

/** Terraform JSON writes a block that may occur once as an object and others as a list; a single block answers to both. */
function enter(value: unknown, key: string): { readonly holder: Attributes; readonly key: string } | undefined {
  if (Array.isArray(value) && !/^\d+$/.test(key)) return value.length === 1 ? enter(value[0], key) : undefined;
  if (!Array.isArray(value) && key === "0" && isRecord(value) && !("0" in value)) return { holder: [value], key };
  return isRecord(value) ? { holder: value, key } : undefined;
}

/** The value at `path`, or undefined. */
export function valueAt(root: unknown, path: string): unknown {
  let value = root;
  for (const step of steps(path)) {
    if ("parse" in step) value = parseJson(value);
    else {
      const place = enter(value, step.key);
      value = place?.holder[place.key];
    }
  }
  return value;
}

/**
 * Parses a JSON text that Terraform has still to fill in: quotes inside `${...}` stand for themselves there.
 * @returns undefined when it is no JSON
 */
export function parseJson(value: unknown): unknown {
  if (typeof value !== "string") return undefined;
  const escaped = value.replace(/\$\{[^}]*\}/g, (expression) => expression.replace(/(?<!\\)"/g, '\\"'));
  try {
    return JSON.parse(escaped);
  } catch {
    return undefined;
  }
}

/** Replaces what stands at `path` by `change(it)`; undefined removes it. @returns the way back */
export function replaceAt(root: Attributes, path: string, change: (value: unknown) => unknown): () => void {
  return replace(root, steps(path), change);
}

function replace(value: unknown, [step, ...rest]: readonly Step[], change: (value: unknown) => unknown): () => void {
  if (step === undefined || "parse" in step) throw new Error("a path begins with a name");
  const place = enter(value, step.key) ?? { holder: {}, key: step.key };
  const { holder, key } = place;
  const [next, ...after] = rest;
  if (next === undefined) return set(holder, key, change(holder[key]));
  if ("parse" in next) {
    const parsed = { root: parseJson(holder[key]) };
    replace(parsed, [{ key: "root" }, ...after], change);
    return set(holder, key, JSON.stringify(parsed.root));
  }
  if (holder[key] !== undefined) return replace(holder[key], rest, change);
  const undo = set(holder, key, {});
  replace(holder[key], rest, change);
  return undo;
}

function set(holder: Attributes, key: string, value: unknown): () => void {
  const had = key in holder;
  const before = holder[key];
  if (value === undefined) delete holder[key];
  else holder[key] = value;
  return () => {
    if (had) holder[key] = before;
    else delete holder[key];
  };
}
