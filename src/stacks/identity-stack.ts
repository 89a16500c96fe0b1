import type { Construct } from "constructs";
import { identityContract } from "../contracts/identity";
import { roleArn } from "../lib/naming";
import { BreakGlassGroup } from "../modules/identity/break-glass-group";
import { Directory } from "../modules/identity/directory";
import { type Assignment, PermissionSet, type PermissionSetProps } from "../modules/identity/permission-set";
import { BaseStack, type StackScope } from "./base-stack";

export interface PermissionSetEntry extends Omit<PermissionSetProps, "name" | "instanceArn" | "assignments"> {
  readonly assignments: readonly Omit<Assignment, "groupId">[];
}

export interface IdentityStackProps {
  /** Descriptions of the groups by name. */
  readonly groups: Readonly<Record<string, string>>;
  /** Permission sets by name. */
  readonly permissionSets: Readonly<Record<string, PermissionSetEntry>>;
  readonly breakGlass: {
    /** Name of the IAM group after the company's. */
    readonly group: string;
    readonly roles: readonly { readonly accountId: string; readonly role: string }[];
  };
}

/** Who may do what in which account: groups, permission sets, assignments, and the way in when all else fails. */
export class IdentityStack extends BaseStack {
  constructor(parent: Construct, scope: StackScope, { groups, permissionSets, breakGlass }: IdentityStackProps) {
    super(parent, "identity", scope);
    const directory = new Directory(this, "directory", { groups });
    const { instanceArn } = directory;
    const arns = Object.entries(permissionSets).map(([name, entry]) => {
      const assignments = entry.assignments.map((assignment) => ({
        ...assignment,
        groupId: directory.groupId(assignment.group),
      }));
      return [name, new PermissionSet(this, name, { ...entry, name, instanceArn, assignments }).arn];
    });
    new BreakGlassGroup(this, "break-glass", {
      name: `${scope.company}-${breakGlass.group}`,
      roleArns: breakGlass.roles.map(({ accountId, role }) => roleArn(accountId, role)),
    });
    this.publish(identityContract, { permission_set_arns: Object.fromEntries(arns), group_ids: directory.groupIds });
  }
}
