import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Testing } from "cdktf";
import { synthesize } from "../../../src/accounts/synthesize";
import { assemble, companyInc } from "../../../src/config";
import { withNeeds } from "../../../tools/rehearsal/graph";
import { graphFor } from "../../../tools/rehearsal/rehearse";
import { StackRun } from "../../../tools/rehearsal/run";
import { Stage } from "../../../tools/rehearsal/stage";
import { type ServedTypes, typesOf } from "../../../tools/stand-in";

Testing.setupJest();

const platform = assemble(companyInc);
const own = { ...process.env };
let root: string;
let stage: Stage;

/** A copy that holds one stack, because cdktf's matchers take every stack that a manifest names. */
function only(id: string, outdir = stage.outdir): string {
  const { stacks, ...rest } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as {
    stacks: Record<string, unknown>;
  };
  const folder = join(stage.folder, "one", outdir === stage.outdir ? "json" : "hcl", id);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(outdir, "stacks", id), join(folder, "stacks", id), {
    recursive: true,
    filter: (path) => !path.endsWith(".terraform"),
  });
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ ...rest, stacks: { [id]: stacks[id] } }));
  return folder;
}

/** Types of all these stacks, each once. */
function withoutDoubles(ids: readonly string[]): ServedTypes {
  const all: Record<string, { resource: string[]; data: string[] }> = {};
  for (const id of ids)
    for (const [provider, { resource, data }] of Object.entries(typesOf(stage.stackFolder(id)))) {
      const known = all[provider] ?? { resource: [], data: [] };
      all[provider] = {
        resource: [...new Set([...known.resource, ...resource])],
        data: [...new Set([...known.data, ...data])],
      };
    }
  return all;
}

const layers = [
  "management-organization",
  "management-identity",
  "dev-bootstrap",
  "dev-foundation",
  "dev-network",
  "dev-eks",
  "dev-atlas",
  "dev-edge",
];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "matchers-"));
  stage = new Stage({ folder: join(root, "r"), platform, mode: "attached", plugin: resolve("build/stand-in.cjs") });
  await stage.open();
  for (const id of withNeeds(graphFor(stage, { platform }), ["dev-atlas", "dev-edge"])) {
    const run = new StackRun(id, stage, () => {});
    if (!(await run.setUp())) throw new Error(JSON.stringify(run.report()));
  }
  Object.assign(process.env, stage.spawnedEnvironment("matchers", withoutDoubles(layers)));
}, 120_000);

afterAll(async () => {
  process.env = own;
  await stage.close();
  rmSync(root, { recursive: true, force: true });
});

test.each(layers)("%s is valid Terraform and plans, by cdktf's own matchers, offline", (id) => {
  const folder = only(id);
  expect(folder).toBeValidTerraform();
  expect(folder).toPlanSuccessfully();
});

test("as HCL, a stack of each layer is valid Terraform (ACC-20)", () => {
  const hcl = join(root, "hcl");
  synthesize(platform, { outdir: hcl, format: "hcl" });
  for (const id of layers) expect(only(id, hcl)).toBeValidTerraform();
});

test("a misspelt attribute is not valid Terraform", () => {
  const folder = only("dev-network");
  const file = join(folder, "stacks/dev-network/cdk.tf.json");
  writeFileSync(file, readFileSync(file, "utf8").replace('"enable_dns_support"', '"enable_dns_suport"'));
  expect(folder).not.toBeValidTerraform();
});
