import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { accountRoot, policyDocument } from "../../lib/policy";

export interface BreakGlassProps {
  /** Name of the role, e.g. `prod-break-glass`. */
  readonly name: string;
  /** Account whose break-glass users may assume the role, twelve digits. */
  readonly managementAccountId: string;
  readonly boundaryArn: string;
}

/**
 * The way in when Identity Center is down. Its users sign in with a password and a second factor, so the MFA keys are
 * in the request, which they never are for people who come through Identity Center.
 */
export class BreakGlass extends Construct {
  constructor(scope: Construct, id: string, { name, managementAccountId, boundaryArn }: BreakGlassProps) {
    super(scope, id);
    const role = new IamRole(this, "Resource", {
      name,
      description: "Emergency access with a second factor; every use raises an alarm",
      maxSessionDuration: 3600,
      permissionsBoundary: boundaryArn,
      assumeRolePolicy: policyDocument([
        {
          Sid: "SecondFactor",
          Effect: "Allow",
          Principal: accountRoot(managementAccountId),
          Action: ["sts:AssumeRole"],
          Condition: {
            ArnLike: { "aws:PrincipalArn": [`arn:aws:iam::${managementAccountId}:user/break-glass/*`] },
            Bool: { "aws:MultiFactorAuthPresent": "true" },
            NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
          },
        },
      ]),
    });
    new IamRolePolicyAttachment(this, "administrator", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    });
  }
}
