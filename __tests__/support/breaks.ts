import type { Platform } from "../../src/config";
import type { Finding, Rule } from "../../src/config/rules/rule";
import { platform } from "./platform";

/** A change that one rule must notice, and the path that it must name. */
export type Break = readonly [rule: string, path: string, change: (configuration: Platform) => void];

/** What the rule of that id says after the change. */
export function judge(
  rules: readonly Rule[],
  id: string,
  change: (configuration: Platform) => void = () => {},
): readonly Finding[] {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(`no rule has the id ${id}`);
  const configuration = platform();
  change(configuration);
  return rule.check(configuration);
}

/** Each rule fires where it should, explains itself, and is silent on the company's own configuration. */
export function testRules(rules: readonly Rule[], breaks: readonly Break[]): void {
  test.each(breaks.map(([rule, path, change]) => ({ rule, path, change })))(
    "$rule fires at $path",
    ({ rule, path, change }) => {
      const found = judge(rules, rule, change);
      expect(found.map((finding) => finding.path)).toContain(path);
      for (const { reason, mend } of found) expect([reason.length > 10, mend.length > 3]).toEqual([true, true]);
    },
  );

  test.each(rules.map(({ id }) => id))(
    "%s is silent on the company's configuration, and something makes it fire",
    (id) => {
      expect(judge(rules, id)).toEqual([]);
      expect(breaks.some(([rule]) => rule === id)).toBe(true);
    },
  );
}
