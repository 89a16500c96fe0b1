import { type ChildProcess, spawn } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pythonEnvironment } from "../../python/environment.cjs";

export interface RunningEmulator {
  /** `http://127.0.0.1:<port>`. An address and not a name: with it the AWS SDKs put the bucket into the path. */
  readonly endpoint: string;
  readonly pid: number;
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
  const port = await new Promise<string>((resolve, reject) => {
    if (child.stdout === null) throw new Error("the emulator has no output");
    createInterface(child.stdout).once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the emulator of S3 and DynamoDB ended with code ${code}`)));
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    async stop() {
      child.kill("SIGKILL");
      await ended(child);
    },
  };
}
