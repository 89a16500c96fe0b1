import type { Attributes } from "./check";
import { type Block, ensure, listOf } from "./lens";
import { parseJson } from "./path";

/** A statement with every field that may be one thing or several as a list. */
export interface Statement {
  readonly index: number;
  readonly sid: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  /** Principals as `AWS:arn`, `Service:name`, `Federated:arn`, or `*`. */
  readonly principals: readonly string[];
  /** `Operator key` -> values. */
  readonly conditions: Readonly<Record<string, readonly string[]>>;
}

/** AWS's own policy for reading settings, which every plan has; it changes nothing. */
export const securityAudit = "arn:aws:iam::aws:policy/SecurityAudit";

const parsed = new Map<string, readonly Statement[]>();

function statement(raw: Attributes, index: number): Statement {
  const { Sid = "", Effect, Principal, Condition = {} } = raw;
  const principals =
    typeof Principal === "string"
      ? [Principal]
      : Object.entries(Principal ?? {}).flatMap(([kind, names]) =>
          listOf<string>(names).map((name) => `${kind}:${name}`),
        );
  const conditions = Object.entries<Attributes>(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => [`${operator} ${key}`, listOf(values).map(String)] as const),
  );
  return {
    index,
    sid: Sid,
    effect: Effect,
    actions: listOf(raw["Action"]),
    notActions: listOf(raw["NotAction"]),
    resources: listOf(raw["Resource"]),
    principals,
    conditions: Object.fromEntries(conditions),
  };
}

/** The statements of a policy text. */
export function statementsIn(text: unknown, what: string): readonly Statement[] {
  ensure(typeof text === "string", `${what} is no policy text`);
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const document = parseJson(text) as Attributes | undefined;
  ensure(document !== undefined, `${what} is not JSON`);
  const statements = listOf<Attributes>(document["Statement"]).map(statement);
  parsed.set(text, statements);
  return statements;
}

export const statements = (block: Block, attribute: string): readonly Statement[] =>
  statementsIn(block.at(attribute), `${block} ${attribute}`);
