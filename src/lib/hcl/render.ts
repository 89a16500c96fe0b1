import { soleExpression, templateToHcl } from "./template";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Says whether the member at this path of the body (`["lifecycle", "precondition"]`) is a block; else it is an argument. */
export type IsBlock = (path: readonly string[], value: Json) => boolean;

const noBlocks: IsBlock = () => false;
const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const indent = (text: string): string => text.replace(/^(?=.)/gm, "  ");
const isIdentifier = (key: string): boolean => /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key);

/** Arguments that the JSON syntax spells as strings although they are references, types or keywords. */
const bareArguments = new Set([
  "depends_on",
  "ignore_changes",
  "on_failure",
  "provider",
  "replace_triggered_by",
  "when",
]);

const scalar = (value: Json | undefined): string => (typeof value === "string" ? value : JSON.stringify(value ?? ""));

/** `aws_x.y` out of `aws_x.y` or `${aws_x.y}`. */
const bare = (value: Json): string =>
  Array.isArray(value) ? `[${value.map(bare).join(", ")}]` : (soleExpression(scalar(value)) ?? scalar(value));

export function valueToHcl(value: Json): string {
  if (typeof value === "string") return templateToHcl(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[\n${indent(value.map((item) => `${valueToHcl(item)},`).join("\n"))}\n]`;
  }
  if (isObject(value)) {
    const entries = Object.entries(value);
    if (entries.length === 0) return "{}";
    // A quoted key is a template too, so that a key may be an expression in both syntaxes.
    const lines = entries.map(([key, item]) => `${isIdentifier(key) ? key : keyToHcl(key)} = ${valueToHcl(item)}`);
    return `{\n${indent(lines.join("\n"))}\n}`;
  }
  return JSON.stringify(value);
}

function keyToHcl(key: string): string {
  const sole = soleExpression(key);
  return sole === undefined ? templateToHcl(key) : `(${sole})`;
}

function block(header: string, body: string): string {
  return body === "" ? `${header} {\n}` : `${header} {\n${indent(body)}\n}`;
}

/** Arguments and nested blocks of one block. */
export function bodyToHcl(body: JsonObject, isBlock: IsBlock, path: readonly string[] = []): string {
  const lines: string[] = [];
  for (const [key, value] of Object.entries(body)) {
    const here = [...path, key];
    if (key === "//") continue;
    if (isBlock(here, value) && typeof value === "object" && value !== null) {
      const items = Array.isArray(value) ? value : [value];
      lines.push(...items.filter(isObject).map((item) => block(key, bodyToHcl(item, isBlock, here))));
    } else if (path.length <= 1 && bareArguments.has(key) && (path.length === 0 || path[0] === "lifecycle")) {
      lines.push(`${key} = ${bare(value)}`);
    } else {
      lines.push(`${key} = ${valueToHcl(value)}`);
    }
  }
  return lines.join("\n");
}

const always =
  (...names: readonly string[]): IsBlock =>
  (path) =>
    names.includes(path.join("."));
const listOf = (value: Json | undefined): readonly JsonObject[] =>
  (value === undefined ? [] : Array.isArray(value) ? value : [value]).filter(isObject);

/** Which members of a resource, data source or provider are blocks, by section, type and name. */
export type BlocksOf = (section: string, type: string, name: string) => IsBlock;

function labelled(section: string, value: Json | undefined, blocksOf: BlocksOf): string[] {
  return Object.entries((value ?? {}) as JsonObject).flatMap(([type, named]) =>
    Object.entries(named as JsonObject).map(([name, body]) =>
      block(`${section} "${type}" "${name}"`, bodyToHcl(body as JsonObject, blocksOf(section, type, name))),
    ),
  );
}

function terraformBlock(settings: JsonObject): string {
  const { backend, ...rest } = settings;
  const backends = Object.entries((backend ?? {}) as JsonObject).map(([kind, body]) =>
    block(`backend "${kind}"`, bodyToHcl(body as JsonObject, noBlocks)),
  );
  const body = bodyToHcl(rest, always("required_providers", "cloud", "cloud.workspaces"));
  return block("terraform", [body, ...backends].filter((part) => part !== "").join("\n"));
}

/** Members whose strings are references or types rather than text. */
function withBare(body: JsonObject, members: readonly string[], isBlock: IsBlock): string {
  const lines = members.flatMap((key) => (body[key] === undefined ? [] : [`${key} = ${bare(body[key])}`]));
  const rest = Object.fromEntries(Object.entries(body).filter(([key]) => !members.includes(key)));
  return [...lines, bodyToHcl(rest, isBlock)].filter((part) => part !== "").join("\n");
}

function moduleBlock(name: string, body: JsonObject): string {
  const { providers, ...rest } = body;
  const given = Object.entries((providers ?? {}) as JsonObject).map(([key, value]) => `${key} = ${bare(value)}`);
  const lines = [
    bodyToHcl(rest, noBlocks),
    ...(given.length === 0 ? [] : [`providers = {\n${indent(given.join("\n"))}\n}`]),
  ];
  return block(`module "${name}"`, lines.filter((part) => part !== "").join("\n"));
}

const sections = new Set([
  "//",
  "data",
  "import",
  "locals",
  "module",
  "moved",
  "output",
  "provider",
  "removed",
  "resource",
  "terraform",
  "variable",
]);

/** HCL that means the same as `stack`, a document in Terraform's JSON syntax. @throws Error on a section that it does not know */
export function stackToHcl(stack: JsonObject, blocksOf: BlocksOf): string {
  const unknown = Object.keys(stack).filter((key) => !sections.has(key));
  if (unknown.length > 0) throw new Error(`no HCL is known for the section ${unknown.join(", ")}`);
  const named = (section: string) => Object.entries((stack[section] ?? {}) as Readonly<Record<string, JsonObject>>);
  const locals = (stack["locals"] ?? {}) as JsonObject;
  const parts = [
    ...(stack["terraform"] === undefined ? [] : [terraformBlock(stack["terraform"] as JsonObject)]),
    ...named("provider").flatMap(([name, bodies]) =>
      listOf(bodies).map((body) => block(`provider "${name}"`, bodyToHcl(body, blocksOf("provider", name, "")))),
    ),
    ...named("variable").map(([name, body]) =>
      block(`variable "${name}"`, withBare(body, ["type"], always("validation"))),
    ),
    ...(Object.keys(locals).length === 0 ? [] : [block("locals", bodyToHcl(locals, noBlocks, ["locals"]))]),
    ...labelled("data", stack["data"], blocksOf),
    ...labelled("resource", stack["resource"], blocksOf),
    ...named("module").map(([name, body]) => moduleBlock(name, body)),
    ...listOf(stack["moved"]).map((body) => block("moved", withBare(body, ["from", "to"], noBlocks))),
    ...listOf(stack["import"]).map((body) => block("import", withBare(body, ["to", "provider"], noBlocks))),
    ...listOf(stack["removed"]).map((body) => block("removed", withBare(body, ["from"], always("lifecycle")))),
    ...named("output").map(([name, body]) =>
      block(`output "${name}"`, withBare(body, ["depends_on"], always("precondition"))),
    ),
  ];
  return `${parts.join("\n\n")}\n`;
}
