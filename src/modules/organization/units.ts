import { OrganizationsOrganizationalUnit } from "@cdktf/provider-aws/lib/organizations-organizational-unit";
import { Construct } from "constructs";

export interface UnitProps {
  /** Name in the console. */
  readonly name: string;
  /** Key of the unit above. @default the root */
  readonly parent?: string;
  /** Id of an existing unit to adopt. @default a new one is made */
  readonly importFrom?: string;
}

export interface UnitsProps {
  readonly rootId: string;
  /** Units by key, in any order. */
  readonly units: Readonly<Record<string, UnitProps>>;
}

/** The tree of organizational units. */
export class Units extends Construct {
  private readonly made = new Map<string, string>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: UnitsProps,
  ) {
    super(scope, id);
    for (const key of Object.keys(props.units)) this.make(key, []);
  }

  /** Ids by key. */
  get ids(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.keys(this.props.units).map((key) => [key, this.idOf(key)]));
  }

  /** @throws when no unit has that key. */
  idOf(key: string): string {
    const id = this.made.get(key);
    if (id === undefined) throw new Error(`no organizational unit has the key "${key}"`);
    return id;
  }

  private make(key: string, below: readonly string[]): string {
    const existing = this.made.get(key);
    if (existing !== undefined) return existing;
    const unit = this.props.units[key];
    if (unit === undefined) throw new Error(`no organizational unit has the key "${key}"`);
    if (below.includes(key))
      throw new Error(`organizational units contain each other: ${[...below, key].join(" in ")}`);
    const parentId = unit.parent === undefined ? this.props.rootId : this.make(unit.parent, [...below, key]);
    // Removing a unit with accounts in it fails in AWS; saying so in the plan costs less.
    const resource = new OrganizationsOrganizationalUnit(this, key, {
      name: unit.name,
      parentId,
      lifecycle: { preventDestroy: true },
    });
    if (unit.importFrom !== undefined) resource.importFrom(unit.importFrom);
    this.made.set(key, resource.id);
    return resource.id;
  }
}
