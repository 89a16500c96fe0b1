import type { Check, Evidence } from "./check";
import { mutationsOf } from "./mutate";

export type State = "proven" | "partial" | "unproven";

/** The part of a register's row that decides about its proof. */
export interface RowScope {
  readonly id: string;
  readonly layers: readonly string[];
}

export interface Verdict {
  readonly id: string;
  readonly state: State;
  /** Blocks that the check judged. */
  readonly judged: number;
  /** Why the row is unproven, or which layers it waits for. */
  readonly reason?: string;
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function passes(check: Check, evidence: Evidence): boolean {
  try {
    check(evidence);
    return true;
  } catch {
    return false;
  }
}

/** Why the check proves nothing, or how many blocks it judges. */
function prove(check: Check, evidence: Evidence): { readonly judged: number; readonly fault?: string } {
  try {
    const judged = check(evidence);
    if (judged.length === 0) return { judged: 0, fault: "the check judged nothing" };
    for (const part of check.parts?.(evidence) ?? [check]) {
      for (const { what, apply } of mutationsOf(evidence, part(evidence))) {
        const restore = apply();
        const survived = passes(part, evidence) && passes(check, evidence);
        restore();
        if (survived) return { judged: judged.length, fault: `the check does not notice: ${what}` };
      }
    }
    return { judged: judged.length };
  } catch (error) {
    return { judged: 0, fault: message(error) };
  }
}

/**
 * Judges one row. A row is proven when its check passes and notices every loss and corruption of what it judged;
 * partial when that holds for its built layers and others are still to come, or when all of them are.
 */
export function judge(
  { id, layers }: RowScope,
  check: Check | undefined,
  evidence: Evidence,
  built: readonly string[],
): Verdict {
  const missing = layers.filter((layer) => !built.includes(layer));
  const reason = `waits for ${missing.join(", ")}`;
  if (missing.length === layers.length) return { id, state: "partial", judged: 0, reason };
  if (check === undefined) return { id, state: "unproven", judged: 0, reason: "it has no check" };
  const { judged, fault } = prove(check, evidence);
  if (fault !== undefined) return { id, state: "unproven", judged, reason: fault };
  return missing.length === 0 ? { id, state: "proven", judged } : { id, state: "partial", judged, reason };
}
