/** A statement of an IAM policy as it is written. */
export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, string | readonly string[]>>;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  /** Operator, key, values. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Statements of a document; none of one that is only known after the apply. IAM lets a single one stand alone. */
export function statementsOf(document: unknown): readonly Statement[] {
  if (typeof document !== "string") return [];
  const { Statement: statements } = JSON.parse(document) as { Statement: Statement | readonly Statement[] };
  return [statements].flat();
}

/** IAM writes one thing as itself and several as a list. */
export const list = (value: string | readonly string[] | undefined): readonly string[] => {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
};
