import facts from "./facts.json";
import type { Attribute, Block, BlockType, Kind, Schema } from "./schema";
import { withUntyped } from "./untyped";

/**
 * What bindings lose, as read from real provider binaries: sensitive, write-only, numbers of blocks, schema versions.
 * Keys of `facts` are dotted paths. The version at which each provider was read stands in the file.
 */
interface Fact {
  readonly sensitive?: boolean;
  readonly write_only?: boolean;
  readonly min_items?: number;
  readonly max_items?: number;
}

interface TypeFacts {
  readonly facts?: Readonly<Record<string, Fact>>;
  readonly schema_version?: number;
}

interface ProviderFacts {
  readonly version: string;
  readonly resources?: Readonly<Record<string, TypeFacts>>;
  readonly data_sources?: Readonly<Record<string, TypeFacts>>;
}

const all: Readonly<Record<string, ProviderFacts>> = facts;

function completeAttribute(attribute: Attribute, at: string, known: Readonly<Record<string, Fact>>): Attribute {
  const { sensitive, write_only } = known[at] ?? {};
  const nested = attribute.nested_type;
  return {
    ...attribute,
    ...(sensitive === undefined ? {} : { sensitive }),
    ...(write_only === undefined ? {} : { write_only }),
    ...(nested === undefined
      ? {}
      : { nested_type: { ...nested, attributes: completeAttributes(nested.attributes, `${at}.`, known) } }),
  };
}

const completeAttributes = (
  attributes: Readonly<Record<string, Attribute>>,
  prefix: string,
  known: Readonly<Record<string, Fact>>,
): Record<string, Attribute> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [
      name,
      completeAttribute(attribute, `${prefix}${name}`, known),
    ]),
  );

function completeBlock(block: Block, prefix: string, known: Readonly<Record<string, Fact>>): Block {
  const inner = Object.entries(block.block_types).map(([name, type]): [string, BlockType] => {
    const { min_items, max_items } = known[`${prefix}${name}`] ?? {};
    const limits = {
      ...(min_items === undefined ? {} : { min_items }),
      ...(max_items === undefined ? {} : { max_items }),
    };
    return [name, { ...type, ...limits, block: completeBlock(type.block, `${prefix}${name}.`, known) }];
  });
  return { attributes: completeAttributes(block.attributes, prefix, known), block_types: Object.fromEntries(inner) };
}

export function withFacts(provider: string, kind: Kind, type: string, schema: Schema): Schema {
  const types = kind === "data" ? all[provider]?.data_sources : all[provider]?.resources;
  const own = kind === "provider" ? undefined : types?.[type];
  const block = kind === "resource" ? withUntyped(type, schema.block) : schema.block;
  if (own === undefined) return { ...schema, block };
  return { version: own.schema_version ?? schema.version, block: completeBlock(block, "", own.facts ?? {}) };
}
