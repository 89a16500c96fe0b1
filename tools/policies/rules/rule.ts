import type { PlannedResource, StackPlan } from "../plans";

export interface PolicyFinding {
  readonly stack: string;
  readonly address: string;
  /** What is wrong with it. */
  readonly text: string;
}

/** A rule of ours, and the rules of checkov in whose place it asks. */
export interface PolicyRule {
  /** Small letters and hyphens. */
  readonly id: string;
  readonly title: string;
  /** Why each of checkov's rules is not asked as such. */
  readonly replaces: Readonly<Record<string, string>>;
  /** Limits the replacement to some resources. @default all that checkov's rules find */
  readonly claims?: (plans: readonly StackPlan[]) => ReadonlySet<string>;
  check(plans: readonly StackPlan[]): readonly PolicyFinding[];
}

/** How `claims` names a resource. */
export const claimOf = (stack: string, address: string): string => `${stack} ${address}`;

/** Asks of every resource of some types what is wrong with it. */
export const each =
  (types: readonly string[], faults: (resource: PlannedResource, plan: StackPlan) => readonly string[]) =>
  (plans: readonly StackPlan[]): readonly PolicyFinding[] =>
    plans.flatMap((plan) =>
      plan.resources
        .filter(({ type }) => types.includes(type))
        .flatMap((resource) =>
          faults(resource, plan).map((text) => ({ stack: plan.stack, address: resource.address, text })),
        ),
    );

/** Rules inside of a group or ACL, where the rules of ours that judge single ones would not see them. */
export const inlineIngress = ({ values, references }: PlannedResource): readonly string[] =>
  (values["ingress"] ?? []).length > 0 || (references["ingress"] ?? []).length > 0
    ? ["holds ingress of its own; make each a rule resource, where it is judged"]
    : [];

/** The texts whose condition is false. */
export const unless = (...demands: readonly (readonly [boolean, string])[]): readonly string[] =>
  demands.filter(([met]) => !met).map(([, text]) => text);
