import { parseArgs } from "node:util";
import { synthesize } from "./src/accounts/synthesize";
import { assemble, ConfigurationError, company } from "./src/config";

function main(): void {
  const { values } = parseArgs({
    options: { hcl: { type: "boolean", default: false }, outdir: { type: "string" } },
  });
  const format = values.hcl || process.env["SYNTH_HCL_OUTPUT"] === "true" ? "hcl" : "json";
  const outdir = process.env["CDKTF_OUTDIR"] ?? values.outdir ?? (format === "hcl" ? "cdktf.out.hcl" : "cdktf.out");
  const ids = synthesize(assemble(company), { outdir, format });
  console.log(`${ids.length} stacks written to ${outdir}/stacks`);
}

try {
  main();
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
