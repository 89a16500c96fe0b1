const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const escaped = (literal: string): string =>
  literal.replace(/[\\"\n\r\t]/g, (character) => escapes[character] ?? character);

/** Index after the string literal that starts with the quote at `start`; literals may hold interpolations of their own. */
function endOfQuoted(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
    else if (opensSequence(text, at)) at = endOfSequence(text, at) - 1;
    else if (isEscapedSequence(text, at)) at += 2;
  }
  throw new Error(`a string is not closed: ${text.slice(start)}`);
}

const opensSequence = (text: string, at: number): boolean => /^[$%]\{/.test(text.slice(at, at + 2));
const isEscapedSequence = (text: string, at: number): boolean => /^(\$\$|%%)\{/.test(text.slice(at, at + 3));

/** Index after the `${...}` or `%{...}` that opens at `start`. */
function endOfSequence(text: string, start: number): number {
  let depth = 1;
  for (let at = start + 2; at < text.length; at++) {
    if (text[at] === '"') at = endOfQuoted(text, at) - 1;
    else if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at + 1;
  }
  throw new Error(`an interpolation is not closed: ${text.slice(start)}`);
}

/** The expression of a string that is one interpolation and nothing else; Terraform keeps its type. */
export function soleExpression(text: string): string | undefined {
  if (!text.startsWith("${") || endOfSequence(text, 0) !== text.length) return undefined;
  return text.slice(2, -1).trim();
}

/**
 * HCL for a string of Terraform's JSON syntax. There, a string is a template whose literal parts know no backslash
 * escapes, while interpolations hold HCL already (Terraform language, "JSON Configuration Syntax", expression mapping).
 */
export function templateToHcl(text: string): string {
  const sole = soleExpression(text);
  if (sole !== undefined) return sole.includes("\n") ? `(${sole})` : sole;
  let hcl = "";
  for (let at = 0; at < text.length; ) {
    const start = at;
    if (isEscapedSequence(text, at)) at += 3;
    else if (opensSequence(text, at)) at = endOfSequence(text, at);
    else at++;
    const part = text.slice(start, at);
    hcl += at - start === 1 ? escaped(part) : part;
  }
  return `"${hcl}"`;
}
