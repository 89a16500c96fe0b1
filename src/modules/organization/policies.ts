import { OrganizationsPolicy } from "@cdktf/provider-aws/lib/organizations-policy";
import { OrganizationsPolicyAttachment } from "@cdktf/provider-aws/lib/organizations-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface OrganizationPolicyProps {
  readonly name: string;
  readonly description: string;
  readonly type: "SERVICE_CONTROL_POLICY" | "TAG_POLICY";
  /** JSON document. */
  readonly content: string;
  /** Ids of units or of the root, by a key that means something. */
  readonly targets: Readonly<Record<string, string>>;
  /** The organization: policy types must be on before a policy is made. */
  readonly after: ITerraformDependable;
}

/** A policy of the organization with what it binds. */
export class OrganizationPolicy extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, description, type, content, targets, after }: OrganizationPolicyProps,
  ) {
    super(scope, id);
    const policy = new OrganizationsPolicy(this, "Resource", { name, description, type, content, dependsOn: [after] });
    for (const [key, targetId] of Object.entries(targets)) {
      new OrganizationsPolicyAttachment(this, key, { policyId: policy.id, targetId });
    }
  }
}
