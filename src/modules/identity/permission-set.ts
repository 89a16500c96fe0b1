import { SsoadminAccountAssignment } from "@cdktf/provider-aws/lib/ssoadmin-account-assignment";
import { SsoadminCustomerManagedPolicyAttachment } from "@cdktf/provider-aws/lib/ssoadmin-customer-managed-policy-attachment";
import { SsoadminManagedPolicyAttachment } from "@cdktf/provider-aws/lib/ssoadmin-managed-policy-attachment";
import { SsoadminPermissionSet } from "@cdktf/provider-aws/lib/ssoadmin-permission-set";
import { SsoadminPermissionSetInlinePolicy } from "@cdktf/provider-aws/lib/ssoadmin-permission-set-inline-policy";
import { SsoadminPermissionsBoundaryAttachment } from "@cdktf/provider-aws/lib/ssoadmin-permissions-boundary-attachment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { policyDocument, type Statement } from "../../lib/policy";

/** A policy of the target account; provisioning fails where it is missing. */
export interface CustomerPolicy {
  readonly name: string;
  readonly path: string;
}

export interface Assignment {
  /** Key of the account, e.g. `prod`. */
  readonly account: string;
  readonly accountId: string;
  readonly group: string;
  readonly groupId: string;
}

export interface PermissionSetProps {
  /** At most 32 characters. */
  readonly name: string;
  readonly description: string;
  /** ISO 8601, e.g. `PT1H`. */
  readonly sessionDuration: string;
  /** AWS managed policies by the part of the ARN after `policy/`. */
  readonly managedPolicies: readonly string[];
  readonly customerPolicies: readonly CustomerPolicy[];
  /** Inline policy; empty for none. */
  readonly statements: readonly Statement[];
  /** @default no boundary */
  readonly boundary?: CustomerPolicy;
  readonly assignments: readonly Assignment[];
  readonly instanceArn: string;
}

/** A permission set of Identity Center: what it allows, and who has it where. */
export class PermissionSet extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: PermissionSetProps) {
    super(scope, id);
    const { name, description, sessionDuration, instanceArn } = props;
    const set = new SsoadminPermissionSet(this, "Resource", { name, description, sessionDuration, instanceArn });
    this.arn = set.arn;
    // Each attachment provisions the set again; assignments come last so that nobody holds half a set.
    this.assign(props, this.attach(props));
  }

  private attach({
    instanceArn,
    managedPolicies,
    customerPolicies,
    statements,
    boundary,
  }: PermissionSetProps): ITerraformDependable[] {
    const place = { instanceArn, permissionSetArn: this.arn };
    const managed = managedPolicies.map((policy) => {
      const managedPolicyArn = `arn:aws:iam::aws:policy/${policy}`;
      return new SsoadminManagedPolicyAttachment(this, `managed-${policy.replaceAll("/", "-")}`, {
        ...place,
        managedPolicyArn,
      });
    });
    const customer = customerPolicies.map(
      ({ name, path }) =>
        new SsoadminCustomerManagedPolicyAttachment(this, `customer-${name}`, {
          ...place,
          customerManagedPolicyReference: { name, path },
        }),
    );
    const attached: ITerraformDependable[] = [...managed, ...customer];
    if (statements.length > 0) {
      attached.push(
        new SsoadminPermissionSetInlinePolicy(this, "inline", { ...place, inlinePolicy: policyDocument(statements) }),
      );
    }
    if (boundary !== undefined) {
      const permissionsBoundary = { customerManagedPolicyReference: { name: boundary.name, path: boundary.path } };
      attached.push(new SsoadminPermissionsBoundaryAttachment(this, "boundary", { ...place, permissionsBoundary }));
    }
    return attached;
  }

  private assign({ assignments, instanceArn }: PermissionSetProps, after: ITerraformDependable[]): void {
    for (const { account, accountId, group, groupId } of assignments) {
      new SsoadminAccountAssignment(this, `${account}-${group}`, {
        instanceArn,
        permissionSetArn: this.arn,
        principalType: "GROUP",
        principalId: groupId,
        targetType: "AWS_ACCOUNT",
        targetId: accountId,
        dependsOn: after,
      });
    }
  }
}
