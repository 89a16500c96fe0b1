/** `rehearsal/report.json`. */
export const reportVersion = 1;

export type Step =
  | "init"
  | "validate"
  | "plan"
  | "apply"
  | "migrate"
  | "replan"
  | "protected"
  | "unprotect"
  | "destroy";

export interface Counts {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  readonly replace: number;
  readonly import: number;
}

export interface StepReport {
  readonly step: Step;
  readonly result: "passed" | "failed";
  readonly seconds: number;
  readonly counts?: Counts;
  /** What went wrong, in Terraform's words where they are its. */
  readonly message?: string;
}

export interface StackReport {
  readonly id: string;
  readonly result: "passed" | "failed" | "blocked";
  readonly steps: readonly StepReport[];
}

export interface Report {
  readonly version: typeof reportVersion;
  readonly result: "passed" | "failed";
  readonly terraform: string;
  readonly mode: "attached" | "spawned" | "registry";
  readonly seconds: number;
  /** Largest sum of resident memory of the rehearsal and all that it started. */
  readonly peakMemoryMb: number;
  readonly stacks: readonly StackReport[];
  /** Readings of one stack's outputs by another that were compared. */
  readonly links: { readonly compared: number; readonly values: number; readonly mismatches: readonly string[] };
  /** Objects that destroying left in the ledger, as `<type> <id>`. */
  readonly leftBehind: readonly string[];
}

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[]; readonly importing?: unknown };
  }[];
}

/** What a plan in JSON would do to managed resources. */
export function countsOf(plan: PlanJson): Counts {
  const changes = (plan.resource_changes ?? []).map(({ change }) => change);
  const number = (matches: (actions: string) => boolean) =>
    changes.filter(({ actions }) => matches([...actions].sort().join())).length;
  return {
    add: number((actions) => actions === "create"),
    change: number((actions) => actions === "update"),
    destroy: number((actions) => actions === "delete"),
    replace: number((actions) => actions === "create,delete"),
    import: changes.filter(({ importing }) => importing !== undefined).length,
  };
}

/** `125 to add, 2 to change`; `no changes` when there are none. */
export function summary(counts: Counts): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return parts.length === 0 ? "no changes" : parts.map(([name, count]) => `${count} to ${name}`).join(", ");
}

/** Lines of text with columns as wide as they need to be; numbers stand right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, at) => Math.max(all[at] ?? 0, cell.length)), []);
  return rows
    .map((row) =>
      row
        .map((cell, at) => (/^[\d.,]+$/.test(cell) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const columns: readonly Step[] = ["init", "validate", "plan", "apply", "replan", "destroy"];

export function reportTable({ stacks }: Pick<Report, "stacks">): string {
  const seconds = (steps: readonly StepReport[], step: Step) => {
    const all = steps.filter((one) => one.step === step);
    return all.length === 0 ? "" : all.reduce((sum, one) => sum + one.seconds, 0).toFixed(1);
  };
  const rows = stacks.map(({ id, result, steps }) => [
    id,
    String(steps.find(({ step }) => step === "plan")?.counts?.add ?? ""),
    ...columns.map((step) => seconds(steps, step)),
    result,
  ]);
  const every = stacks.flatMap(({ steps }) => steps);
  const total = [
    "all",
    String(rows.reduce((sum, row) => sum + Number(row[1]), 0)),
    ...columns.map((step) => seconds(every, step)),
    "",
  ];
  return table([["stack", "resources", ...columns, "result"], ...rows, total]);
}
