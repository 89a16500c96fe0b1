import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pythonEnvironment } from "../../python/environment.cjs";

export interface RunningEmulator {
  /** `http://127.0.0.1:<port>`. An address and not a name: with it the AWS SDKs put the bucket into the path. */
  readonly endpoint: string;
  readonly pid: number;
  /** Answers everything with 503 until `serve`; what it holds stays. */
  refuse(): void;
  serve(): void;
  /**
   * Stops once at the first request with this method whose path ends with `path`, before or after it is carried out;
   * `serve` lets it go on. Resolves when it has stopped.
   */
  pauseAt(request: {
    readonly when: "before" | "after";
    readonly method: string;
    readonly path: string;
  }): Promise<void>;
  stop(): Promise<void>;
}

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode === null && child.signalCode === null
    ? new Promise((resolve) => {
        child.once("exit", () => resolve());
      })
    : Promise.resolve();

/** Starts an emulator of S3, DynamoDB and STS on a free port; it ends with this process at the latest. */
export async function startEmulator(folder: string, log: string): Promise<RunningEmulator> {
  const python = pythonEnvironment({
    name: "emulator",
    minimum: [3, 10],
    requirements: join(folder, "requirements.txt"),
  });
  const child = spawn(python, ["-B", join(folder, "serve.py")], {
    // A Ctrl-C of the terminal reaches the whole group; the emulator must outlast the Terraform that writes its state to it.
    detached: true,
    stdio: ["pipe", "pipe", openSync(log, "w")],
    env: {
      PATH: process.env["PATH"],
      AWS_ACCESS_KEY_ID: "offline",
      AWS_SECRET_ACCESS_KEY: "offline",
      AWS_DEFAULT_REGION: "us-east-1",
    },
  });
  const { stdout } = child;
  if (stdout === null) throw new Error("the emulator has no output");
  const lines = createInterface(stdout);
  const port = await new Promise<string>((resolve, reject) => {
    lines.once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the emulator of S3 and DynamoDB ended with code ${code}`)));
  });
  const tell = (line: string): void => {
    child.stdin?.write(`${line}\n`);
  };
  return {
    endpoint: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    refuse: () => tell("refuse"),
    serve: () => tell("serve"),
    async pauseAt({ when, method, path }) {
      const paused = once(lines, "line");
      tell(`pause ${when} ${method} ${path}`);
      await paused;
    },
    async stop() {
      child.kill("SIGKILL");
      await ended(child);
    },
  };
}
