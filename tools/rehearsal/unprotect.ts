/** Attributes by which a service itself refuses deletion. */
const switches = [
  "deletion_protection",
  "deletion_protection_enabled",
  "enable_deletion_protection",
  "termination_protection_enabled",
];

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

interface Stack {
  resource?: Record<string, Record<string, Record<string, Json>>>;
}

export interface Unprotected {
  readonly text: string;
  /** Addresses that Terraform refuses to destroy. */
  readonly prevented: readonly string[];
  /** Addresses whose service refuses; the change has to be applied before they can go. */
  readonly switched: readonly string[];
}

/** A stack's JSON as an operator writes it who means to take the environment down. */
export function unprotect(text: string): Unprotected {
  const stack = JSON.parse(text) as Stack;
  const prevented: string[] = [];
  const switched: string[] = [];
  for (const [type, byName] of Object.entries(stack.resource ?? {})) {
    for (const [name, resource] of Object.entries(byName)) {
      const lifecycle = resource["lifecycle"];
      if (
        typeof lifecycle === "object" &&
        lifecycle !== null &&
        !Array.isArray(lifecycle) &&
        lifecycle["prevent_destroy"] === true
      ) {
        delete lifecycle["prevent_destroy"];
        prevented.push(`${type}.${name}`);
      }
      for (const attribute of switches) {
        if (resource[attribute] !== true) continue;
        resource[attribute] = false;
        switched.push(`${type}.${name}`);
      }
    }
  }
  return { text: JSON.stringify(stack, null, 2), prevented, switched };
}
