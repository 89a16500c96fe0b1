import type { Layer } from "../lib/layers";

/** `text`: one string. `list`: strings in a stable order. `map`: strings by a key that means something (a zone, a purpose). */
export type OutputKind = "text" | "list" | "map";

export interface OutputSpec {
  readonly kind: OutputKind;
  /** What the value is, for people who read `terraform output`. */
  readonly description: string;
}

/** What a layer promises to the layers below it: outputs by their exact Terraform names. */
export interface Contract<Outputs extends Readonly<Record<string, OutputSpec>> = Readonly<Record<string, OutputSpec>>> {
  readonly layer: Layer;
  readonly outputs: Outputs;
}

type Published<Kind extends OutputKind> = Kind extends "text"
  ? string
  : Kind extends "list"
    ? readonly string[]
    : Readonly<Record<string, string>>;

/** A map in another stack's state; entries are named, never counted. */
export interface MapReader {
  /** Expression for the entry under `key`; Terraform fails in the plan when the producer has none. */
  at(key: string): string;
}

type Received<Kind extends OutputKind> = Kind extends "text" ? string : Kind extends "list" ? string[] : MapReader;

/** Values that a producer must hand over: all of them, no others. */
export type Publication<C extends Contract> = {
  readonly [Name in keyof C["outputs"]]: Published<C["outputs"][Name]["kind"]>;
};

/** Expressions that a consumer gets. */
export type Reception<C extends Contract> = {
  readonly [Name in keyof C["outputs"]]: Received<C["outputs"][Name]["kind"]>;
};

export const contract = <const Outputs extends Readonly<Record<string, OutputSpec>>>(
  layer: Layer,
  outputs: Outputs,
): Contract<Outputs> => ({ layer, outputs });

export const text = (description: string) => ({ kind: "text", description }) as const;
export const list = (description: string) => ({ kind: "list", description }) as const;
export const map = (description: string) => ({ kind: "map", description }) as const;
