import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Attributes } from "./check";

/** One row of `docs/requirements.yaml`; its header explains the fields. */
export interface Row {
  readonly id: string;
  readonly section: string;
  readonly lines: readonly number[];
  readonly says: string;
  readonly where: {
    readonly layer: readonly string[];
    readonly account: readonly string[];
    readonly region: readonly string[];
  };
  readonly resources: readonly Readonly<Record<string, unknown>>[];
  readonly check: string;
  readonly trap?: string;
}

export interface Register {
  readonly meta: Attributes;
  readonly requirements: readonly Row[];
  readonly not_covered: { readonly structural_lines_without_statement: Readonly<Record<string, readonly number[]>> };
}

/** The register of the repository at `root`. */
export function readRegister(root: string): Register {
  return parse(readFileSync(join(root, "docs/requirements.yaml"), "utf8"));
}
