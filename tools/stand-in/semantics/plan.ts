import type { Path } from "../protocol/provider";
import { equal, type Fields, isFields, isList, Unknown, unknown, type Value } from "../protocol/values";
import type { Attribute, Block, NestedType } from "../schema/schema";

/** Applies `change` to each object of a block or nested attribute, whatever its nesting. */
export function eachObject(
  mode: string,
  value: Value | undefined,
  change: (object: Fields, at: Path) => Fields,
): Value {
  if (value === undefined || value === null || value instanceof Unknown) return value ?? null;
  if (mode === "single" || mode === "group") return isFields(value) ? change(value, []) : value;
  if (isList(value)) return value.map((item, index) => (isFields(item) ? change(item, [index]) : item));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, isFields(item) ? change(item, [key]) : item]),
  );
}

export const asBlock = ({ attributes }: NestedType): Block => ({ attributes, block_types: {} });

/** @param settled the provider has decided before: what it left null stays null */
function planAttribute(attribute: Attribute, value: Value | undefined, settled: boolean): Value {
  // Write-only values reach the provider in the configuration and nothing else.
  if (attribute.write_only) return null;
  if (value === undefined || value === null) return attribute.computed && !settled ? unknown : null;
  const { nested_type: nested } = attribute;
  return nested === undefined
    ? value
    : eachObject(nested.nesting_mode, value, (object) => markUnknown(asBlock(nested), object));
}

/**
 * What only the provider can decide becomes unknown, at every depth.
 * @param settled the object exists, so that only new blocks in it have something to decide
 */
export function markUnknown(block: Block, proposed: Fields, settled = false): Fields {
  const marked: Record<string, Value> = {};
  for (const [name, attribute] of Object.entries(block.attributes))
    marked[name] = planAttribute(attribute, proposed[name], settled);
  for (const [name, { nesting_mode, block: inner }] of Object.entries(block.block_types))
    marked[name] = eachObject(nesting_mode, proposed[name], (object) => markUnknown(inner, object));
  return marked;
}

function valuesAt(value: Value | undefined, steps: readonly string[]): readonly Value[] {
  if (isList(value)) return value.flatMap((item) => valuesAt(item, steps));
  const [step, ...rest] = steps;
  if (step === undefined) return [value ?? null];
  return isFields(value) ? valuesAt(value[step], rest) : [value ?? null];
}

/** The attributes, among those that cannot change in place, in which `planned` differs from `prior`. */
export function replacements(prior: Fields, planned: Fields, replacing: readonly string[]): readonly Path[] {
  const tops = replacing.filter((dotted) => {
    const steps = dotted.split(".");
    return !equal(valuesAt(prior, steps), valuesAt(planned, steps));
  });
  // Core compares what lies under the path once more; positions inside of lists and sets differ between the two.
  return [...new Set(tops.map((dotted) => dotted.split(".")[0] ?? dotted))].map((top) => [top]);
}
