import { parse } from "@cdktf/hcl2json";

type Tree = null | boolean | number | string | readonly Tree[] | { readonly [key: string]: Tree };
const isObject = (value: Tree | undefined): value is { readonly [key: string]: Tree } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Members that the JSON syntax spells as plain strings and HCL as references, types or keywords. */
const bareMembers = new Set(["depends_on", "from", "ignore_changes", "provider", "replace_triggered_by", "to", "type"]);
const unwrapped = (text: string): string => /^\$\{([\s\S]*)\}$/.exec(text)?.[1] ?? text;

/**
 * One shape for both syntaxes: a list of one block or object is that object, and `//` and empty lists are left out.
 */
export function normalized(value: Tree, bare = false): Tree {
  if (typeof value === "string") return bare ? unwrapped(value) : value;
  if (Array.isArray(value)) {
    const items = value.map((item) => normalized(item, bare));
    return items.length === 1 && isObject(items[0]) ? items[0] : items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value)
    .filter(([key]) => key !== "//")
    .map(([key, item]) => [key, normalized(item, bareMembers.has(key))] as const)
    .filter(([, item]) => !(Array.isArray(item) && item.length === 0));
  return Object.fromEntries(entries);
}

const shown = (value: Tree | undefined): string => (value === undefined ? "nothing" : JSON.stringify(value));

/** Paths whose values differ, each with both values. */
export function differences(left: Tree | undefined, right: Tree | undefined, path = ""): readonly string[] {
  if (isObject(left) && isObject(right)) {
    const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...keys].flatMap((key) => differences(left[key], right[key], path === "" ? key : `${path}.${key}`));
  }
  if (Array.isArray(left) && Array.isArray(right) && left.length === right.length) {
    return left.flatMap((item, place) => differences(item, (right as readonly Tree[])[place], `${path}[${place}]`));
  }
  return JSON.stringify(left) === JSON.stringify(right) ? [] : [`${path}: JSON ${shown(left)}, HCL ${shown(right)}`];
}

/** Compares one stack's `cdk.tf.json` with its `cdk.tf`. @returns one line for each path that differs */
export async function compareFormats(json: string, hcl: string): Promise<readonly string[]> {
  const parsed = (await parse("cdk.tf", hcl)) as Tree;
  return differences(normalized(JSON.parse(json) as Tree), normalized(parsed));
}
