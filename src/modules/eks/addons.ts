import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Statement } from "../../lib/policy";
import { IrsaRole } from "./irsa-role";

/** What nodes need before they join; of Deployments none, because those stay degraded without nodes. */
export const earlyAddons = ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"] as const;

/** What runs as a Deployment, or needs one. */
export const lateAddons = [
  "coredns",
  "aws-ebs-csi-driver",
  "metrics-server",
  "amazon-cloudwatch-observability",
] as const;

export type AddonName = (typeof earlyAddons | typeof lateAddons)[number];

interface Identity {
  readonly role: string;
  readonly serviceAccount: string;
  readonly namespace: string;
  readonly policies: Readonly<Record<string, string>>;
}

const aws = "arn:aws:iam::aws:policy";

/** Service accounts of add-ons that call AWS, with the managed policies that their documentation names. */
const identities: Partial<Record<AddonName, Identity>> = {
  "vpc-cni": {
    role: "vpc-cni",
    serviceAccount: "aws-node",
    namespace: "kube-system",
    policies: { AmazonEKS_CNI_Policy: `${aws}/AmazonEKS_CNI_Policy` },
  },
  "aws-ebs-csi-driver": {
    role: "ebs-csi",
    serviceAccount: "ebs-csi-controller-sa",
    namespace: "kube-system",
    policies: { AmazonEBSCSIDriverPolicy: `${aws}/service-role/AmazonEBSCSIDriverPolicy` },
  },
  "amazon-cloudwatch-observability": {
    role: "cloudwatch-agent",
    serviceAccount: "cloudwatch-agent",
    namespace: "amazon-cloudwatch",
    policies: {
      CloudWatchAgentServerPolicy: `${aws}/CloudWatchAgentServerPolicy`,
      AWSXrayWriteOnlyAccess: `${aws}/AWSXrayWriteOnlyAccess`,
    },
  },
};

export interface AddonsProps {
  readonly clusterName: string;
  readonly names: readonly AddonName[];
  /** Exact version of each of `names`. */
  readonly versions: Readonly<Record<string, string>>;
  /** `configuration_values` by add-on. @default the add-on's own */
  readonly configuration?: Partial<Readonly<Record<AddonName, string>>>;
  readonly oidcProviderArn: string;
  readonly issuerHost: string;
  readonly permissionsBoundaryArn: string;
  /** Turns a purpose, e.g. `vpc-cni`, into the global name of a role. */
  readonly roleName: (purpose: string) => string;
  /** Key of encrypted volumes, for the EBS driver. */
  readonly ebsKeyArn: string;
  /** What has to exist first. @default the cluster alone */
  readonly after?: readonly ITerraformDependable[];
}

/** The EKS add-ons of one phase, each pinned, with roles for those that call AWS. */
export class Addons extends Construct {
  readonly resources: readonly EksAddon[];
  /** Role ARNs by add-on. */
  readonly roleArns: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: AddonsProps) {
    super(scope, id);
    const roles: Record<string, string> = {};
    this.resources = props.names.map((name) => {
      const role = this.roleOf(name, props);
      if (role !== undefined) roles[name] = role.arn;
      const configurationValues = props.configuration?.[name];
      return new EksAddon(this, name, {
        clusterName: props.clusterName,
        addonName: name,
        addonVersion: this.versionOf(name, props),
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
        ...(role === undefined ? {} : { serviceAccountRoleArn: role.arn }),
        ...(configurationValues === undefined ? {} : { configurationValues }),
        dependsOn: [...(role?.rights ?? []), ...(props.after ?? [])],
      });
    });
    this.roleArns = roles;
  }

  private versionOf(name: AddonName, { versions }: AddonsProps): string {
    const version = versions[name];
    if (version === undefined) throw new Error(`add-on ${name} has no pinned version`);
    return version;
  }

  private roleOf(name: AddonName, props: AddonsProps): IrsaRole | undefined {
    const identity = identities[name];
    if (identity === undefined) return undefined;
    const { oidcProviderArn, issuerHost, permissionsBoundaryArn, ebsKeyArn } = props;
    return new IrsaRole(this, `${name}-role`, {
      name: props.roleName(identity.role),
      oidcProviderArn,
      issuerHost,
      permissionsBoundaryArn,
      namespace: identity.namespace,
      serviceAccount: identity.serviceAccount,
      managedPolicyArns: identity.policies,
      // The managed policy of the driver has no rights on customer keys.
      ...(name === "aws-ebs-csi-driver" ? { statements: volumeKeyRights(ebsKeyArn) } : {}),
    });
  }
}

const volumeKeyRights = (keyArn: string): readonly Statement[] => [
  {
    Sid: "UseVolumeKey",
    Effect: "Allow",
    Action: [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ],
    Resource: [keyArn],
  },
  {
    Sid: "GrantVolumeKey",
    Effect: "Allow",
    Action: ["kms:CreateGrant"],
    Resource: [keyArn],
    Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
  },
];
