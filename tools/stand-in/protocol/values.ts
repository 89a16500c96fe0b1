import { decode, ExtensionCodec, encode } from "@msgpack/msgpack";

/** A value that Terraform does not know yet; `refinement` is what it knows about it, kept as it came. */
export class Unknown {
  constructor(readonly refinement?: Uint8Array) {}
}

export const unknown = new Unknown();

/**
 * A value of a dynamic attribute. On the wire it is a pair: its type as JSON, then itself.
 * Every other value is plain: objects, maps and blocks are records, lists and sets are arrays, absent is null.
 */
export type Value = null | boolean | number | bigint | string | Unknown | Uint8Array | readonly Value[] | Fields;

export interface Fields {
  readonly [name: string]: Value;
}

export const isFields = (value: Value | undefined): value is Fields =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Unknown) &&
  !(value instanceof Uint8Array);

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

// Extension types of cty's msgpack: 0 is unknown, 12 is unknown with refinements.
const extensions = new ExtensionCodec();
extensions.register({
  type: 0,
  encode: (value) => (value instanceof Unknown && value.refinement === undefined ? new Uint8Array([0]) : null),
  decode: () => unknown,
});
extensions.register({
  type: 12,
  encode: (value) => (value instanceof Unknown && value.refinement !== undefined ? value.refinement : null),
  decode: (data) => new Unknown(data.slice()),
});

export const fromWire = (data: Uint8Array): Value => decode(data, { extensionCodec: extensions }) as Value;
export const toWire = (value: Value): Uint8Array => encode(value, { extensionCodec: extensions });

// Attributes of equal objects may come in any order.
const canonical = (value: Value): Uint8Array => encode(value, { extensionCodec: extensions, sortKeys: true });

export const equal = (a: Value, b: Value): boolean => Buffer.compare(canonical(a), canonical(b)) === 0;

export function hasUnknown(value: Value | undefined): boolean {
  if (value instanceof Unknown) return true;
  if (isList(value)) return value.some(hasUnknown);
  return isFields(value) && Object.values(value).some(hasUnknown);
}

/** A known scalar as text; empty for everything else. */
export function textOf(value: Value | undefined): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" || typeof value === "bigint" ? String(value) : "";
}
