import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Reads one generated module of a `@cdktf/provider-*` package. The published JavaScript carries the generator's TypeScript
 * in its source map; what the generator wrote there of the provider's schema is collected by struct.
 */

export interface Flags {
  readonly computed: boolean;
  readonly optional: boolean;
  readonly required: boolean;
  /** Expression of the getter, and of the stored complex object, where there are such. */
  getter: string;
  stored: string;
}

export interface Struct {
  /** Configurable properties by Terraform name. */
  readonly properties: Map<string, { readonly optional: boolean; readonly description: string }>;
  /** Expressions that turn a property into Terraform JSON, by Terraform name. */
  readonly mappers: Map<string, string>;
  /** `list`, `set`, `map` ... as the HCL mapper names it. */
  readonly collections: Map<string, string>;
  /** All attributes by Terraform name. */
  readonly attributes: Map<string, Flags>;
}

export interface Module {
  readonly kind: "provider" | "resource" | "data";
  /** Struct of the resource itself; its properties are those of the configuration. */
  readonly root: Struct;
  readonly structs: ReadonlyMap<string, Struct>;
  /** Collection classes, and whether what they hold is a set. */
  readonly collectionClasses: ReadonlyMap<string, boolean>;
}

const marker = "sourceMappingURL=data:application/json;base64,";

export function sourceOf(file: string): string {
  const text = readFileSync(file, "utf8");
  const at = text.lastIndexOf(marker);
  if (at < 0) throw new Error(`${file} has no inline source map to read the schema from`);
  const map = JSON.parse(Buffer.from(text.slice(at + marker.length).trim(), "base64").toString()) as {
    sourcesContent: readonly string[];
  };
  return map.sourcesContent.join("\n");
}

/** Large resources are split into files of structs. */
export function moduleSource(folder: string): string {
  const structs = join(folder, "index-structs");
  const parts = existsSync(structs) ? readdirSync(structs).filter((name) => /^structs\d+\.js$/.test(name)) : [];
  return [join(folder, "index.js"), ...parts.map((name) => join(structs, name))].map(sourceOf).join("\n");
}

const emptyStruct = (): Struct => ({
  properties: new Map(),
  mappers: new Map(),
  collections: new Map(),
  attributes: new Map(),
});

const uncapitalized = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function readInterface(body: readonly string[], { properties }: Struct): void {
  let comment: string[] = [];
  for (const line of body) {
    const property = /^ {2}readonly \w+(\??): .*;$/.exec(line);
    if (property === null) {
      comment = /^\s*\/\*\*/.test(line) ? [line] : [...comment, line];
      continue;
    }
    const text = comment.join("\n");
    const name = /#(\S+) \w+#\S+?\}/.exec(text)?.[1];
    const description = /\/\*\*\n\s*\* ?(.*)/.exec(text)?.[1] ?? "";
    if (name !== undefined) properties.set(name, { optional: property[1] === "?", description });
    comment = [];
  }
}

function readMapper(body: readonly string[], { mappers }: Struct): void {
  for (const line of body) {
    const [, name, expression] = /^\s+"?([\w-]+)"?: (.*\(.*\)),$/.exec(line) ?? [];
    if (name !== undefined && expression !== undefined)
      mappers.set(name, expression.replace(/^.*=== undefined \? .*? : /, ""));
  }
}

