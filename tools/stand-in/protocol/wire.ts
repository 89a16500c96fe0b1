import type { Attribute, Block, Schema } from "../schema/schema";
import type { Diagnostic, Path } from "./provider";
import { type Fields, fromWire, isFields, toWire, type Value } from "./values";

/** Between the provider's plain values and the messages of `tfplugin6.ts`. */

const nestings = { single: 1, list: 2, set: 3, map: 4, group: 5 } as const;

function attributeMessage([name, attribute]: readonly [string, Attribute]): object {
  const { type, nested_type, ...flags } = attribute;
  return {
    name,
    ...flags,
    ...(type === undefined ? {} : { type: Buffer.from(JSON.stringify(type)) }),
    ...(nested_type === undefined
      ? {}
      : {
          nested_type: {
            nesting: nestings[nested_type.nesting_mode],
            attributes: Object.entries(nested_type.attributes).map(attributeMessage),
          },
        }),
  };
}

function blockMessage({ attributes, block_types }: Block): object {
  return {
    attributes: Object.entries(attributes).map(attributeMessage),
    block_types: Object.entries(block_types).map(([type_name, { nesting_mode, block, min_items, max_items }]) => ({
      type_name,
      nesting: nestings[nesting_mode],
      block: blockMessage(block),
      min_items: min_items ?? 0,
      max_items: max_items ?? 0,
    })),
  };
}

export const schemaMessage = ({ version, block }: Schema): object => ({ version, block: blockMessage(block) });

export const schemaMessages = (schemas: Readonly<Record<string, Schema>>): object =>
  Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, schemaMessage(schema)]));

// A wrong key step costs only the underlined line of a diagnostic, so entries of maps travel as attributes.
const stepMessage = (step: string | number): object =>
  typeof step === "number" ? { element_key_int: step } : { attribute_name: step };

export const pathMessage = (path: Path): object => ({ steps: path.map(stepMessage) });

export const diagnosticMessage = ({ severity, summary, detail, path }: Diagnostic): object => ({
  severity: severity === "error" ? 1 : 2,
  summary,
  detail,
  ...(path === undefined || path.length === 0 ? {} : { attribute: pathMessage(path) }),
});

export interface DynamicValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

export const jsonOf = (data: Uint8Array | undefined): unknown =>
  data === undefined || data.length === 0 ? null : JSON.parse(Buffer.from(data).toString());

export function valueOf(message: DynamicValue | null | undefined): Value {
  if (message?.msgpack !== undefined && message.msgpack.length > 0) return fromWire(message.msgpack);
  return jsonOf(message?.json) as Value;
}

/** An object or null; Terraform sends nothing else for a whole resource, data source or provider. */
export function fieldsOf(message: DynamicValue | null | undefined): Fields | null {
  const value = valueOf(message);
  if (value === null || isFields(value)) return value;
  throw new TypeError("Terraform sent a whole object that is neither known nor null");
}

export const dynamicMessage = (value: Value): object => ({ msgpack: toWire(value) });
