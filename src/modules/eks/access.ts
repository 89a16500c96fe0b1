import { DataAwsIamRoles } from "@cdktf/provider-aws/lib/data-aws-iam-roles";
import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { Fn, type ITerraformIterator, TerraformIterator } from "cdktf";
import { Construct } from "constructs";

const policyArn = (name: string) => `arn:aws:eks::aws:cluster-access-policy/${name}`;

const policies = {
  view: policyArn("AmazonEKSViewPolicy"),
  edit: policyArn("AmazonEKSEditPolicy"),
  admin: policyArn("AmazonEKSClusterAdminPolicy"),
} as const;

export interface PersonAccess {
  readonly policy: "view" | "edit";
  /** True when the set is assigned for good: its role has to be there. A set that is granted for hours has one at times. */
  readonly standing: boolean;
  /** Namespaces that the rights hold in. @default the whole cluster */
  readonly namespaces?: readonly string[];
}

export interface ClusterAccessProps {
  readonly clusterName: string;
  /** Role that Terraform applies with: cluster admin. */
  readonly deployRoleArn: string;
  /** Role of the delivery pipeline: edits `appNamespaces`, nothing else. */
  readonly ciRoleArn: string;
  readonly appNamespaces: readonly string[];
  /** Cluster admin in an emergency. @default none */
  readonly breakGlassRoleArn?: string;
  /** Rights by permission set of Identity Center. */
  readonly people: Readonly<Record<string, PersonAccess>>;
}

interface Grant {
  readonly principalArn: string;
  readonly policy: keyof typeof policies;
  readonly namespaces?: readonly string[] | undefined;
  readonly forEach?: ITerraformIterator;
}

const assigned = (permissionSet: string) => ({
  condition: "${length(self.arns) == 1}",
  errorMessage: `No role of permission set ${permissionSet} in this account: apply management-identity first.`,
});

/** Access entries: the only way in, since the cluster's creator gets no rights by itself. */
export class ClusterAccess extends Construct {
  constructor(scope: Construct, id: string, props: ClusterAccessProps) {
    super(scope, id);
    const { clusterName, breakGlassRoleArn } = props;
    this.grant("deploy", clusterName, { principalArn: props.deployRoleArn, policy: "admin" });
    if (breakGlassRoleArn !== undefined)
      this.grant("break-glass", clusterName, { principalArn: breakGlassRoleArn, policy: "admin" });
    this.grant("ci", clusterName, { principalArn: props.ciRoleArn, policy: "edit", namespaces: props.appNamespaces });
    for (const [permissionSet, person] of Object.entries(props.people)) this.admit(permissionSet, clusterName, person);
  }

  private admit(permissionSet: string, clusterName: string, { policy, standing, namespaces }: PersonAccess): void {
    const roles = this.rolesOf(permissionSet);
    if (standing) {
      roles.lifecycle = { postcondition: [assigned(permissionSet)] };
      this.grant(permissionSet, clusterName, {
        principalArn: Fn.one(roles.interpolationForAttribute("arns")),
        policy,
        namespaces,
      });
    } else {
      const forEach = TerraformIterator.fromList(roles.arns);
      this.grant(permissionSet, clusterName, { principalArn: forEach.value, policy, namespaces, forEach });
    }
  }

  /** Identity Center ends its roles in a random suffix. */
  private rolesOf(permissionSet: string): DataAwsIamRoles {
    return new DataAwsIamRoles(this, `${permissionSet}-role`, {
      pathPrefix: "/aws-reserved/sso.amazonaws.com/",
      nameRegex: `^AWSReservedSSO_${permissionSet}_.*$`,
    });
  }

  private grant(name: string, clusterName: string, { principalArn, policy, namespaces, forEach }: Grant): void {
    const each = forEach === undefined ? {} : { forEach };
    const entry = new EksAccessEntry(this, name, { clusterName, principalArn, type: "STANDARD", ...each });
    new EksAccessPolicyAssociation(this, `${name}-policy`, {
      clusterName,
      principalArn,
      policyArn: policies[policy],
      accessScope: namespaces === undefined ? { type: "cluster" } : { type: "namespace", namespaces: [...namespaces] },
      dependsOn: [entry],
      ...each,
    });
  }
}
