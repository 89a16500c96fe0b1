// Bundles main.ts and all that it imports into one file: Node reads some ten megabytes instead of thousands of modules.
import { build } from "esbuild";

// Syntax of old releases only: they must get as far as the message.
const nodeCheck = `(function () {
  var version = process.versions.node.split(".");
  if (Number(version[0]) > 20 || (Number(version[0]) === 20 && Number(version[1]) >= 9)) return;
  console.error("Node " + process.versions.node + " is too old; install 20.9 or newer");
  process.exit(1);
})();`;

/** cdktf keeps a whole stack trace of each token, for messages that the bundle's users never see; they cost a third of the run. */
const noTokenTraces = {
  name: "no-token-traces",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]stack-trace\.js$/ }, () => ({
      contents: "exports.captureStackTrace = () => [];",
    }));
  },
};

// The successor of cdktf takes its place by name, for those who build under it and for the test that compares the two.
const [entry = "main.ts", outfile = "build/main.cjs", core = "cdktf"] = process.argv.slice(2);

await build({
  entryPoints: [entry],
  outfile,
  alias: core === "cdktf" ? {} : { cdktf: core },
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  // Construct trees and error messages name classes.
  keepNames: true,
  plugins: [noTokenTraces],
  banner: { js: nodeCheck },
  logLevel: "warning",
}).catch(() => {
  // esbuild has said where.
  process.exitCode = 1;
});
