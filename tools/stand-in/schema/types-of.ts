import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Types by provider name. */
export type ServedTypes = Readonly<
  Record<string, { readonly resource: readonly string[]; readonly data: readonly string[] }>
>;

interface Configuration {
  readonly resource?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly module?: Readonly<Record<string, { readonly source?: string }>>;
}

type Found = Map<string, { resource: Set<string>; data: Set<string> }>;

function entry(found: Found, provider: string) {
  const known = found.get(provider) ?? { resource: new Set<string>(), data: new Set<string>() };
  found.set(provider, known);
  return known;
}

function add(found: Found, kind: "resource" | "data", type: string): void {
  const provider = type.split("_")[0] ?? type;
  // terraform_data and terraform_remote_state are built into Terraform.
  if (provider !== "terraform") entry(found, provider)[kind].add(type);
}

function addFolder(found: Found, folder: string, seen: Set<string>): void {
  if (seen.has(folder) || !existsSync(folder)) return;
  seen.add(folder);
  for (const name of readdirSync(folder)) {
    if (name.endsWith(".tf.json"))
      addJson(found, JSON.parse(readFileSync(join(folder, name), "utf8")) as Configuration, folder, seen);
    else if (name.endsWith(".tf")) addHcl(found, readFileSync(join(folder, name), "utf8"), folder, seen);
  }
}

function addModule(found: Found, source: string | undefined, folder: string, seen: Set<string>): void {
  // Only local modules can be read before `terraform init`.
  if (source !== undefined && /^\.{1,2}\//.test(source)) addFolder(found, resolve(folder, source), seen);
}

function addJson(
  found: Found,
  { resource, data, provider, module }: Configuration,
  folder: string,
  seen: Set<string>,
): void {
  for (const type of Object.keys(resource ?? {})) add(found, "resource", type);
  for (const type of Object.keys(data ?? {})) add(found, "data", type);
  for (const name of Object.keys(provider ?? {})) entry(found, name);
  for (const { source } of Object.values(module ?? {})) addModule(found, source, folder, seen);
}

// Block headers stand at the start of their line in every formatted file; a scan for them needs no parser.
function addHcl(found: Found, text: string, folder: string, seen: Set<string>): void {
  for (const [, kind, type] of text.matchAll(/^\s*(resource|data)\s+"([a-z0-9_]+)"/gm))
    if (kind !== undefined && type !== undefined) add(found, kind === "data" ? "data" : "resource", type);
  for (const [, name] of text.matchAll(/^\s*provider\s+"([a-z0-9_]+)"/gm)) if (name !== undefined) entry(found, name);
  for (const [, body] of text.matchAll(/^\s*module\s+"[^"]+"\s*\{([\s\S]*?)^\s*\}/gm))
    addModule(found, /^\s*source\s*=\s*"([^"]+)"/m.exec(body ?? "")?.[1], folder, seen);
}

/** Types that the stack in `folder` uses, those of its local modules included. */
export function typesOf(folder: string): ServedTypes {
  const found: Found = new Map();
  addFolder(found, resolve(folder), new Set());
  return Object.fromEntries(
    [...found].map(([provider, { resource, data }]) => [
      provider,
      { resource: [...resource].sort(), data: [...data].sort() },
    ]),
  );
}
