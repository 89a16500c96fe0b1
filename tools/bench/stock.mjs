// The stock template's way, for comparison: ts-node 10 with TypeScript 5.9, type check included, on a copy of the sources
// whose provider imports come from the package roots. Lives below .tools and in none of the product's dependencies.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const folder = ".tools/bench-stock";
const manifest = {
  private: true,
  devDependencies: { "ts-node": "10.9.2", typescript: "5.9.3" },
};
const tsconfig = {
  compilerOptions: {
    target: "es2022",
    lib: ["es2023"],
    module: "commonjs",
    moduleResolution: "node10",
    strict: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    skipLibCheck: true,
    typeRoots: ["../../node_modules/@types"],
    types: ["node"],
  },
  include: ["tools/bench/entry.ts", "src", ".gen"],
};

/** Folder of a service -> namespace that the package root exports it under. */
function namespacesOf(provider) {
  const index = readFileSync(join(dirname(require.resolve(`${provider}/package.json`)), "lib/index.d.ts"), "utf8");
  return new Map(
    [...index.matchAll(/export \* as (\w+) from ['"]\.\/([\w-]+)(?:\/index)?['"]/g)].map(([, name, path]) => [
      path,
      name,
    ]),
  );
}

/** `import { Vpc as V } from "@cdktf/provider-aws/lib/vpc"` -> a namespace of the root and an alias for each name. */
export function withRootImports(source, namespaces) {
  const pattern = /import (type )?\{([^}]*)\} from "(@cdktf\/provider-[a-z]+)\/lib\/([\w-]+)(?:\/index)?";/g;
  const rewritten = source.replace(pattern, (whole, _type, names, provider, service) => {
    const namespace = namespaces(provider).get(service);
    if (namespace === undefined) throw new Error(`${provider} exports no ${service}: ${whole}`);
    const local = `${provider.replace(/\W+/g, "_")}_${namespace}`.replace(/^_+/, "");
    const aliases = names
      .split(",")
      .map((name) => name.trim().replace(/^type /, ""))
      .filter((name) => name !== "")
      .map((name) => {
        const [original, alias = original] = name.split(/\s+as\s+/);
        return `import ${alias} = ${local}.${original};`;
      });
    return [`import { ${namespace} as ${local} } from "${provider}";`, ...aliases].join(" ");
  });
  const left = /from "@cdktf\/provider-[a-z]+\/lib\/[^"]*"/.exec(rewritten);
  if (left !== null) throw new Error(`an import could not be rewritten: ${left[0]}`);
  return rewritten;
}

function rewriteFolder(path, namespaces) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const file = join(path, entry.name);
    if (entry.isDirectory()) rewriteFolder(file, namespaces);
    else if (file.endsWith(".ts")) writeFileSync(file, withRootImports(readFileSync(file, "utf8"), namespaces));
  }
}

/** Lays the copy out anew and returns the arguments of node that run it. */
export function prepareStock() {
  mkdirSync(folder, { recursive: true });
  const wanted = JSON.stringify(manifest, null, 2);
  const path = join(folder, "package.json");
  if (!existsSync(join(folder, "node_modules/ts-node")) || !existsSync(path) || readFileSync(path, "utf8") !== wanted) {
    writeFileSync(path, wanted);
    execFileSync(
      "npm",
      ["install", "--prefix", folder, "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"],
      { stdio: ["ignore", 2, 2] },
    );
  }
  const cache = new Map();
  const namespaces = (provider) => cache.get(provider) ?? cache.set(provider, namespacesOf(provider)).get(provider);
  for (const part of ["src", ".gen", "tools/bench/entry.ts"]) {
    rmSync(join(folder, part), { recursive: true, force: true });
    cpSync(part, join(folder, part), { recursive: true });
  }
  rewriteFolder(join(folder, "src"), namespaces);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig, null, 2));
  return [
    "--max-old-space-size=8192",
    join(folder, "node_modules/ts-node/dist/bin.js"),
    "--project",
    join(folder, "tsconfig.json"),
    join(folder, "tools/bench/entry.ts"),
  ];
}
