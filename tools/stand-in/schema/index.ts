import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { moduleSource, parseModule } from "./bindings";
import { buildSchema } from "./build";
import { withFacts } from "./facts";
import { moduleFolder, type Provider, providerOf, providers } from "./providers";
import type { Kind, Schema } from "./schema";

export { type Provider, providerOf, providers, UnknownType } from "./providers";
export * from "./schema";
export { type ServedTypes, typesOf } from "./types-of";

const usesNested = new Set(["helm", "mongodbatlas"]);

const inMemory = new Map<string, Schema>();

/** Part of the cache's path: a change of how schemas are built must not meet old ones. */
const cacheVersion = 1;

function cached(provider: Provider, kind: Kind, type: string, build: () => Schema): Schema {
  // node_modules' neighbour: the project's own build folder.
  const root = resolve(provider.library, "../../../../build/stand-in");
  const folder = join(root, `schema-${cacheVersion}`, `${provider.name}-${provider.bindings}`, kind);
  const file = join(folder, `${type}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Schema;
  const schema = build();
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.${process.pid}.new`, JSON.stringify(schema));
  renameSync(`${file}.${process.pid}.new`, file);
  return schema;
}

const providerFor = (kind: Kind, type: string): Provider =>
  (kind === "provider" ? providers.find(({ name }) => name === type) : undefined) ?? providerOf(type);

/** Builds anew, past every cache. @throws UnknownType */
export function rebuild(kind: Kind, type: string): Schema {
  const provider = providerFor(kind, type);
  return buildSchema(parseModule(moduleSource(moduleFolder(provider, kind, type))), usesNested.has(provider.name));
}

/**
 * The schema of a type, or of the provider itself, rebuilt from its bindings; kept on disk below `build/`.
 * @throws UnknownType
 */
export function schemaOf(kind: Kind, type: string): Schema {
  const key = `${kind} ${type}`;
  const known = inMemory.get(key);
  if (known !== undefined) return known;
  const provider = providerFor(kind, type);
  const built = cached(provider, kind, type, () => rebuild(kind, type));
  const schema = withFacts(provider.name, kind, type, built);
  inMemory.set(key, schema);
  return schema;
}
