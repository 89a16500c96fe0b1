import { createHash } from "node:crypto";
import { type Fields, isFields, isList, textOf, type Value } from "../protocol/values";

interface Statement {
  readonly Sid?: string;
  readonly [name: string]: unknown;
}

const strings = (value: Value | undefined): string[] => (isList(value) ? value.map(textOf) : []);
const records = (value: Value | undefined): readonly Fields[] => (isList(value) ? value.filter(isFields) : []);

/** One value stands alone; several are in the order in which the provider writes them, from the last to the first. */
function oneOrMany(values: readonly string[]): string | readonly string[] | undefined {
  if (values.length === 0) return undefined;
  return values.length === 1 ? values[0] : [...values].sort().reverse();
}

function principals(value: Value | undefined): unknown {
  const all = records(value);
  if (all.length === 0) return undefined;
  const everyone = all.length === 1 && all[0]?.["type"] === "*" && strings(all[0]["identifiers"])[0] === "*";
  if (everyone) return "*";
  const byType: Record<string, string[]> = {};
  for (const { type, identifiers } of all)
    byType[textOf(type)] = [...(byType[textOf(type)] ?? []), ...strings(identifiers)];
  return Object.fromEntries(Object.entries(byType).map(([type, names]) => [type, oneOrMany(names)]));
}

function conditions(value: Value | undefined): unknown {
  const all: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of records(value)) {
    const texts = strings(values);
    all[textOf(test)] = { ...all[textOf(test)], [textOf(variable)]: texts.length === 1 ? texts[0] : texts };
  }
  return Object.keys(all).length === 0 ? undefined : all;
}

function statementOf(fields: Fields): Statement {
  const statement = {
    Sid: typeof fields["sid"] === "string" && fields["sid"] !== "" ? fields["sid"] : undefined,
    Effect: fields["effect"] ?? "Allow",
    Action: oneOrMany(strings(fields["actions"])),
    NotAction: oneOrMany(strings(fields["not_actions"])),
    Resource: oneOrMany(strings(fields["resources"])),
    NotResource: oneOrMany(strings(fields["not_resources"])),
    Principal: principals(fields["principals"]),
    NotPrincipal: principals(fields["not_principals"]),
    Condition: conditions(fields["condition"]),
  };
  return Object.fromEntries(Object.entries(statement).filter(([, value]) => value !== undefined)) as Statement;
}

const parsed = (documents: Value | undefined): Statement[] =>
  strings(documents)
    .filter((text) => text !== "")
    .flatMap((text) => {
      const { Statement: statements } = JSON.parse(text) as { Statement: Statement | Statement[] };
      return Array.isArray(statements) ? statements : [statements];
    });

/** Statements of the same Sid are one: the later replaces the earlier where it stands. */
function merged(statements: readonly Statement[]): Statement[] {
  const result: Statement[] = [];
  for (const statement of statements) {
    const at = statement.Sid === undefined ? -1 : result.findIndex(({ Sid }) => Sid === statement.Sid);
    if (at < 0) result.push(statement);
    else result[at] = statement;
  }
  return result;
}

/** aws_iam_policy_document as the provider renders it. */
export function policyDocument(config: Fields): Fields {
  const statements = merged([
    ...parsed(config["source_policy_documents"]),
    ...records(config["statement"]).map(statementOf),
    ...parsed(config["override_policy_documents"]),
  ]);
  const document = {
    Version: config["version"] ?? "2012-10-17",
    ...(typeof config["policy_id"] === "string" ? { Id: config["policy_id"] } : {}),
    Statement: statements,
  };
  const json = JSON.stringify(document, null, 2);
  const id = Number.parseInt(createHash("sha256").update(json).digest("hex").slice(0, 8), 16);
  return { id: String(id), json, minified_json: JSON.stringify(document) };
}
