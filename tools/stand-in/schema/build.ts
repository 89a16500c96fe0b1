import type { Flags, Module, Struct } from "./bindings";
import type { Attribute, Block, BlockType, Schema, Type } from "./schema";

/** The shape of an attribute as mappers and getters tell it, before it becomes a cty type or a block. */
type Shape =
  | { readonly primitive: Type }
  | { readonly struct: Struct }
  | { readonly collection: "list" | "set" | "map"; readonly of: Shape };

const primitives: Readonly<Record<string, Type>> = {
  string: "string",
  number: "number",
  boolean: "bool",
  any: "dynamic",
};

const text: Shape = { primitive: "string" };

/** How often a struct may contain itself before the recursion is cut (wafv2 statements nest without end). */
const depth = 3;

const leafOf = (shape: Shape): Struct | undefined => {
  if ("struct" in shape) return shape.struct;
  return "of" in shape ? leafOf(shape.of) : undefined;
};

const uncapitalized = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

class Builder {
  private readonly open: Struct[] = [];
  private readonly byFunction: ReadonlyMap<string, Struct>;
  /** Framework resources have nested attributes where SDK resources have attributes as blocks. */
  private readonly framework: boolean;

  constructor(
    private readonly module: Module,
    private readonly nested: boolean,
  ) {
    this.byFunction = new Map([...module.structs].map(([name, struct]) => [uncapitalized(name), struct]));
    // The SDK always adds an optional and computed id.
    const id = module.root.attributes.get("id");
    this.framework = nested && !(module.kind !== "provider" && id?.computed === true && id.optional);
  }

  block(struct: Struct): Block {
    const attributes: Record<string, Attribute> = {};
    const block_types: Record<string, BlockType> = {};
    for (const [name, flags] of this.attributesOf(struct)) {
      const shape = this.shapeOf(struct, name, flags);
      const inner = leafOf(shape);
      if (inner === undefined || !this.isBlock(struct, name, flags))
        attributes[name] = this.attribute(name, flags, shape, false);
      else if (!this.isTooDeep(inner))
        block_types[name] = this.blockType(struct.mappers.get(name) ?? "", flags, shape, inner);
    }
    return { attributes, block_types };
  }

  private blockType(mapper: string, flags: Flags, shape: Shape, inner: Struct): BlockType {
    const collection = "collection" in shape;
    return {
      nesting_mode: collection ? shape.collection : "single",
      block: this.within(inner, () => this.block(inner)),
      ...(flags.required && collection ? { min_items: 1 } : {}),
      // One struct where the schema has a collection: the generator unwrapped a block that comes once.
      ...(collection && /^\w+ToTerraform/.test(mapper) ? { max_items: 1 } : {}),
    };
  }

  private isBlock(struct: Struct, name: string, { computed, optional, required, stored }: Flags): boolean {
    const mapper = struct.mappers.get(name);
    // A single block whose children differ arrives read-only and with all flags false (cdktf issue 3570).
    if (!computed && !optional && !required && this.module.kind !== "provider" && stored !== "" && mapper === undefined)
      return true;
    return (
      struct.properties.get(name)?.description === `${name} block` &&
      mapper !== undefined &&
      !mapper.startsWith("cdktf.anyToTerraform")
    );
  }

  private attribute(name: string, flags: Flags, shape: Shape, inNested: boolean): Attribute {
    const { computed, optional, required } = flags;
    const inner = leafOf(shape);
    const common = {
      ...(required ? { required } : {}),
      ...(!required && (optional || !computed) ? { optional: true } : {}),
      ...(!required && computed ? { computed } : {}),
      ...(this.module.kind === "resource" && name.endsWith("_wo") && optional && !computed ? { write_only: true } : {}),
    };
    if (inner === undefined || !this.isNested(inner, flags, shape, inNested))
      return { type: this.typeOf(shape), ...common };
    const attributes = this.within(inner, () =>
      [...this.attributesOf(inner)].map(
        ([key, kid]) => [key, this.attribute(key, kid, this.shapeOf(inner, key, kid), true)] as const,
      ),
    );
    const nesting_mode = "collection" in shape ? shape.collection : "single";
    return { nested_type: { nesting_mode, attributes: Object.fromEntries(attributes) }, ...common };
  }

  private isNested(inner: Struct, flags: Flags, shape: Shape, inNested: boolean): boolean {
    if (!this.nested || ("of" in shape && !("struct" in shape.of))) return false;
    const differs = [...this.attributesOf(inner).values()].some(
      (kid) => kid.computed !== flags.computed || kid.optional !== flags.optional || kid.required !== flags.required,
    );
    return differs || this.framework || inNested;
  }

