import { Construct } from "constructs";
import { IrsaRole } from "../eks/irsa-role";
import { type Login, loginNames } from "./logins";

export interface AtlasPodRolesProps {
  /** Name of the role by login, e.g. `prod-backend-use1`. */
  readonly names: Readonly<Record<Login, string>>;
  /** Service account that takes the role. */
  readonly pods: Readonly<Record<Login, { readonly namespace: string; readonly serviceAccount: string }>>;
  /** IAM OIDC provider of the cluster in this region. */
  readonly oidcProviderArn: string;
  /** Issuer without `https://`. */
  readonly issuerHost: string;
  readonly permissionsBoundaryArn: string;
}

/** Roles of this region's pods. Atlas asks STS who they are, which needs no permission of AWS: they have no policy here. */
export class AtlasPodRoles extends Construct {
  readonly arns: Readonly<Record<Login, string>>;

  constructor(scope: Construct, id: string, props: AtlasPodRolesProps) {
    super(scope, id);
    const { oidcProviderArn, issuerHost, permissionsBoundaryArn } = props;
    const arns = loginNames.map((login) => {
      const { namespace, serviceAccount } = props.pods[login];
      const role = new IrsaRole(this, login, {
        name: props.names[login],
        oidcProviderArn,
        issuerHost,
        namespace,
        serviceAccount,
        permissionsBoundaryArn,
      });
      return [login, role.arn] as const;
    });
    this.arns = Object.fromEntries(arns) as Record<Login, string>;
  }
}
