import { isDeepStrictEqual } from "node:util";
import type { Contract, OutputKind } from "../../src/contracts";

/** What `terraform state pull` prints, as far as links need it. */
export interface State {
  readonly outputs?: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes?: Readonly<Record<string, unknown>> }[];
  }[];
}

export interface LinkFindings {
  /** Readings of one stack's outputs by another. */
  readonly compared: number;
  /** Values in them. */
  readonly values: number;
  readonly mismatches: readonly string[];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const kinds: Readonly<Record<OutputKind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string",
  list: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
  map: (value) => isRecord(value) && Object.values(value).every((item) => typeof item === "string"),
};

/** What a producer put out against what its contract promises. */
export function contractFindings(stack: string, contract: Contract, { outputs = {} }: State): readonly string[] {
  const promised = Object.entries(contract.outputs).flatMap(([name, { kind }]) => {
    const output = outputs[name];
    if (output === undefined) return [`${stack} puts out no ${name}, which the contract ${contract.layer} promises`];
    if (output.sensitive === true)
      return [`${stack} puts out ${name} as sensitive, so no reader can show a plan of it`];
    return kinds[kind](output.value)
      ? []
      : [`${stack} puts out ${name} as ${JSON.stringify(output.value)}, the contract says ${kind}`];
  });
  const unpromised = Object.keys(outputs).filter((name) => !(name in contract.outputs));
  return [
    ...promised,
    ...unpromised.map((name) => `${stack} puts out ${name}, which the contract ${contract.layer} does not name`),
  ];
}

/** Outputs that `consumer` holds of other stacks, by the name of its data source: the producer's id. */
export function received({ resources = [] }: State): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const found = new Map<string, Readonly<Record<string, unknown>>>();
  for (const { mode, type, name, instances } of resources) {
    if (mode !== "data" || type !== "terraform_remote_state") continue;
    const outputs = instances[0]?.attributes?.["outputs"];
    // State wraps a value of dynamic type with that type.
    const value = isRecord(outputs) && "value" in outputs && "type" in outputs ? outputs["value"] : outputs;
    if (isRecord(value)) found.set(name, value);
  }
  return found;
}

/** What `consumer` received against what `producer` holds now. */
export function linkFindings(
  consumer: string,
  got: Readonly<Record<string, unknown>>,
  producer: string,
  { outputs = {} }: State,
): LinkFindings {
  const names = [...new Set([...Object.keys(got), ...Object.keys(outputs)])];
  const mismatches = names
    .filter((name) => !isDeepStrictEqual(got[name], outputs[name]?.value))
    .map(
      (name) =>
        `${consumer} received ${name} = ${JSON.stringify(got[name])} of ${producer}, which holds ${JSON.stringify(outputs[name]?.value)}`,
    );
  return { compared: 1, values: names.length, mismatches };
}