  private typeOf(shape: Shape): Type {
    if ("primitive" in shape) return shape.primitive;
    if ("of" in shape) return [shape.collection, this.typeOf(shape.of)];
    const { struct } = shape;
    if (this.isTooDeep(struct)) return "dynamic";
    return this.within(struct, () => [
      "object",
      Object.fromEntries(
        [...this.attributesOf(struct)].map(([name, flags]) => [name, this.typeOf(this.shapeOf(struct, name, flags))]),
      ),
    ]);
  }

  private attributesOf(struct: Struct): ReadonlyMap<string, Flags> {
    if (this.module.kind !== "provider") return struct.attributes;
    const own = struct === this.module.root;
    return new Map(
      [...struct.properties]
        .filter(([name]) => !(own && name === "alias"))
        .map(([name, { optional }]) => [
          name,
          { computed: false, optional, required: !optional, getter: "", stored: "" },
        ]),
    );
  }

  private shapeOf(struct: Struct, name: string, flags: Flags): Shape {
    const mapper = struct.mappers.get(name);
    if (mapper !== undefined) return this.fromMapper(mapper, struct.collections.get(name));
    return this.fromStored(flags.stored) ?? this.fromGetter(flags.getter);
  }

  private fromMapper(mapper: string, collection?: string): Shape {
    const primitive = /^cdktf\.(string|number|boolean|any)ToTerraform/.exec(mapper)?.[1];
    if (primitive !== undefined) return { primitive: primitives[primitive] ?? "dynamic" };
    const listed = /^cdktf\.listMapper\((.*), (?:true|false)\)/.exec(mapper)?.[1];
    if (listed !== undefined) return { collection: collection === "set" ? "set" : "list", of: this.fromMapper(listed) };
    const hashed = /^cdktf\.hashMapper\((.*)\)(\(|$)/.exec(mapper)?.[1]?.replace(/\)\((this|struct).*$/, "");
    if (hashed !== undefined)
      return hashed.startsWith("cdktf.anyToTerraform")
        ? { primitive: "dynamic" }
        : { collection: "map", of: this.fromMapper(hashed) };
    const struct = this.byFunction.get(/^(\w+)ToTerraform/.exec(mapper)?.[1] ?? "");
    if (struct === undefined) throw new Error(`the mapper ${mapper} is of no known form`);
    return collection === "list" || collection === "set" ? { collection, of: { struct } } : { struct };
  }

  private fromStored(stored: string): Shape | undefined {
    const single = /^new (?:cdktf\.)?(\w+?)OutputReference\(this, "[^"]+"\)/.exec(stored)?.[1];
    const struct = single === undefined ? undefined : this.module.structs.get(single);
    if (struct !== undefined) return { struct };
    const [, name, set] = /^new (?:cdktf\.)?(\w+)\(this, "[^"]+"(?:, (true|false))?\)/.exec(stored) ?? [];
    return name === undefined ? undefined : this.fromClass(name, set === "true");
  }

  private fromClass(name: string, set: boolean): Shape {
    const struct = this.module.structs.get(name);
    if (struct !== undefined) return { struct };
    const primitive = primitives[name.toLowerCase()];
    if (primitive !== undefined) return { primitive };
    const [, element, kind] = /^(\w+)(List|Map)$/.exec(name) ?? [];
    if (element === undefined) throw new Error(`the class ${name} is of no known form`);
    const of = this.fromClass(element, this.module.collectionClasses.get(element) ?? false);
    if (kind === "Map") return { collection: "map", of };
    return { collection: set ? "set" : "list", of };
  }

  private fromGetter(getter: string): Shape {
    const collection = getter.includes("Fn.tolist(") ? "set" : "list";
    const primitive = /this\.get(String|Number|Boolean)Attribute\(/.exec(getter)?.[1];
    if (primitive !== undefined) return { primitive: primitives[primitive.toLowerCase()] ?? "dynamic" };
    if (getter.includes("getListAttribute(")) return { collection, of: text };
    if (getter.includes("getNumberListAttribute(")) return { collection, of: { primitive: "number" } };
    const mapped = /get(\w+)MapAttribute\(/.exec(getter)?.[1];
    if (mapped === "Any") return { primitive: "dynamic" };
    if (mapped !== undefined) return { collection: "map", of: this.fromClass(mapped, false) };
    // The generator gives up on a few types and leaves a plain interpolation.
    if (getter.includes("interpolationForAttribute")) return { primitive: "dynamic" };
    throw new Error(`the getter ${getter} is of no known form`);
  }

  private isTooDeep(struct: Struct): boolean {
    return this.open.filter((one) => one === struct).length >= depth;
  }

  private within<T>(struct: Struct, work: () => T): T {
    this.open.push(struct);
    try {
      return work();
    } finally {
      this.open.pop();
    }
  }
}

/** @param nested whether the provider uses nested attributes; aws and kubernetes do not */
export const buildSchema = (module: Module, nested: boolean): Schema => ({
  version: 0,
  block: new Builder(module, nested).block(module.root),
});
