import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { inTemporaryFolder } from "./support/synthesized";

const root = resolve(__dirname, "..");
const node = (...args: readonly string[]) => execFileSync(process.execPath, args, { cwd: root });

/** Every stack that `core` writes, by id, without the version that it writes of itself. */
function stacksUnder(core: string, folder: string): Readonly<Record<string, unknown>> {
  const bundle = join(folder, `${core}.cjs`);
  node("tools/build.mjs", "main.ts", bundle, core);
  node(bundle, "--outdir", join(folder, core));
  const stacks = join(folder, core, "stacks");
  return Object.fromEntries(
    readdirSync(stacks).map((id) => {
      const { "//": comment, ...stack } = JSON.parse(readFileSync(join(stacks, id, "cdk.tf.json"), "utf8"));
      return [id, { stack, metadata: { ...comment.metadata, version: undefined } }];
    }),
  );
}

test("ACC-20: the successor cdktn writes the same organization, but for its version", () => {
  inTemporaryFolder((folder) => {
    const ours = stacksUnder("cdktf", folder);
    expect(Object.keys(ours).length).toBeGreaterThan(20);
    expect(stacksUnder("cdktn", folder)).toEqual(ours);
  });
});
