import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CodeMaker, TerraformProviderGenerator } from "@cdktf/provider-generator";
import { synthesize } from "../../../src/accounts/synthesize";
import { type Kind, providerOf, rebuild, type Schema, type ServedTypes, typesOf } from "../../../tools/stand-in/schema";
import { moduleSource } from "../../../tools/stand-in/schema/bindings";
import { withFacts } from "../../../tools/stand-in/schema/facts";
import { moduleFolder } from "../../../tools/stand-in/schema/providers";
import { platform } from "../../support/platform";
import { inTemporaryFolder } from "../../support/synthesized";
import { differences, modelOf } from "./binding-model";

// Importing the generator would ask Terraform for its version.
jest.mock("@cdktf/commons/src/terraform", () => ({}));

// Schemas are rebuilt from the same bindings: this proves that nothing is lost or invented on the way, not that bindings are right.

type Named = readonly [kind: Kind, type: string];

const rebuilt = ([kind, type]: Named): Schema => withFacts(providerOf(type).name, kind, type, rebuild(kind, type));

/** Everything that the organization's stacks and the HCL modules use, and the providers themselves. */
function used(): readonly Named[] {
  const found = inTemporaryFolder((outdir) => {
    synthesize(platform(), { outdir, format: "json" });
    const folders = [join(outdir, "stacks"), resolve(__dirname, "../../../terraform-modules")];
    return folders.flatMap((folder) => readdirSync(folder).map((name) => typesOf(join(folder, name))));
  });
  const names = found
    .flatMap(Object.entries<ServedTypes[string]>)
    .flatMap(([provider, { resource, data }]) => [
      `provider ${provider}`,
      ...resource.map((type) => `resource ${type}`),
      ...data.map((type) => `data ${type}`),
    ]);
  return [...new Set(names)].sort().map((name) => name.split(" ") as [Kind, string]);
}

function sourcesBelow(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  // Files of the folder itself are indexes.
  const sources = files.filter((file) => /\/.*\.ts$/.test(file));
  return sources.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
}

/** What `cdktf get` makes of a schema. */
async function generated([kind, type]: Named, schema: Schema): Promise<string> {
  const { name, source } = providerOf(type);
  const member = { provider: "provider", resource: "resource_schemas", data: "data_source_schemas" }[kind];
  const schemas = { [member]: kind === "provider" ? schema : { [type]: schema } };
  const json = JSON.stringify({
    format_version: "0.2",
    provider_schemas: { [`registry.terraform.io/${source}`]: schemas },
  });
  const generator = new TerraformProviderGenerator(new CodeMaker(), JSON.parse(json));
  generator.generateAll();
  const folder = mkdtempSync(join(tmpdir(), "bindings-"));
  try {
    await generator.save(folder);
    return sourcesBelow(join(folder, "providers", name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compared(named: Named, schema: Schema): Promise<readonly string[]> {
  const [kind, type] = named;
  const installed = moduleSource(moduleFolder(providerOf(type), kind, type));
  return differences(named.join(" "), modelOf(await generated(named, schema)), modelOf(installed));
}

test("bindings generated from the rebuilt schemas are the installed ones", async () => {
  const types = used();
  // A comparison of nothing proves nothing.
  expect(types.length).toBeGreaterThan(80);
  const names = types.map((named) => named.join(" "));
  expect(names).toEqual(expect.arrayContaining(["provider aws", "resource aws_vpc", "data mongodbatlas_project"]));
  const found = await Promise.all(types.map((named) => compared(named, rebuilt(named))));
  expect(found.flat()).toEqual([]);
});

// biome-ignore lint/suspicious/noExplicitAny: a schema to be damaged.
type Damaged = any;

const damages: readonly (readonly [string, string, (block: Damaged) => void, string])[] = [
  ["a lost attribute", "aws_vpc", (b) => delete b.attributes.cidr_block, "cidrBlock (interface): ours nothing"],
  [
    "an invented attribute",
    "aws_vpc",
    (b) => Object.assign(b.attributes, { colour: { type: "string", optional: true } }),
    "colour (JSON): ours colour: cdktf.stringToTerraform(this._colour),, theirs nothing",
  ],
  [
    "required made optional",
    "aws_route",
    (b) => Object.assign(b.attributes.route_table_id, { required: false, optional: true }),
    "routeTableId (interface): ours readonly routeTableId?: string;, theirs readonly routeTableId: string;",
  ],
  [
    "computed made optional",
    "aws_vpc",
    (b) => Object.assign(b.attributes.arn, { computed: false, optional: true }),
    "// arn (TerraformResource): ours // arn - computed: false,",
  ],
  [
    "another type inside a block",
    "aws_flow_log",
    (b) => Object.assign(b.block_types.destination_options.block.attributes.file_format, { type: "number" }),
    "destinationOptions.fileFormat (interface): ours readonly fileFormat?: number;",
  ],
  [
    "a block without its limit of one",
    "aws_flow_log",
    (b) => delete b.block_types.destination_options.max_items,
    "destinationOptions (interface): ours readonly destinationOptions?: interface[] | cdktf.IResolvable;",
  ],
  [
    "a list of blocks made a set",
    "aws_launch_template",
    (b) => Object.assign(b.block_types.block_device_mappings, { nesting_mode: "set" }),
    "block_device_mappings (HCL)",
  ],
];

test.each(damages)("%s is reported", async (_name, type, damage, difference) => {
  const schema = rebuilt(["resource", type]);
  damage(schema.block);
  const found = await compared(["resource", type], schema);
  expect(found.filter((line) => line.startsWith(`resource ${type} ${difference}`))).toHaveLength(1);
});
