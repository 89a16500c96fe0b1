import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { expect, type Scenario } from "./scenario";

interface Worker {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function workers(): readonly Worker[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

/** What a process has started, and what that has started. */
function descendants(of: number, all: readonly Worker[] = workers()): readonly Worker[] {
  return all.filter(({ parent }) => parent === of).flatMap((one) => [one, ...descendants(one.pid, all)]);
}

export const ctrlC: Scenario = {
  name: "Ctrl-C in the middle of a rehearsal",
  async run({ stage }) {
    const folder = join(stage.folder, "interrupted");
    const temporary = join(folder, "tmp");
    mkdirSync(temporary, { recursive: true });
    const loader = require.resolve("tsx");
    const main = resolve(__dirname, "../main.ts");
    const child = spawn(process.execPath, ["--import", loader, main, "--stacks", "management-*"], {
      cwd: folder,
      detached: true,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const said: string[] = [];
    const started: Worker[] = [];
    for await (const line of createInterface(child.stdout)) {
      said.push(line);
      if (!/ apply /.test(line)) continue;
      started.push(...descendants(child.pid ?? 0));
      process.kill(-(child.pid ?? 0), "SIGINT");
    }
    if (child.exitCode === null) await once(child, "exit");
    expect(child.exitCode === 130, `it ends with code 130, not ${child.exitCode}: ${said.at(-1)}`);
    expect(said.at(-1)?.startsWith("interrupted:") === true, "it says so, and nothing after that");
    expect(started.length > 0, "it had processes at work");
    const left = workers().filter(({ pid, command }) =>
      started.some((one) => one.pid === pid && one.command === command),
    );
    expect(left.length === 0, `no process is left, not ${left.map(({ command }) => command).join("; ")}`);
    const files = readdirSync(temporary);
    expect(files.length === 0, `nothing is left in the temporary folder, not ${files.join(", ")}`);
    return "exit code 130, no process and no file of the temporary folder is left";
  },
};
