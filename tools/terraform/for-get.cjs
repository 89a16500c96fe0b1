#!/usr/bin/env node
// Terraform as `cdktf get` calls it. From 1.15 on, `terraform get` refuses a module call without its required arguments,
// and cdktf writes calls with a source alone: every variable of a local module is given as null.
const { spawnSync } = require("node:child_process");
const { existsSync, readdirSync, readFileSync, writeFileSync } = require("node:fs");
const { join, resolve } = require("node:path");

const file = "main.tf.json";
if (process.argv[2] === "get" && existsSync(file)) {
  const config = JSON.parse(readFileSync(file, "utf8"));
  for (const call of Object.values(config.module ?? {})) {
    const folder = resolve(call.source);
    if (!/^\.{0,2}\//.test(call.source) || !existsSync(folder)) continue;
    const sources = readdirSync(folder).filter((name) => name.endsWith(".tf"));
    for (const [, name] of sources.flatMap((source) => [
      ...readFileSync(join(folder, source), "utf8").matchAll(/^variable\s+"([^"]+)"/gm),
    ])) {
      call[name] = null;
    }
  }
  writeFileSync(file, JSON.stringify(config));
}
const run = spawnSync(process.env.FOUND_TERRAFORM, process.argv.slice(2), { stdio: "inherit" });
process.exitCode = run.status ?? 1;
