import { type Fields, isFields, isList, type Value } from "../protocol/values";
import type { Kind } from "../schema/schema";
import type { Form } from "./forms";
import { byName, byType } from "./table";

export { replacing } from "./replacing";

export interface RuleFinding {
  readonly path: readonly (string | number)[];
  readonly summary: string;
  readonly detail: string;
}

type Path = RuleFinding["path"];

function* leaves(value: Value | undefined, at: Path): Generator<readonly [Path, string]> {
  if (typeof value === "string") yield [at, value];
  else if (typeof value === "number") yield [at, String(value)];
  else if (isList(value)) for (const [index, item] of value.entries()) yield* leaves(item, [...at, index]);
  else if (isFields(value)) for (const [name, item] of Object.entries(value)) yield* leaves(item, [...at, name]);
}

const shown = (value: string): string => JSON.stringify(value.length > 120 ? `${value.slice(0, 120)}...` : value);

/**
 * Values that the real provider or its service would refuse. What Terraform does not know yet is looked at again in the
 * plan, which validates once more with what is known by then.
 */
export function findings(kind: Kind, type: string, config: Fields): RuleFinding[] {
  // Data sources take patterns and parts of names, where objects have whole ones.
  const own: Readonly<Record<string, Form>> = kind === "data" ? {} : (byType[type] ?? {});
  const found: RuleFinding[] = [];
  for (const [path, value] of leaves(config, [])) {
    const names = path.filter((step) => typeof step === "string");
    const name = names.at(-1) ?? "";
    const form = own[names.join(".")] ?? byName.find(([pattern]) => pattern.test(name))?.[1];
    const wrong = form?.(value);
    // The provider takes an empty string for an attribute that is not set.
    if (wrong === undefined || value === "") continue;
    // An index names an element of a list; elements of sets have none that Terraform knows, so the attribute is enough.
    found.push({
      path: path.slice(0, 1),
      summary: `Invalid value of ${names.join(".")}`,
      detail: `${names.join(".")} = ${shown(value)} ${wrong}.`,
    });
  }
  return found;
}
