import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Fn, type ITerraformDependable, Op } from "cdktf";
import { Construct } from "constructs";
import { ServiceRole } from "./service-role";

/** Every log that the control plane can write (EKS user guide, "Control plane logs"). */
const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

export interface ClusterProps {
  readonly name: string;
  /** Kubernetes minor, e.g. `1.35`. */
  readonly version: string;
  readonly roleName: string;
  readonly permissionsBoundaryArn: string;
  /** One private subnet per zone. All at once: a later change of them replaces the cluster. */
  readonly subnetIds: readonly string[];
  /** Range of services; outside of every routed range. */
  readonly servicesCidr: string;
  /** Ranges that reach the API over the internet. Empty: the API is private. */
  readonly publicAccessCidrs: readonly string[];
  /** Key that encrypts the cluster's secrets. */
  readonly secretsKeyArn: string;
  /** Log group of the control plane, which must exist before: EKS would make one itself, without key and retention. */
  readonly logGroupName: string;
  /** Deletion protection, here and in Terraform. */
  readonly protected: boolean;
  /** Value of the cluster's Environment tag. */
  readonly environment: string;
}

const logGroupExists = ({ name, logGroupName }: ClusterProps) => ({
  condition: Op.eq(logGroupName, `/aws/eks/${name}/cluster`).toString(),
  errorMessage: `EKS writes the logs of ${name} to /aws/eks/${name}/cluster; the foundation layer has to make that group.`,
});

/** The control plane with its role and the OIDC provider of its service accounts. */
export class Cluster extends Construct {
  readonly resource: EksCluster;
  readonly securityGroupId: string;
  readonly oidcProviderArn: string;
  /** Issuer without `https://`. */
  readonly issuerHost: string;

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    const role = new ServiceRole(this, "role", {
      name: props.roleName,
      service: "eks.amazonaws.com",
      permissionsBoundaryArn: props.permissionsBoundaryArn,
      managedPolicies: ["AmazonEKSClusterPolicy"],
    });
    this.resource = this.controlPlane(props, role.arn, [...role.rights]);
    const issuer = this.resource.identity.get(0).oidc.get(0).issuer;
    const provider = new IamOpenidConnectProvider(this, "oidc", { url: issuer, clientIdList: ["sts.amazonaws.com"] });
    this.securityGroupId = this.resource.vpcConfig.clusterSecurityGroupId;
    this.oidcProviderArn = provider.arn;
    this.issuerHost = Fn.trimprefix(issuer, "https://");
  }

  private controlPlane(props: ClusterProps, roleArn: string, dependsOn: ITerraformDependable[]): EksCluster {
    const open = props.publicAccessCidrs.length > 0;
    return new EksCluster(this, "Resource", {
      name: props.name,
      version: props.version,
      roleArn,
      enabledClusterLogTypes: logTypes,
      bootstrapSelfManagedAddons: false,
      deletionProtection: props.protected,
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      encryptionConfig: { provider: { keyArn: props.secretsKeyArn }, resources: ["secrets"] },
      kubernetesNetworkConfig: { serviceIpv4Cidr: props.servicesCidr, ipFamily: "ipv4" },
      upgradePolicy: { supportType: "STANDARD" },
      zonalShiftConfig: { enabled: true },
      vpcConfig: {
        subnetIds: [...props.subnetIds],
        endpointPrivateAccess: true,
        endpointPublicAccess: open,
        ...(open ? { publicAccessCidrs: [...props.publicAccessCidrs] } : {}),
      },
      tags: { Environment: props.environment },
      dependsOn,
      lifecycle: { preventDestroy: props.protected, precondition: [logGroupExists(props)] },
    });
  }
}
