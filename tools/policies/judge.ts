import { type Exception, type ExceptionFault, exceptionFaults, type PolicyFinding, unexcepted } from "./exceptions";
import type { StackPlan } from "./plans";
import { claimOf, type PolicyRule } from "./rules";

export interface Verdict {
  readonly findings: readonly PolicyFinding[];
  readonly faults: readonly ExceptionFault[];
  /** Findings of checkov that a rule of ours answers for, by checkov's rule. */
  readonly replaced: Readonly<Record<string, number>>;
  readonly excepted: number;
}

/** Sorts findings into those that rules of ours answer for and the rest. */
function split(findings: readonly PolicyFinding[], plans: readonly StackPlan[], rules: readonly PolicyRule[]) {
  const claims = rules.map((rule) => ({ rule, claimed: rule.claims?.(plans) }));
  const answered = ({ rule: id, stack, address }: PolicyFinding) =>
    claims.some(({ rule, claimed }) => id in rule.replaces && (claimed?.has(claimOf(stack, address)) ?? true));
  return { replaced: findings.filter(answered), left: findings.filter((finding) => !answered(finding)) };
}

/** A replacement that replaces nothing hides the day on which checkov's rule finds something. */
const idle = (rules: readonly PolicyRule[], replaced: readonly PolicyFinding[]): readonly ExceptionFault[] =>
  rules.flatMap((rule) =>
    Object.keys(rule.replaces)
      .filter((id) => !replaced.some((finding) => finding.rule === id))
      .map((id) => ({
        path: `rules.${rule.id}.replaces`,
        value: id,
        reason: "checkov's rule finds nothing any more",
        mend: "take it out of replaces, so that checkov asks again",
      })),
  );

/** Judges what checkov found and what the plans say. */
export function judge(input: {
  readonly found: readonly PolicyFinding[];
  readonly plans: readonly StackPlan[];
  readonly rules: readonly PolicyRule[];
  readonly exceptions: readonly Exception[];
  readonly today: Date;
}): Verdict {
  const { found, plans, rules, exceptions, today } = input;
  const { replaced, left } = split(found, plans, rules);
  const own = rules.flatMap((rule) =>
    rule.check(plans).map((finding): PolicyFinding => ({ rule: rule.id, title: rule.title, ...finding })),
  );
  const open = unexcepted(left, exceptions);
  const counts = new Map<string, number>();
  for (const { rule } of replaced) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return {
    findings: [...open, ...own],
    faults: [...exceptionFaults(exceptions, left, today), ...idle(rules, replaced)],
    replaced: Object.fromEntries(counts),
    excepted: left.length - open.length,
  };
}
