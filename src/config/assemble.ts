import { deepFreeze, deepMerge } from "../lib/deep-merge";
import { type WorkloadDifferences, workloadDefaults } from "./defaults/workload";
import { rules as allRules } from "./rules";
import type { Finding, Rule } from "./rules/rule";
import { type Platform, platformSchema } from "./schema/platform";

/** A configuration as it is written down: workload accounts name only what differs from the defaults. */
export type PlatformInput = Omit<Platform, "workloads"> & {
  readonly workloads: Readonly<Record<string, WorkloadDifferences>>;
};

/** A configuration that cannot be built, with every mistake in it. */
export class ConfigurationError extends Error {
  constructor(readonly findings: readonly Finding[]) {
    super(report(findings));
    this.name = "ConfigurationError";
  }
}

const shown = (value: unknown): string => {
  const written = value === undefined ? "(nothing)" : JSON.stringify(value);
  return written.length > 120 ? `${written.slice(0, 117)}...` : written;
};

/** The findings as text: one paragraph each, path first, in the order of their paths. */
export function report(findings: readonly Finding[]): string {
  const sorted = findings.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const paragraphs = sorted.map(
    ({ path, value, reason, mend }) => `  ${path} = ${shown(value)}\n    why:  ${reason}\n    mend: ${mend}`,
  );
  const count = sorted.length === 1 ? "1 mistake" : `${sorted.length} mistakes`;
  return [`The configuration has ${count}; nothing was written.`, ...paragraphs].join("\n\n");
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], root);
}

type Issue = NonNullable<ReturnType<typeof platformSchema.safeParse>["error"]>["issues"][number];

/** The schema's own messages have the form "why; mend"; the library's are put into words here. */
function explain(issue: Issue, value: unknown): Pick<Finding, "reason" | "mend"> {
  const [reason = issue.message, mend] = issue.message.split("; ");
  if (mend !== undefined) return { reason, mend };
  if (issue.code === "invalid_type") {
    const kind = issue.expected === "record" ? "object" : issue.expected;
    return {
      reason: value === undefined ? "is missing" : `is not of type ${kind}`,
      mend: `write a value of type ${kind}`,
    };
  }
  if (issue.code === "invalid_value") {
    return {
      reason: "is none of the values that exist here",
      mend: `write one of ${issue.values.map(String).join(", ")}`,
    };
  }
  if (issue.code === "invalid_key") {
    return { reason: "stands under a key of a wrong form", mend: issue.issues[0]?.message ?? "correct the key" };
  }
  return { reason, mend: "write a value of the form that src/config/schema asks for" };
}

/** What the schema says of the written form: types, forms, missing and unknown keys. */
function formFindings(input: unknown): readonly Finding[] {
  const { error } = platformSchema.safeParse(input);
  return (error?.issues ?? []).flatMap((issue): Finding[] => {
    const path = issue.path.map(String).join(".");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: path === "" ? key : `${path}.${key}`,
        value: valueAt(input, [...issue.path, key]),
        reason: "no setting has this name, so it would be ignored",
        mend: "correct the spelling or remove it; src/config/schema lists the settings",
      }));
    }
    const value = valueAt(input, issue.path);
    return [{ path, value, ...explain(issue, value) }];
  });
}

/** Judges the rules one by one. On a malformed configuration a rule may meet what it does not expect; the form is reported then. */
function ruleFindings(platform: Platform, rules: readonly Rule[], wellFormed: boolean): readonly Finding[] {
  return rules.flatMap(({ check }) => {
    try {
      return check(platform);
    } catch (error) {
      if (wellFormed) throw error;
      return [];
    }
  });
}

/** Lays each workload account's differences over the defaults, without judging the result. */
export function withDefaults(input: PlatformInput): Platform {
  const workloads = Object.fromEntries(
    Object.entries(input.workloads).map(([name, differences]) => [name, deepMerge(workloadDefaults, differences)]),
  );
  return { ...input, workloads } as Platform;
}

/**
 * All mistakes of a configuration at once: its form, and every rule that can be judged in spite of it.
 * @returns an empty list for a configuration that can be built
 */
export function findings(input: PlatformInput, rules: readonly Rule[] = allRules): readonly Finding[] {
  const platform = withDefaults(input);
  const malformed = formFindings(platform);
  return [...malformed, ...ruleFindings(platform, rules, malformed.length === 0)];
}

/**
 * The configuration with its defaults, checked and frozen.
 * @throws ConfigurationError with every mistake
 */
export function assemble(input: PlatformInput): Platform {
  const mistakes = findings(input);
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
  return deepFreeze(withDefaults(input));
}
