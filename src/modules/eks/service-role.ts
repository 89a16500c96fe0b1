import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { policyDocument, type Statement } from "../../lib/policy";

export interface ServiceRoleProps {
  readonly name: string;
  /** Principal that assumes the role, e.g. `ec2.amazonaws.com`. */
  readonly service: string;
  /** Account that the service must act for. @default the service's word is enough, as EC2 and EKS need */
  readonly sourceAccount?: string;
  readonly permissionsBoundaryArn: string;
  /** Names of managed policies of AWS. */
  readonly managedPolicies?: readonly string[];
  readonly statements?: readonly Statement[];
}

/** A role that an AWS service assumes. */
export class ServiceRole extends Construct {
  readonly arn: string;
  readonly name: string;
  /** All that gives the role its rights: whoever needs them depends on these. */
  readonly rights: readonly (IamRolePolicyAttachment | IamRolePolicy)[];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const { name, service, sourceAccount, permissionsBoundaryArn, managedPolicies = [], statements = [] } = props;
    const trust: Statement = {
      Sid: "Service",
      Effect: "Allow",
      Principal: { Service: service },
      Action: ["sts:AssumeRole"],
      ...(sourceAccount === undefined ? {} : { Condition: { StringEquals: { "aws:SourceAccount": sourceAccount } } }),
    };
    const role = new IamRole(this, "Resource", {
      name,
      assumeRolePolicy: policyDocument([trust]),
      permissionsBoundary: permissionsBoundaryArn,
      maxSessionDuration: 3600,
    });
    const attached = managedPolicies.map(
      (policy) =>
        new IamRolePolicyAttachment(this, policy, { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` }),
    );
    const inline =
      statements.length === 0
        ? []
        : [
            new IamRolePolicy(this, "policy", {
              name: "rights",
              role: role.name,
              policy: policyDocument(statements),
            }),
          ];
    this.arn = role.arn;
    this.name = role.name;
    this.rights = [...attached, ...inline];
  }
}
