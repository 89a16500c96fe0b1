// Virtual environments below .tools, each with exactly what a hash-locked requirements file names.
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
  realpathSync,
  rmSync,
  writeFileSync,
} = require("node:fs");
const { delimiter, join, resolve } = require("node:path");

const repository = resolve(__dirname, "../..");

class PythonEnvironmentError extends Error {}

function onPath(name, environment = process.env) {
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

function interpreter([major, minor], name, environment) {
  const path = onPath("python3", environment);
  const check = `import sys, venv, ensurepip; print(sys.version_info >= (${major}, ${minor}))`;
  const run = path && spawnSync(path, ["-c", check], { encoding: "utf8", env: environment });
  if (run?.stdout?.trim() === "True") return path;
  throw new PythonEnvironmentError(
    `installing ${name} below .tools takes python3 ${major}.${minor} or newer with its venv module, ` +
      `which ${path === undefined ? "is missing" : `${path} is not`}`,
  );
}

function fill(venv, name, requirements, python3, environment) {
  try {
    // Nothing may reach standard output: callers print results there.
    const run = (file, args) => execFileSync(file, args, { env: environment, stdio: ["ignore", 2, 2] });
    run(python3, ["-m", "venv", venv]);
    const options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary=:all:"];
    run(join(venv, "bin/python"), ["-m", "pip", "install", ...options, "-r", requirements]);
  } catch (error) {
    rmSync(venv, { recursive: true, force: true });
    throw new PythonEnvironmentError(`installing ${name} below .tools failed (see above)`, { cause: error });
  }
}

/** Changes with the requirements, the folder (scripts hold its path) and the Python that the packages were chosen for. */
const stampOf = (requirements, venv, python) =>
  createHash("sha256").update(readFileSync(requirements)).update(venv).update(realpathSync(python)).digest("hex");

/**
 * Path of the python of `<tools>/<name>`, which is made when it is missing or its requirements changed.
 * @throws PythonEnvironmentError with what is missing
 */
function pythonEnvironment({
  name,
  requirements,
  minimum = [3, 9],
  environment = process.env,
  tools = join(repository, ".tools"),
  say = (line) => console.error(line),
}) {
  const venv = join(tools, name);
  const python = join(venv, "bin/python");
  const stamp = join(venv, "requirements.stamp");
  const made = existsSync(python) && existsSync(stamp);
  if (made && readFileSync(stamp, "utf8") === stampOf(requirements, venv, python)) return python;
  const python3 = interpreter(minimum, name, environment);
  say(`installing ${name} below .tools (once)`);
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(tools, { recursive: true });
  fill(venv, name, requirements, python3, environment);
  writeFileSync(stamp, stampOf(requirements, venv, python));
  return python;
}

module.exports = { onPath, pythonEnvironment, PythonEnvironmentError };
