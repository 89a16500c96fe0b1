import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export interface CommandResult {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Wall time. */
  readonly seconds: number;
}

export interface CommandOptions {
  readonly executable: string;
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** File that keeps what the command said. */
  readonly log?: string;
  /** Called with the process, for those who mean to kill it. */
  readonly onStart?: (child: ChildProcess) => void;
}

const running = new Set<ChildProcess>();
let interrupted = false;
const isInterrupted = (): boolean => interrupted;

/** Kills every Terraform that is still at work, with its plugins. */
export function killAll(): void {
  for (const { pid } of running) {
    try {
      if (pid !== undefined) process.kill(-pid, "SIGKILL");
    } catch {
      // Already gone.
    }
  }
}

/** Kills everything at work, and lets no command begin or end any more: the process is about to exit. */
export function interruptAll(): void {
  interrupted = true;
  killAll();
}

const never = async (): Promise<never> => new Promise<never>(() => {});

/** Runs one Terraform command to its end; a failure is a result, not an error. */
export async function terraform(args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  if (isInterrupted()) return never();
  const started = performance.now();
  const child = spawn(options.executable, args, {
    cwd: options.folder,
    env: options.environment,
    // A group of its own, so that Ctrl-C is ours to pass on.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  options.onStart?.(child);
  const collected = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    collected.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    collected.stderr += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  running.delete(child);
  if (isInterrupted()) return never();
  const result = { code, ...collected, seconds: (performance.now() - started) / 1000 };
  if (options.log !== undefined) {
    mkdirSync(dirname(options.log), { recursive: true });
    writeFileSync(
      options.log,
      `terraform ${args.join(" ")}\nexit code ${code}\n\n${shortened(collected.stdout)}${collected.stderr}`,
    );
  }
  return result;
}

/** Terraform quotes the whole of a one-line JSON file under each error. */
const shortened = (text: string): string =>
  text
    .split("\n")
    .map((line) => (line.length > 2000 ? `${line.slice(0, 200)} ...` : line))
    .join("\n");

/** The errors that Terraform reported, without the quoted source. */
export function errorsOf({ stdout, stderr }: CommandResult): string {
  const lines = `${stderr}\n${stdout}`.split("\n").map((line) => line.replace(/^[│╷╵]\s?/, ""));
  const first = lines.findIndex((line) => line.startsWith("Error"));
  const shown = first < 0 ? lines : lines.slice(first);
  return shown
    .filter((line) => line.trim() !== "" && !/^\s+\d+: /.test(line))
    .map((line) => (line.length > 400 ? `${line.slice(0, 400)} ...` : line))
    .slice(0, 30)
    .join("\n");
}
