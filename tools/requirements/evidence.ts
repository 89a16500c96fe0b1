import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { App } from "cdktf";
import { parse } from "yaml";
import { planStacks } from "../../src/accounts/plan";
import { buildStacks, synthesize } from "../../src/accounts/synthesize";
import { assemble, companyInc, type Platform, type PlatformInput } from "../../src/config";
import { attachedModules } from "../../src/config/attached-modules";
import type { Attributes, Evidence, Stack } from "./check";
import { type ModuleSource, readModule, resourcesOf } from "./hcl";
import { variants } from "./variants";

type Modules = Readonly<Record<string, ModuleSource>>;

/** Files that rows judge: folders are read whole. */
const judgedFiles = ["package.json", ".github/CODEOWNERS", "backend-config", "docs", "images"];

function filesUnder(root: string, path: string): readonly string[] {
  if (!existsSync(join(root, path))) return [];
  if (/\.\w+$|CODEOWNERS$/.test(path)) return [path];
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
    const inner = `${path}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(root, inner) : [inner];
  });
}

function readFiles(root: string): Record<string, Attributes> {
  const read = (path: string): Attributes => {
    const text = readFileSync(join(root, path), "utf8");
    return path.endsWith(".json") ? JSON.parse(text) : /\.ya?ml$/.test(path) ? parse(text) : { text };
  };
  return Object.fromEntries(judgedFiles.flatMap((path) => filesUnder(root, path)).map((path) => [path, read(path)]));
}

const stackFolders = (outdir: string): readonly string[] =>
  readdirSync(join(outdir, "stacks")).map((id) => join(outdir, "stacks", id));

const readJson = (folder: string): Attributes => JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"));

/** A module's asset is named after its content, so its name stands for it in every synthesis. */
const moduleKey = (call: Attributes): string => basename(call["source"]);

async function readModules(outdir: string): Promise<Modules> {
  const found: Record<string, ModuleSource> = {};
  for (const folder of stackFolders(outdir)) {
    const calls: Attributes[] = Object.values(readJson(folder)["module"] ?? {});
    for (const call of calls) found[moduleKey(call)] ??= await readModule(join(folder, call["source"]));
  }
  return found;
}

function readStack(folder: string, modules: Modules): Stack {
  const { terraform, provider = {}, resource = {}, data = {}, output = {}, module = {} } = readJson(folder);
  for (const [name, call] of Object.entries<Attributes>(module)) {
    const source = modules[moduleKey(call)];
    if (source === undefined) throw new Error(`the source of module ${name} was not read: ${call["source"]}`);
    for (const [type, byName] of Object.entries(resourcesOf(name, call, source)))
      resource[type] = { ...resource[type], ...byName };
  }
  return { terraform, provider, resource, data, output };
}

function readStacks(outdir: string, modules: Modules): Record<string, Stack> {
  return Object.fromEntries(stackFolders(outdir).map((folder) => [basename(folder), readStack(folder, modules)]));
}

function inTemporaryFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "requirements-"));
  const clean = () => rmSync(folder, { recursive: true, force: true });
  const result = work(folder);
  if (result instanceof Promise) return result.finally(clean) as Result;
  clean();
  return result;
}

/** Synthesizes the accounts that a variant concerns. */
function readVariant(name: string, base: Platform, files: Evidence["files"], modules: Modules): Evidence {
  const variant = variants[name];
  if (variant === undefined) throw new Error(`no variant is called ${name}`);
  const changed = structuredClone(base);
  variant.change(changed);
  const platform = assemble(changed);
  const plan = planStacks(platform, attachedModules).filter(({ account, layer }) => variant.stacks(account, layer));
  const stacks = inTemporaryFolder((outdir) => {
    const app = new App({ outdir });
    buildStacks(app, platform, plan, attachedModules);
    app.synth();
    return readStacks(app.outdir, modules);
  });
  const none = () => {
    throw new Error("a variant has no variants");
  };
  return { stacks, files, config: structuredClone(platform), variant: none, name };
}

/** Synthesizes a configuration and reads what was written, with the repository's files beside it. */
export function gather(root: string, input: PlatformInput = companyInc): Promise<Evidence> {
  return inTemporaryFolder(async (outdir) => {
    const platform = assemble(input);
    synthesize(platform, { outdir, format: "json" });
    const modules = await readModules(outdir);
    const files = readFiles(root);
    const known = new Map<string, Evidence>();
    const variant = (name: string): Evidence => {
      const found = known.get(name) ?? readVariant(name, platform, files, modules);
      known.set(name, found);
      return found;
    };
    return { stacks: readStacks(outdir, modules), files, config: structuredClone(platform), variant };
  });
}
