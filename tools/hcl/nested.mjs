// Writes src/lib/hcl/nested.json: the nested attributes of the providers that have any, which HCL spells `name = {...}`
// while blocks are `name {...}`. The bindings' code does not tell the two apart, only their comments do ("<name> block").
// usage: node tools/hcl/nested.mjs
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** Members of every interface in a declaration file: name in Terraform, type of the struct, whether it is a block. */
function interfacesOf(text) {
  const found = new Map();
  for (const [, name, body] of text.matchAll(/^export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm)) {
    const members = [...body.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*readonly \w+\??: ([^;]+);/g)].flatMap(
      ([, comment, type]) => {
        const argument = /#(\w+) \w+#\1\}/.exec(comment)?.[1];
        const struct = /^([A-Z]\w*)(\[\])?( \| cdktf\.IResolvable)?$/.exec(type)?.[1];
        return argument === undefined || struct === undefined
          ? []
          : [{ argument, struct, isBlock: new RegExp(`\\* ${argument} block`).test(comment) }];
      },
    );
    found.set(name, members);
  }
  return found;
}

function nestedBelow(interfaces, name, prefix) {
  return (interfaces.get(name) ?? []).flatMap(({ argument, struct, isBlock }) =>
    // What lies inside a nested attribute is a value; blocks may hold further ones.
    isBlock ? nestedBelow(interfaces, struct, `${prefix}${argument}.`) : [prefix + argument],
  );
}

const nested = {};
for (const provider of ["@cdktf/provider-helm", "@cdktf/provider-mongodbatlas"]) {
  const lib = join(dirname(require.resolve(`${provider}/package.json`)), "lib");
  for (const folder of readdirSync(lib, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    let text;
    try {
      text = ["index.d.ts", "index-structs/index.d.ts"]
        .map((file, place) => {
          try {
            return readFileSync(join(lib, folder.name, file), "utf8");
          } catch (error) {
            if (place === 0) throw error;
            return "";
          }
        })
        .join("\n");
    } catch {
      continue;
    }
    const type = /static readonly tfResourceType = "(\w+)"/.exec(text)?.[1];
    if (type === undefined) continue;
    const interfaces = interfacesOf(text);
    const config = [...interfaces.keys()].find((name) => name.endsWith("Config"));
    const section = folder.name === "provider" ? "provider" : folder.name.startsWith("data-") ? "data" : "resource";
    const paths = nestedBelow(interfaces, config, "").toSorted();
    if (paths.length > 0) nested[`${section}.${type}`] = paths;
  }
}
const sorted = Object.fromEntries(Object.entries(nested).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync("src/lib/hcl/nested.json", `${JSON.stringify(sorted, null, 2)}\n`);
console.log(`${Object.keys(sorted).length} types with nested attributes`);
