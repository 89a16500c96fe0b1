// `cdktf get` with a Terraform that is found, and without its chatter.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import find from "./find.cjs";

const wrapper = fileURLToPath(new URL("for-get.cjs", import.meta.url));
const { cleanEnvironment, findTerraform, TerraformNotFound } = find;

try {
  const terraform = findTerraform();
  const env = {
    ...cleanEnvironment(),
    FOUND_TERRAFORM: terraform,
    TERRAFORM_BINARY_NAME: wrapper,
    CI: "1",
    DISABLE_VERSION_CHECK: "1",
  };
  const run = spawnSync(process.execPath, ["node_modules/cdktf-cli/bundle/bin/cdktf", "get", "--silent"], {
    encoding: "utf8",
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (run.status !== 0) {
    console.error(`${run.stdout}${run.stderr}cdktf get failed`);
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof TerraformNotFound)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
