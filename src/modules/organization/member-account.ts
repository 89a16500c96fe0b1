import { OrganizationsAccount } from "@cdktf/provider-aws/lib/organizations-account";
import { Construct } from "constructs";

export interface MemberAccountProps {
  /** Name in the console, e.g. `acme-prod`. */
  readonly name: string;
  /** Unique in all of AWS. */
  readonly email: string;
  /** Unit that the account lives in. */
  readonly parentId: string;
  /** Role that AWS makes for the management account to enter by. */
  readonly roleName: string;
  /** Whether IAM users and roles of the account may see its bills. */
  readonly billingAccess: boolean;
  /** Tags that differ from the stack's own. */
  readonly tags: Readonly<Record<string, string>>;
  /** Id of an existing account to adopt. @default a new one is made */
  readonly importFrom?: string;
}

/** A member account. It outlives its entry in the configuration: nothing here closes or removes it. */
export class MemberAccount extends Construct {
  readonly accountId: string;

  constructor(scope: Construct, id: string, props: MemberAccountProps) {
    super(scope, id);
    const { name, email, parentId, roleName, billingAccess, tags, importFrom } = props;
    const account = new OrganizationsAccount(this, "Resource", {
      name,
      email,
      parentId,
      roleName,
      iamUserAccessToBilling: billingAccess ? "ALLOW" : "DENY",
      closeOnDeletion: false,
      tags: { ...tags },
      // AWS does not report either attribute, so an imported account would be replaced for them.
      lifecycle: { preventDestroy: true, ignoreChanges: ["role_name", "iam_user_access_to_billing"] },
    });
    if (importFrom !== undefined) account.importFrom(importFrom);
    this.accountId = account.id;
  }
}
