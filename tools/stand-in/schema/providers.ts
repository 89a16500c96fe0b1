import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Kind } from "./schema";

export interface Provider {
  /** Prefix of its types, e.g. `aws`. */
  readonly name: string;
  /** npm package of its bindings. */
  readonly package: string;
  /** Address without host, e.g. `hashicorp/aws`. */
  readonly source: string;
  readonly version: string;
  /** Folder with one module a type. */
  readonly library: string;
  /** Version of the bindings. */
  readonly bindings: string;
}

/** A type that the installed bindings do not know. */
export class UnknownType extends Error {}

const packages = ["aws", "helm", "kubernetes", "mongodbatlas"].map((name) => `@cdktf/provider-${name}`);

/** Bundled or not, the packages lie in the project that is worked on. */
function packageFolder(name: string): string {
  for (let folder = resolve(__dirname); ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) throw new Error(`${name} is not installed: run make install`);
  }
}

function read(name: string): Provider {
  const folder = packageFolder(name);
  const { version: bindings, cdktf } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    version: string;
    cdktf: { provider: { name: string; version: string } };
  };
  const source = cdktf.provider.name.replace(/^registry\.terraform\.io\//, "");
  return {
    name: source.split("/")[1] ?? source,
    package: name,
    source,
    version: cdktf.provider.version,
    library: join(folder, "lib"),
    bindings,
  };
}

export const providers: readonly Provider[] = packages.map(read);

export function providerOf(type: string): Provider {
  const name = type.split("_")[0];
  const found = providers.find((provider) => provider.name === name);
  if (found !== undefined) return found;
  throw new UnknownType(`${type} belongs to no provider of ${providers.map((provider) => provider.name).join(", ")}`);
}

const squeezed = (text: string): string => text.replaceAll(/[-_]/g, "");

/** Folder of the module that binds `type`. @throws UnknownType with the nearest names */
export function moduleFolder({ name, library, package: bindings }: Provider, kind: Kind, type: string): string {
  if (kind === "provider") return join(library, "provider");
  const short = type.slice(name.length + 1).replaceAll("_", "-");
  const base = kind === "data" ? `data-${name}-${short}` : short;
  for (const candidate of [base, `${base}-resource`])
    if (existsSync(join(library, candidate, "index.js"))) return join(library, candidate);
  // The generator's snake case sets digits apart (`x509` becomes `x-509`).
  const folders = readdirSync(library);
  const same = folders.find((folder) => squeezed(folder) === squeezed(base));
  if (same !== undefined) return join(library, same);
  const near = folders.filter((folder) => folder.startsWith(base.slice(0, Math.max(5, base.length - 4)))).slice(0, 5);
  const hint = near.length === 0 ? "" : `; near are ${near.join(", ")}`;
  throw new UnknownType(`${kind} type ${type} is not in ${bindings}${hint}`);
}
