import type { State } from "../links";
import type { Stage } from "../stage";
import { type CommandResult, errorsOf } from "../terraform";

/** What a scenario may do to the world beside running Terraform. */
export interface World {
  readonly stage: Stage;
  /** Stack that the scenarios work on. */
  readonly stack: string;
  /** Stack that reads `stack`. */
  readonly consumer: string;
  /** Calls `strike` when the n-th object from now is in the ledger and Terraform has not heard of it. */
  readonly strikeAfter: (created: number, strike: () => void | Promise<void>) => void;
}

export interface Scenario {
  readonly name: string;
  /** What was seen, in one line. @throws Error when something else was seen */
  run(world: World): Promise<string>;
}

export const always = ["-input=false", "-no-color"];
export const apply = ["apply", ...always, "-auto-approve"];

export function expect(condition: boolean, what: string, result?: CommandResult): void {
  if (!condition)
    throw new Error(
      `expected: ${what}${result === undefined ? "" : `, got exit code ${result.code}\n${errorsOf(result)}`}`,
    );
}

export const said = ({ stdout, stderr }: CommandResult): string => `${stdout}${stderr}`.replaceAll(/[│╷╵\s]+/g, " ");

export async function stateOf(stage: Stage, stack: string): Promise<State> {
  const { stdout } = await stage.run(stack, ["state", "pull"], "fault-state");
  return stdout.trim() === "" ? {} : (JSON.parse(stdout) as State);
}

/** Id of the lock that somebody holds. @throws Error when the command is not refused */
export async function lockOf(stage: Stage, stack: string, command: readonly string[] = apply): Promise<string> {
  const refused = await stage.run(stack, command, "fault-locked");
  expect(
    refused.code === 1 && said(refused).includes("Error acquiring the state lock"),
    "the command is refused while the lock is held",
    refused,
  );
  const id = /ID:\s+([0-9a-f-]{36})/.exec(refused.stdout + refused.stderr)?.[1];
  expect(id !== undefined, "the refusal names the lock", refused);
  return id ?? "";
}
