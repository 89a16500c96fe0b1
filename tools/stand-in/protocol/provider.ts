import type { Kind, Schema } from "../schema/schema";
import type { Fields } from "./values";

/** Attribute names and list indexes; a step into a map or an object is its key. */
export type Path = readonly (string | number)[];

export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  readonly path?: Path;
}

/** Thrown by any method below; becomes diagnostics of its answer. */
export class ProviderError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(summary: string, detail: string) {
    super(summary);
    this.diagnostics = [{ severity: "error", summary, detail }];
  }
}

export interface Change {
  readonly prior: Fields | null;
  readonly config: Fields | null;
}

/** What the protocol needs of a provider, in plain values; the wire is the protocol's own business. */
export interface Provider {
  schemas(): {
    readonly provider: Schema;
    readonly resource: Readonly<Record<string, Schema>>;
    readonly data: Readonly<Record<string, Schema>>;
  };
  validate(kind: Kind, type: string, config: Fields): readonly Diagnostic[];
  configure(config: Fields): void;
  /** State as an earlier version wrote it, in JSON. */
  upgrade(type: string, state: unknown): unknown;
  read(type: string, state: Fields): Fields | null;
  plan(
    type: string,
    change: Change & { readonly proposed: Fields | null },
  ): { readonly planned: Fields | null; readonly replaces: readonly Path[] };
  apply(type: string, change: Change & { readonly planned: Fields | null }): Promise<Fields | null>;
  importObject(type: string, id: string): Fields;
  readData(type: string, config: Fields): Fields;
}
