import { writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import type * as Cdktf from "cdktf";
import type * as Accounts from "../../src/accounts/synthesize";
import type * as Config from "../../src/config";

// What the product's main.ts does, in phases. Requires and not imports: loading is the first phase.
const started = performance.now();
const { App } = require("cdktf") as typeof Cdktf;
const { assemble, company } = require("../../src/config") as typeof Config;
const { synthesize } = require("../../src/accounts/synthesize") as typeof Accounts;
const loaded = performance.now();

let writing = loaded;
// oxlint-disable-next-line typescript/unbound-method -- called with its receiver below
const synth = App.prototype.synth;
App.prototype.synth = function (this: Cdktf.App): void {
  writing = performance.now();
  synth.call(this);
};
const outdir = process.env["CDKTF_OUTDIR"] ?? process.env["BENCH_OUTDIR"];
const report = process.env["BENCH_REPORT"];
if (outdir === undefined || report === undefined)
  throw new Error("BENCH_OUTDIR and BENCH_REPORT are not set; run `npm run bench`");
const ids = synthesize(assemble(company), { outdir, format: "json" });
const written = performance.now();

const seconds = (from: number, to: number): number => Math.round(to - from) / 1000;
writeFileSync(
  report,
  JSON.stringify({
    stacks: ids.length,
    import: seconds(started, loaded),
    construct: seconds(loaded, writing),
    write: seconds(writing, written),
    megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
