import { DataAwsSsoadminInstances } from "@cdktf/provider-aws/lib/data-aws-ssoadmin-instances";
import { IdentitystoreGroup } from "@cdktf/provider-aws/lib/identitystore-group";
import { Fn } from "cdktf";
import { Construct } from "constructs";

export interface DirectoryProps {
  /** Descriptions of the groups by name. */
  readonly groups: Readonly<Record<string, string>>;
}

/** Identity Center, which is switched on by hand because no resource can, and the groups in its directory. */
export class Directory extends Construct {
  readonly instanceArn: string;
  /** Group ids by name. */
  readonly groupIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { groups }: DirectoryProps) {
    super(scope, id);
    const instances = new DataAwsSsoadminInstances(this, "Resource");
    this.instanceArn = Fn.element(instances.arns, 0);
    const identityStoreId: string = Fn.element(instances.identityStoreIds, 0);
    const made = Object.entries(groups).map(([displayName, description]) => {
      const group = new IdentitystoreGroup(this, displayName, { displayName, description, identityStoreId });
      return [displayName, group.groupId];
    });
    this.groupIds = Object.fromEntries(made);
  }

  /** @throws when no group has that name. */
  groupId(name: string): string {
    const id = this.groupIds[name];
    if (id === undefined) throw new Error(`no group has the name "${name}"`);
    return id;
  }
}
