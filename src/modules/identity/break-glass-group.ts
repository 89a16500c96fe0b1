import { IamGroup } from "@cdktf/provider-aws/lib/iam-group";
import { IamGroupPolicy } from "@cdktf/provider-aws/lib/iam-group-policy";
import { Construct } from "constructs";
import { policyDocument } from "../../lib/policy";

export interface BreakGlassGroupProps {
  readonly name: string;
  /** Roles in other accounts that members may take. */
  readonly roleArns: readonly string[];
}

/**
 * IAM users of the management account who may enter production when Identity Center cannot be used. Users join by hand,
 * because their credentials belong in no state.
 */
export class BreakGlassGroup extends Construct {
  constructor(scope: Construct, id: string, { name, roleArns }: BreakGlassGroupProps) {
    super(scope, id);
    const group = new IamGroup(this, "Resource", { name, path: "/break-glass/" });
    new IamGroupPolicy(this, "assume", {
      name: "assume-break-glass",
      group: group.name,
      policy: policyDocument([
        {
          Sid: "TakeRoleWithMfa",
          Effect: "Allow",
          Action: ["sts:AssumeRole"],
          Resource: roleArns,
          Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
        },
      ]),
    });
  }
}
