import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { policyDocument, type Statement } from "../../lib/policy";
import {
  forbidden,
  organizationPermissions,
  passRole,
  readPermissions,
  writePermissions,
} from "./terraform-permissions";

export interface TerraformPoliciesProps {
  readonly company: string;
  readonly accountId: string;
  /** True in the account that owns the organization; elsewhere every action on it is denied. */
  readonly administersOrganization: boolean;
}

/** The policies that roles of Terraform share: reading for plans, reading and changing for applies. */
export class TerraformPolicies extends Construct {
  readonly planArns: Readonly<Record<string, string>>;
  readonly applyArns: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { company, accountId, administersOrganization }: TerraformPoliciesProps) {
    super(scope, id);
    const policy = (name: string, statements: readonly Statement[]) =>
      new IamPolicy(this, name, {
        name: `${company}-terraform-${name}`,
        path: "/terraform/",
        policy: policyDocument(statements),
      }).arn;
    this.planArns = {
      audit: "arn:aws:iam::aws:policy/SecurityAudit",
      read: policy("read", readPermissions(company, accountId)),
    };
    const changes = Object.entries(writePermissions(company, accountId)).map(([name, statements]) => [
      name,
      policy(name, name === "identity" ? [...statements, passRole(accountId)] : statements),
    ]);
    this.applyArns = {
      ...this.planArns,
      ...Object.fromEntries(changes),
      ...(administersOrganization
        ? { organization: policy("organization", organizationPermissions(company, accountId)) }
        : {}),
      limits: policy("limits", forbidden(accountId, administersOrganization)),
    };
  }
}

export interface TerraformRoleProps {
  readonly name: string;
  readonly description: string;
  /** Who may assume the role. */
  readonly trust: Statement;
  /** ARNs of its policies by a name for the attachment. */
  readonly policyArns: Readonly<Record<string, string>>;
  /** ARN of the boundary. @default none: what Terraform builds with has its limits in its own policies */
  readonly boundaryArn?: string;
}

/** A role with sessions of one hour and managed policies only. */
export class TerraformRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, description, trust, policyArns, boundaryArn }: TerraformRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "Resource", {
      name,
      description,
      assumeRolePolicy: policyDocument([trust]),
      maxSessionDuration: 3600,
      ...(boundaryArn === undefined ? {} : { permissionsBoundary: boundaryArn }),
    });
    for (const [policy, policyArn] of Object.entries(policyArns)) {
      new IamRolePolicyAttachment(this, policy, { role: role.name, policyArn });
    }
    this.arn = role.arn;
  }
}
