import { isDeepStrictEqual } from "node:util";
import type { LedgerObject } from "../../stand-in";
import { importIdOf } from "../../stand-in/identity";
import type { State } from "../links";

export interface Orphan {
  readonly type: string;
  readonly id: string;
  /** Where it belongs; undefined when the plan has no place, or several, for it. */
  readonly address: string | undefined;
  readonly importId: string;
}

interface Planned {
  readonly address: string;
  readonly type: string;
  readonly change: { readonly actions: readonly string[]; readonly after: Readonly<Record<string, unknown>> | null };
}

const held = (state: State): ReadonlySet<string> =>
  new Set(
    (state.resources ?? [])
      .filter(({ mode }) => mode === "managed")
      .flatMap(({ type, instances }) => instances.map(({ attributes }) => `${type} ${String(attributes?.["id"])}`)),
  );

/** What the plan knows of a resource agrees with the object in everything that both name. */
const fits = ({ change }: Planned, { attributes }: LedgerObject): boolean =>
  Object.entries(change.after ?? {}).every(
    ([name, value]) => value === null || typeof value === "object" || isDeepStrictEqual(value, attributes[name]),
  );

/** Objects that a stack made and its state does not know, with the address that a plan would make again for each. */
export function orphansOf(
  objects: readonly LedgerObject[],
  state: State,
  planned: readonly Planned[],
): readonly Orphan[] {
  const known = held(state);
  const free = planned.filter(({ change }) => change.actions.join() === "create");
  return objects
    .filter(({ type, id }) => !known.has(`${type} ${id}`))
    .map((object) => {
      const at = free.findIndex((one) => one.type === object.type && fits(one, object));
      const [place] = at < 0 ? [] : free.splice(at, 1);
      return {
        type: object.type,
        id: object.id,
        address: place?.address,
        importId: importIdOf(object.type, object.attributes),
      };
    });
}

/** What an operator types to bring an orphan home. */
export const importCommand = ({ address, importId, type, id }: Orphan): string =>
  address === undefined
    ? `# ${type} ${id}: no resource of the plan fits; delete it by hand`
    : `terraform import '${address}' '${importId}'`;
