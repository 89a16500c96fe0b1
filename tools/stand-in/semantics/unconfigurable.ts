import type { Diagnostic, Path } from "../protocol/provider";
import { type Fields, isFields, isList, type Value } from "../protocol/values";
import type { Attribute, Block } from "../schema/schema";
import { asBlock } from "./plan";

function inside(mode: string, block: Block, value: Value | undefined, at: Path): readonly Diagnostic[] {
  if (isList(value))
    // Elements of sets have no index in a path.
    return value.flatMap((item, i) =>
      isFields(item) ? unconfigurable(block, item, mode === "list" ? [...at, i] : at) : [],
    );
  if (!isFields(value)) return [];
  if (mode !== "map") return unconfigurable(block, value, at);
  return Object.entries(value).flatMap(([key, item]) =>
    isFields(item) ? unconfigurable(block, item, [...at, key]) : [],
  );
}

function attributeFindings(
  name: string,
  attribute: Attribute,
  value: Value | undefined,
  path: Path,
): readonly Diagnostic[] {
  if (value === undefined || value === null)
    return attribute.required
      ? [
          {
            severity: "error",
            summary: "Missing required argument",
            detail: `The argument "${name}" is required, but its value is null; set it.`,
            path,
          },
        ]
      : [];
  if (attribute.computed && !attribute.optional)
    return [
      {
        severity: "error",
        summary: "Value for unconfigurable attribute",
        detail: `The value of "${name}" is decided by the provider; remove it from the configuration.`,
        path,
      },
    ];
  const { nested_type: nested } = attribute;
  return nested === undefined ? [] : inside(nested.nesting_mode, asBlock(nested), value, path);
}

/** What providers reject, and core leaves to them: values for computed attributes, and null for required ones. */
export function unconfigurable(block: Block, config: Fields, at: Path = []): readonly Diagnostic[] {
  return [
    ...Object.entries(block.attributes).flatMap(([name, attribute]) =>
      attributeFindings(name, attribute, config[name], [...at, name]),
    ),
    ...Object.entries(block.block_types).flatMap(([name, { nesting_mode, block: inner }]) =>
      inside(nesting_mode, inner, config[name], [...at, name]),
    ),
  ];
}