function readHclMapper(body: readonly string[], { collections }: Struct): void {
  let name = "";
  for (const line of body) {
    const opened = /^\s+"?([\w-]+)"?: \{$/.exec(line)?.[1];
    const type = /^\s+type: "(\w+)"/.exec(line)?.[1];
    if (opened !== undefined) name = opened;
    else if (type !== undefined && name !== "") collections.set(name, type);
  }
}

function readClass(body: readonly string[], { attributes }: Struct): void {
  let current: Flags | undefined;
  for (const line of body) {
    const [, name, computed, optional, required] =
      /^\s+\/\/ (\S+) - computed: (\w+), optional: (\w+), required: (\w+)/.exec(line) ?? [];
    if (name !== undefined) {
      const is = (flag: string | undefined) => flag === "true";
      current = { computed: is(computed), optional: is(optional), required: is(required), getter: "", stored: "" };
      attributes.set(name, current);
    } else if (/synthesizeAttributes/.test(line)) return;
    else if (current !== undefined) {
      const stored = /private \w+ = (new .*);/.exec(line)?.[1];
      const returned = /^\s+return (.*);/.exec(line)?.[1];
      if (stored !== undefined) current.stored ||= stored;
      else if (returned !== undefined) current.getter ||= returned;
    }
  }
}

const kinds: Readonly<Record<string, Module["kind"]>> = {
  TerraformProvider: "provider",
  TerraformDataSource: "data",
  TerraformResource: "resource",
};

class Reader {
  kind: Module["kind"] = "resource";
  readonly root = emptyStruct();
  readonly structs = new Map<string, Struct>();
  readonly collectionClasses = new Map<string, boolean>();
  private configuration = "";
  // Mapper functions start with a small letter, so the struct's own spelling is known only at the end.
  private readonly byFunction = new Map<string, Struct>();

  /** @param lines a top-level declaration without its last line, the closing brace */
  declaration([head = "", ...body]: readonly string[]): void {
    const hcl = /^export function (\w+)ToHclTerraform\(/.exec(head)?.[1];
    const mapper = /^export function (\w+)ToTerraform\(/.exec(head)?.[1];
    const properties = /^export interface (\w+)/.exec(head)?.[1];
    const [, name, base] = /^export class (\w+) extends cdktf\.(\w+)/.exec(head) ?? [];
    if (properties !== undefined) {
      if (/extends cdktf\.TerraformMetaArguments/.test(head)) this.configuration = properties;
      readInterface(body, this.struct(properties));
    } else if (hcl !== undefined) readHclMapper(body, this.function(hcl));
    else if (mapper !== undefined) readMapper(body, this.function(mapper));
    else if (name !== undefined && base !== undefined) this.class(name, base, body);
  }

  finish(): Module {
    for (const [name, struct] of this.structs) {
      const mapped = this.byFunction.get(uncapitalized(name));
      for (const [key, value] of mapped?.mappers ?? []) struct.mappers.set(key, value);
      for (const [key, value] of mapped?.collections ?? []) struct.collections.set(key, value);
    }
    const own =
      this.structs.get(this.configuration) ?? [...this.structs].find(([name]) => name.endsWith("ProviderConfig"))?.[1];
    for (const [key, value] of own?.properties ?? []) this.root.properties.set(key, value);
    return { kind: this.kind, root: this.root, structs: this.structs, collectionClasses: this.collectionClasses };
  }

  private class(name: string, base: string, body: readonly string[]): void {
    if (base === "ComplexObject") readClass(body, this.struct(name.replace(/OutputReference$/, "")));
    else if (/^(ComplexList|ComplexMap|MapList)$/.test(base))
      this.collectionClasses.set(name, /, true\);/.test(body.join("\n")));
    else {
      this.kind = kinds[base] ?? this.kind;
      readClass(body, this.root);
      const json = body.findIndex((line) => /synthesizeAttributes\(\)/.test(line));
      const hcl = body.findIndex((line) => /synthesizeHclAttributes\(\)/.test(line));
      if (json >= 0) readMapper(body.slice(json, hcl < 0 ? undefined : hcl), this.root);
      if (hcl >= 0) readHclMapper(body.slice(hcl), this.root);
    }
  }

  private struct(name: string): Struct {
    const known = this.structs.get(name) ?? emptyStruct();
    this.structs.set(name, known);
    return known;
  }

  private function(name: string): Struct {
    const known = this.byFunction.get(name) ?? emptyStruct();
    this.byFunction.set(name, known);
    return known;
  }
}

export function parseModule(source: string): Module {
  const reader = new Reader();
  const lines = source.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    if (!/^export (interface|function|class) /.test(lines[at] ?? "")) continue;
    const end = lines.findIndex((line, index) => index > at && line.startsWith("}"));
    reader.declaration(lines.slice(at, end));
    at = end;
  }
  return reader.finish();
}
