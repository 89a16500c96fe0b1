import { layers } from "../../src/accounts/order";
import { checks } from "./checks";
import { gather } from "./evidence";
import { judge, type Verdict } from "./judge";
import { readRegister } from "./register";

function table(verdicts: readonly Verdict[]): string {
  const line = ({ id, state, judged, reason }: Verdict) =>
    `${id}  ${state.padEnd(8)}  ${String(judged).padStart(4)} judged  ${reason ?? ""}`;
  return `${verdicts.map((verdict) => line(verdict).trimEnd()).join("\n")}\n`;
}

async function main(verbose: boolean): Promise<void> {
  const root = process.cwd();
  const evidence = await gather(root);
  const rows = readRegister(root).requirements;
  const verdicts = rows.map(({ id, where }) => judge({ id, layers: where.layer }, checks[id], evidence, layers));
  const idsOf = (state: Verdict["state"]) => verdicts.filter((verdict) => verdict.state === state).map(({ id }) => id);
  const unproven = idsOf("unproven");
  const shown = verbose ? verdicts : verdicts.filter(({ state }) => state === "unproven");
  process.stderr.write(shown.length === 0 ? "" : table(shown));
  process.stdout.write(
    `${JSON.stringify({ total: rows.length, proven: idsOf("proven").length, partial: idsOf("partial"), unproven })}\n`,
  );
  process.exitCode = unproven.length === 0 ? 0 : 1;
}

void main(process.argv.includes("--verbose"));
