import { type Birth, inventedValue } from "../identity";
import type { Path } from "../protocol/provider";
import { type Fields, isFields, isList, Unknown, type Value } from "../protocol/values";
import type { Attribute, Block, NestedType, Type } from "../schema/schema";
import { asBlock } from "./plan";

const childOf = (known: Value | undefined, step: string | number): Value | undefined => {
  if (isList(known)) return typeof step === "number" ? known[step] : undefined;
  return isFields(known) ? known[step] : undefined;
};

/** Exactly the attributes that the type names; identities know objects by what services say of them, which may be more. */
function shaped(type: Type, known: Value): Value {
  if (typeof type === "string" || known === null) return known;
  const [kind, element] = type;
  if (kind === "object") {
    const fields = isFields(known) ? known : {};
    return Object.fromEntries(
      Object.entries(element).map(([name, inner]) => [name, shaped(inner, fields[name] ?? null)]),
    );
  }
  if (kind === "tuple") return known;
  if (isList(known)) return known.map((item) => shaped(element, item));
  return isFields(known)
    ? Object.fromEntries(Object.entries(known).map(([key, item]) => [key, shaped(element, item)]))
    : known;
}

/** Replaces every unknown by what the real service would have answered, or by something of its form. */
export class Filler {
  constructor(
    private readonly birth: Birth,
    /** Data sources are all answer: absent computed values count as unknown. */
    private readonly answersAll = false,
  ) {}

  /** @param known field-true values in the same shape, where there are any */
  block(block: Block, value: Fields, known: Value | undefined, at: Path = []): Fields {
    const filled: Record<string, Value> = {};
    for (const [name, attribute] of Object.entries(block.attributes))
      filled[name] = this.attribute(attribute, value[name], childOf(known, name), [...at, name]);
    for (const [name, { nesting_mode, block: inner }] of Object.entries(block.block_types))
      filled[name] = this.objects(nesting_mode, inner, value[name], childOf(known, name), [...at, name]);
    return filled;
  }

  private objects(mode: string, block: Block, value: Value | undefined, known: Value | undefined, at: Path): Value {
    const single = mode === "single" || mode === "group";
    if (value instanceof Unknown || (this.answersAll && (value === null || (isList(value) && value.length === 0)))) {
      if (single) return isFields(known) ? this.block(block, {}, known, at) : null;
      if (isList(known))
        return known.map((item, i) => (isFields(item) ? this.block(block, item, item, [...at, i]) : item));
      return value instanceof Unknown || value === null ? (mode === "map" ? {} : []) : value;
    }
    if (isList(value))
      return value.map((item, i) => (isFields(item) ? this.block(block, item, childOf(known, i), [...at, i]) : item));
    if (!isFields(value)) return value ?? null;
    if (single) return this.block(block, value, known, at);
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        isFields(item) ? this.block(block, item, childOf(known, key), [...at, key]) : item,
      ]),
    );
  }

  private attribute(attribute: Attribute, value: Value | undefined, known: Value | undefined, at: Path): Value {
    if (attribute.write_only) return null;
    const absent = value === undefined || value === null;
    const asked = value instanceof Unknown || (absent && attribute.computed === true && this.answersAll);
    const { nested_type: nested, type } = attribute;
    if (nested !== undefined) return this.nested(attribute, nested, value, known, at, asked);
    if (asked) return known === undefined || type === undefined ? this.invent(at, attribute) : shaped(type, known);
    if (absent) return null;
    return type === undefined ? value : this.leaves(type, value, known, at);
  }

  private nested(
    { optional }: Attribute,
    nested: NestedType,
    value: Value | undefined,
    known: Value | undefined,
    at: Path,
    asked: boolean,
  ): Value {
    if (!asked) return this.objects(nested.nesting_mode, asBlock(nested), value, known, at);
    if (known === null) return null;
    const one = (item: Value | undefined, path: Path) =>
      this.block(
        asBlock(nested),
        Object.fromEntries(Object.keys(nested.attributes).map((name) => [name, null])),
        item,
        path,
      );
    const inner = new Filler(this.birth, true);
    if (known !== undefined) {
      if (nested.nesting_mode === "single")
        return inner.block(asBlock(nested), isFields(known) ? known : {}, known, at);
      return inner.objects(nested.nesting_mode, asBlock(nested), known, known, at);
    }
    if (nested.nesting_mode === "single")
      return optional ? null : inner.block(asBlock(nested), one(undefined, at), undefined, at);
    return nested.nesting_mode === "map" ? {} : [];
  }

  private invent(at: Path, { type, optional }: Attribute): Value {
    if (type === undefined) return null;
    // An unset optional collection that the service may fill is empty; a computed one has something in it.
    if (optional && typeof type !== "string" && type[0] !== "object" && type[0] !== "tuple")
      return type[0] === "map" ? {} : [];
    return inventedValue(this.birth, at, type);
  }

  /** Unknown leaves inside of a value that is known otherwise. */
  private leaves(type: Type, value: Value, known: Value | undefined, at: Path): Value {
    if (value instanceof Unknown) return known === undefined ? inventedValue(this.birth, at, type) : known;
    if (typeof type === "string" || value === null) return value;
    const [kind, element] = type;
    const typeOf = (step: string | number): Type => {
      if (kind === "object") return element[step] ?? "string";
      return kind === "tuple" ? (element[Number(step)] ?? "string") : element;
    };
    if (isList(value))
      return value.map((item, index) => this.leaves(typeOf(index), item, childOf(known, index), [...at, index]));
    if (!isFields(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        this.leaves(typeOf(key), item, childOf(known, key), [...at, key]),
      ]),
    );
  }
}
