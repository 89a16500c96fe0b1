import { type StackPlan, stackPlan } from "../../../tools/policies/plans";

type Values = Readonly<Record<string, unknown>>;

/** Resources by address; a value `{ references: [...] }` becomes known only after the apply. */
export type Resources = Readonly<Record<string, Values>>;

const isReference = (value: unknown): boolean => typeof value === "object" && value !== null && "references" in value;

/** A plan as Terraform shows it, of resources and of outputs that refer to addresses. */
export function plan(stack: string, resources: Resources, outputs: readonly string[] = []): StackPlan {
  const entries = Object.entries(resources);
  const known = (values: Values) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => !isReference(value)));
  return stackPlan(stack, {
    planned_values: {
      root_module: {
        resources: entries.map(([address, values]) => ({
          address,
          type: address.split(".")[0],
          mode: "managed",
          values: known(values),
        })),
      },
    },
    configuration: {
      root_module: {
        resources: entries.map(([address, values]) => ({ address, expressions: values })),
        outputs: Object.fromEntries(
          outputs.map((reference, place) => [`output-${place}`, { expression: { references: [reference] } }]),
        ),
      },
    },
  });
}

export const reference = (...references: readonly string[]) => ({ references });
