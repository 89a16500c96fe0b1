import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

// biome-ignore lint/suspicious/noExplicitAny: attributes of any resource.
type Values = Readonly<Record<string, any>>;

export interface PlannedResource {
  /** Full address inside the stack. */
  readonly address: string;
  readonly type: string;
  /** What is known before the apply. */
  readonly values: Values;
  /** Addresses that its arguments refer to, by argument. */
  readonly references: Readonly<Record<string, readonly string[]>>;
}

/** What `terraform show -json` says of one stack's plan. */
export interface StackPlan {
  readonly stack: string;
  readonly resources: readonly PlannedResource[];
  /** Addresses that the stack's outputs refer to. */
  readonly handedOver: readonly string[];
}

interface Module {
  readonly resources?: readonly {
    readonly address: string;
    readonly type: string;
    readonly mode: string;
    readonly values: Values;
  }[];
  readonly child_modules?: readonly Module[];
}

interface Configured {
  readonly resources?: readonly {
    readonly address: string;
    readonly expressions?: Readonly<Record<string, unknown>>;
  }[];
  readonly outputs?: Readonly<Record<string, { readonly expression?: unknown }>>;
  readonly module_calls?: Readonly<Record<string, { readonly module?: Configured }>>;
}

/** Every reference below an expression. */
function referencesIn(expression: unknown): readonly string[] {
  if (Array.isArray(expression)) return expression.flatMap(referencesIn);
  if (typeof expression !== "object" || expression === null) return [];
  return Object.entries(expression).flatMap(([name, value]) =>
    name === "references" && Array.isArray(value) ? value.map(String) : referencesIn(value),
  );
}

const withChildren = ({ resources = [], child_modules = [] }: Module): NonNullable<Module["resources"]> => [
  ...resources,
  ...child_modules.flatMap(withChildren),
];

function configured(module: Configured, prefix = ""): readonly (readonly [string, PlannedResource["references"]])[] {
  const own = (module.resources ?? []).map(({ address, expressions = {} }) => {
    const references = Object.entries(expressions).map(([name, value]) => [name, referencesIn(value)]);
    return [`${prefix}${address}`, Object.fromEntries(references)] as const;
  });
  const calls = Object.entries(module.module_calls ?? {}).flatMap(([name, call]) =>
    configured(call.module ?? {}, `${prefix}module.${name}.`),
  );
  return [...own, ...calls];
}

/** Reads a plan out of the JSON that Terraform shows of it. */
export function stackPlan(stack: string, json: unknown): StackPlan {
  const { planned_values: planned, configuration } = json as {
    planned_values?: { root_module?: Module };
    configuration?: { root_module?: Configured };
  };
  const references = new Map(configured(configuration?.root_module ?? {}));
  const resources = withChildren(planned?.root_module ?? {})
    .filter(({ mode }) => mode === "managed")
    .map(({ address, type, values }) => ({
      address,
      type,
      values,
      references: references.get(address.replaceAll(/\[[^\]]*\]/g, "")) ?? {},
    }));
  const outputs = Object.values(configuration?.root_module?.outputs ?? {});
  return { stack, resources, handedOver: outputs.flatMap(({ expression }) => referencesIn(expression)) };
}

export class UnreadablePlan extends Error {}

function planIn(folder: string, file: string): StackPlan {
  const text = readFileSync(join(folder, file), "utf8");
  try {
    return stackPlan(file.replace(/\.json$/, ""), JSON.parse(text));
  } catch (error) {
    throw new UnreadablePlan(`${join(folder, file)} is no whole plan; run \`make rehearse\` again`, { cause: error });
  }
}

/**
 * The plans that a rehearsal left in `folder`, one `<stack>.json` each.
 * @throws UnreadablePlan for one that is cut short
 */
export function plansIn(folder: string): readonly StackPlan[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => planIn(folder, file));
}

/** Resources of a type in a plan. */
export const ofType = ({ resources }: StackPlan, ...types: readonly string[]): readonly PlannedResource[] =>
  resources.filter(({ type }) => types.includes(type));

/** True when one of the references is to this address or something of it. */
export const refersTo = (references: readonly string[] | undefined, address: string): boolean =>
  (references ?? []).some((reference) => reference === address || reference.startsWith(`${address}.`));
