import type { Block } from "../schema/schema";

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

function conformed(mode: string, block: Block, value: unknown): unknown {
  if (mode === "single" || mode === "group")
    return value === undefined || value === null ? null : conform(block, value);
  if (mode === "map")
    return Object.fromEntries(Object.entries(record(value)).map(([key, item]) => [key, conform(block, item)]));
  return Array.isArray(value) ? value.map((item: unknown) => conform(block, item)) : [];
}

/** State in JSON, cut and completed to exactly what the schema names. */
export function conform(block: Block, state: unknown): unknown {
  if (state === null) return null;
  const raw = record(state);
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(block.attributes)) kept[name] = raw[name] ?? null;
  for (const [name, { nesting_mode, block: inner }] of Object.entries(block.block_types))
    kept[name] = conformed(nesting_mode, inner, raw[name]);
  return kept;
}
