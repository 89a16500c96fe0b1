import { z } from "zod";

/** What checkov, or a rule of ours, finds wrong. */
export interface PolicyFinding {
  readonly rule: string;
  readonly title: string;
  readonly stack: string;
  readonly address: string;
  /** What is wrong with this one, beyond its title. */
  readonly text?: string;
}

export interface Exception {
  readonly stack: string;
  readonly address: string;
  readonly rule: string;
  readonly reason: string;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string;
}

/** What is wrong with one value of `exceptions.yaml`. */
export interface ExceptionFault {
  readonly path: string;
  readonly value: unknown;
  readonly reason: string;
  readonly mend: string;
}

const most = 25;
const longestDays = 366;
const day = 86_400_000;

const whole = z.string().regex(/^[^*?\s]+$/, "names more or less than one thing; write it in full, without * or ?");
const schema = z.array(
  z.strictObject({
    stack: whole,
    address: z.string().regex(/^[^*?]+$/, "names more or less than one thing; write it in full, without * or ?"),
    rule: z.string().regex(/^CKV2?_[A-Z0-9]+_\d+$/, "is no rule of checkov; write e.g. CKV_AWS_51"),
    reason: z.string().trim().min(20, "says too little; write why the rule is wrong here, in a sentence"),
    expires: z.iso.date("is no day; write YYYY-MM-DD"),
  }),
);

const at = (path: readonly PropertyKey[]): string =>
  path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("");

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[step] : undefined,
    value,
  );
}

/** Reads what the file holds. @returns the exceptions, or all that is wrong with their form */
export function readExceptions(
  raw: unknown,
): { readonly exceptions: readonly Exception[] } | { readonly faults: readonly ExceptionFault[] } {
  const result = schema.safeParse(raw ?? []);
  if (result.success) return { exceptions: result.data };
  const faults = result.error.issues.map(({ path, message }): ExceptionFault => {
    const [reason = message, mend = "correct it, or remove the entry"] = message.split("; ");
    return { path: `exceptions${at(path)}`, value: valueAt(raw, path), reason, mend };
  });
  return { faults };
}

/** Subjects on which nothing is excepted: by the titles of checkov's rules, so that new rules are covered too. */
const forbidden: readonly (readonly [subject: string, title: RegExp])[] = [
  ["encryption", /encrypt|\bCMK|\bKMS\b|\bTLS\b|\bSSL\b|HTTPS/i],
  ["public access", /public(?! hosted zone)|0\.0\.0\.0|::\/0|any principal/i],
  ["wildcard rights", /IAM polic|assume role|administrat|privilege|credentials exposure|"\*"|wildcard/i],
];

/** The subject of a rule that can have no exception. */
export const subjectOf = (title: string): string | undefined =>
  forbidden.find(([, pattern]) => pattern.test(title))?.[0];

const key = ({ rule, stack, address }: Pick<Exception, "rule" | "stack" | "address">): string =>
  `${rule} ${stack} ${address}`;

function faultsOf(
  one: Exception,
  path: string,
  found: PolicyFinding | undefined,
  today: Date,
): readonly ExceptionFault[] {
  const expires = Date.parse(one.expires);
  const faults: ExceptionFault[] = [];
  if (expires + day <= today.getTime())
    faults.push({
      path: `${path}.expires`,
      value: one.expires,
      reason: "is over",
      mend: "mend the resource, or argue anew",
    });
  if (expires > today.getTime() + longestDays * day)
    faults.push({
      path: `${path}.expires`,
      value: one.expires,
      reason: "is more than a year away",
      mend: "look at it again within a year",
    });
  if (found === undefined)
    faults.push({
      path,
      value: key(one),
      reason: "matches no finding",
      mend: "remove it, or correct stack, address or rule",
    });
  const subject = found === undefined ? undefined : subjectOf(found.title);
  if (subject !== undefined)
    faults.push({
      path: `${path}.rule`,
      value: one.rule,
      reason: `is about ${subject}, on which nothing is excepted`,
      mend: "mend the resource",
    });
  return faults;
}

/** What is wrong with the exceptions, given what was found. */
export function exceptionFaults(
  exceptions: readonly Exception[],
  findings: readonly PolicyFinding[],
  today: Date,
): readonly ExceptionFault[] {
  const found = new Map(findings.map((finding) => [key(finding), finding]));
  const seen = new Set<string>();
  const each = exceptions.flatMap((one, place) => {
    const path = `exceptions[${place}]`;
    const twice = seen.has(key(one));
    seen.add(key(one));
    const faults = faultsOf(one, path, found.get(key(one)), today);
    return twice ? [...faults, { path, value: key(one), reason: "is there twice", mend: "remove one" }] : faults;
  });
  const tooMany =
    exceptions.length > most
      ? [{ path: "exceptions", value: exceptions.length, reason: `are more than ${most}`, mend: "mend resources" }]
      : [];
  return [...each, ...tooMany];
}

/** The findings that no exception names. */
export function unexcepted(
  findings: readonly PolicyFinding[],
  exceptions: readonly Exception[],
): readonly PolicyFinding[] {
  const named = new Set(exceptions.map(key));
  return findings.filter((finding) => !named.has(key(finding)));
}
