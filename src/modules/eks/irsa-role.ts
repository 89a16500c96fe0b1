import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { policyDocument, type Statement } from "../../lib/policy";

export interface IrsaRoleProps {
  /** Name of the role; global, so a regional one ends in its region's suffix. */
  readonly name: string;
  readonly oidcProviderArn: string;
  /** Issuer of the cluster without `https://`; it is the prefix of the condition keys. */
  readonly issuerHost: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** @default no boundary */
  readonly permissionsBoundaryArn?: string;
  /**
   * Managed policies by a name that says what they are for.
   * @default none
   */
  readonly managedPolicyArns?: Readonly<Record<string, string>>;
  /**
   * Statements of the inline policy.
   * @default no inline policy
   */
  readonly statements?: readonly Statement[];
}

/** Trust of exactly one service account: both claims are compared as they are, without wildcards. */
export function irsaTrust(
  props: Pick<IrsaRoleProps, "oidcProviderArn" | "issuerHost" | "namespace" | "serviceAccount">,
): string {
  const { oidcProviderArn, issuerHost, namespace, serviceAccount } = props;
  if (`${namespace}${serviceAccount}`.includes("*"))
    throw new Error("a role for a service account names exactly one; no *");
  return policyDocument([
    {
      Sid: "ServiceAccount",
      Effect: "Allow",
      Principal: { Federated: oidcProviderArn },
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Condition: {
        StringEquals: {
          [`${issuerHost}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
          [`${issuerHost}:aud`]: "sts.amazonaws.com",
        },
      },
    },
  ]);
}

/** A role that one service account of one cluster can assume. */
export class IrsaRole extends Construct {
  readonly arn: string;
  readonly name: string;
  /** All that gives the role its rights: whoever needs them depends on these. */
  readonly rights: readonly (IamRolePolicyAttachment | IamRolePolicy)[];

  constructor(scope: Construct, id: string, props: IrsaRoleProps) {
    super(scope, id);
    const { name, permissionsBoundaryArn, managedPolicyArns = {}, statements = [] } = props;
    const role = new IamRole(this, "Resource", {
      name,
      description: `Service account ${props.serviceAccount} in ${props.namespace}`,
      assumeRolePolicy: irsaTrust(props),
      maxSessionDuration: 3600,
      ...(permissionsBoundaryArn === undefined ? {} : { permissionsBoundary: permissionsBoundaryArn }),
    });
    const attached = Object.entries(managedPolicyArns).map(
      ([purpose, policyArn]) => new IamRolePolicyAttachment(this, purpose, { role: role.name, policyArn }),
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
    this.rights = [...attached, ...inline];
    this.arn = role.arn;
    this.name = role.name;
  }
}
