import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { expect, type Scenario } from "./scenario";

/** Processes of a kind that a rehearsal starts. */
function workers(): ReadonlySet<string> {
  const lines = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).split("\n");
  return new Set(
    lines.filter((line) => /emulator\/serve\.py|stand-in\.cjs|terraform/.test(line)).map((line) => line.trim()),
  );
}

export const ctrlC: Scenario = {
  name: "Ctrl-C in the middle of a rehearsal",
  async run({ stage }) {
    const folder = join(stage.folder, "interrupted");
    const temporary = join(folder, "tmp");
    mkdirSync(temporary, { recursive: true });
    const before = workers();
    const loader = require.resolve("tsx");
    const main = resolve(__dirname, "../main.ts");
    const child = spawn(process.execPath, ["--import", loader, main, "--stacks", "management-*"], {
      cwd: folder,
      detached: true,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const said: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      said.push(line);
      if (/ apply /.test(line)) process.kill(-(child.pid ?? 0), "SIGINT");
    }
    if (child.exitCode === null) await once(child, "exit");
    expect(child.exitCode === 130, `it ends with code 130, not ${child.exitCode}: ${said.at(-1)}`);
    expect(said.at(-1)?.startsWith("interrupted:") === true, "it says so, and nothing after that");
    const left = [...workers()].filter((worker) => !before.has(worker));
    expect(left.length === 0, `no process is left, not ${left.join("; ")}`);
    const files = readdirSync(temporary);
    expect(files.length === 0, `nothing is left in the temporary folder, not ${files.join(", ")}`);
    return "exit code 130, no process and no file of the temporary folder is left";
  },
};
