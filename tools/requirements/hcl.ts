import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@cdktf/hcl2json";
import type { Attributes, Stack } from "./check";
import { valueAt } from "./path";

type Named = Record<string, Record<string, Attributes>>;

/** What a local module declares, as Terraform JSON. */
export interface ModuleSource {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly resource: Named;
}

/** Parses every `.tf` file of a folder. */
export async function readModule(folder: string): Promise<ModuleSource> {
  const resource: Named = {};
  const variables: Record<string, unknown> = {};
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".tf"))) {
    const parsed = await parse(file, readFileSync(join(folder, file), "utf8"));
    for (const [name, [variable]] of Object.entries<Attributes[]>(parsed.variable ?? {}))
      variables[name] = variable?.default;
    for (const [type, byName] of Object.entries<Record<string, Attributes[]>>(parsed.resource ?? {})) {
      for (const [name, blocks] of Object.entries(byName))
        resource[type] = { ...resource[type], [name]: blocks[0] ?? {} };
    }
  }
  return { variables, resource };
}

type Inputs = Readonly<Record<string, unknown>>;

/** Puts a module call's arguments where the module says `var.<name>` or a part of it; other expressions stay as they are. */
function bind(value: unknown, inputs: Inputs): unknown {
  if (Array.isArray(value)) return value.map((entry) => bind(entry, inputs));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bind(inner, inputs)]));
  }
  const path = typeof value === "string" ? /^\$\{var\.([\w.]+)\}$/.exec(value)?.[1] : undefined;
  return path === undefined ? value : valueAt(inputs, path);
}

/** Instances of a resource: `count` may be a number, a switch (`var.x ? 1 : 0`) or a test for null; anything else throws. */
function instances(count: unknown, inputs: Inputs): number {
  if (count === undefined) return 1;
  if (typeof count === "number") return count;
  const written = typeof count === "string" ? count : JSON.stringify(count);
  const [, name = "", isNull, yes, no] = /^\$\{var\.(\w+)( == null)? \? (\d) : (\d)\}$/.exec(written) ?? [];
  if (name === "") throw new Error(`count is beyond this reader: ${written}`);
  const condition = isNull === undefined ? inputs[name] === true : inputs[name] === undefined || inputs[name] === null;
  return Number(condition ? yes : no);
}

/** The resources that a call of `module` adds to a stack, under `module.<name>.<resource>`. */
export function resourcesOf(name: string, call: Attributes, { variables, resource }: ModuleSource): Stack["resource"] {
  const inputs: Inputs = { ...variables, ...call };
  const bound = Object.entries(resource).map(([type, byName]) => {
    const present = Object.entries(byName).filter(([, { count }]) => instances(count, inputs) > 0);
    const named = present.map(([key, attributes]) => [
      `module.${name}.${key}`,
      bind({ ...attributes, count: undefined }, inputs),
    ]);
    return [type, Object.fromEntries(named)];
  });
  return Object.fromEntries(bound);
}
