// Seconds and memory of one synthesis of the same stacks, three ways: the bundle of `make synth`, `cdktf synth`, and the
// stock template. Prints a table and, as the last line, JSON. usage: npm run bench [-- RUNS]
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { prepareStock } from "./stock.mjs";

const runs = Number(process.argv[2] ?? 3);
if (!Number.isInteger(runs) || runs < 1) {
  console.error(`${process.argv[2]} is not a number of runs; write 1 or more`);
  process.exit(2);
}

const cdktf = ["node_modules/cdktf-cli/bundle/bin/cdktf", "synth", "--app", "node --import tsx tools/bench/entry.ts"];
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function once(name, args, folder) {
  const report = join(folder, `${name}.json`);
  const outdir = join(folder, name);
  rmSync(report, { force: true });
  const env = {
    ...process.env,
    BENCH_OUTDIR: outdir,
    BENCH_REPORT: report,
    CHECKPOINT_DISABLE: "1",
    DISABLE_VERSION_CHECK: "1",
    CI: "1",
  };
  const started = performance.now();
  const run = spawnSync(process.execPath, name === "cdktf" ? [...args, "--output", outdir] : args, {
    encoding: "utf8",
    env,
  });
  const total = (performance.now() - started) / 1000;
  if (run.status !== 0) throw new Error(`${name} failed\n${run.stdout}${run.stderr}`);
  return { ...JSON.parse(readFileSync(report, "utf8")), total };
}

function measure(ways, folder) {
  const measured = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  // In turns, so that a slow minute of the machine hits all of them. The first turn only warms the disk's cache.
  for (let turn = 0; turn <= runs; turn++) {
    for (const [name, args] of Object.entries(ways)) {
      const result = once(name, args, folder);
      if (turn > 0) measured[name].push(result);
    }
  }
  return Object.fromEntries(
    Object.entries(measured).map(([name, results]) => [
      name,
      Object.fromEntries(
        Object.keys(results[0]).map((key) => [key, Number(median(results.map((result) => result[key])).toFixed(3))]),
      ),
    ]),
  );
}

const folder = mkdtempSync(join(tmpdir(), "bench-"));
try {
  execFileSync(process.execPath, ["tools/build.mjs", "tools/bench/entry.ts", "build/bench.cjs"], {
    stdio: ["ignore", 2, 2],
  });
  const ways = { bundle: ["build/bench.cjs"], cdktf, stock: prepareStock() };
  const result = measure(ways, folder);
  const { bundle } = result;
  const ratio = (key) =>
    Object.fromEntries(["cdktf", "stock"].map((name) => [name, Number((result[name][key] / bundle[key]).toFixed(1))]));
  console.table(result);
  console.log(
    JSON.stringify({
      runs,
      node: process.versions.node,
      ...result,
      ratios: { total: ratio("total"), megabytes: ratio("megabytes") },
    }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
