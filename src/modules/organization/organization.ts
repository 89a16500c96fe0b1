import { IamOrganizationsFeatures } from "@cdktf/provider-aws/lib/iam-organizations-features";
import { OrganizationsOrganization } from "@cdktf/provider-aws/lib/organizations-organization";
import { Construct } from "constructs";

export interface OrganizationProps {
  /** Services that may act in every account. */
  readonly servicePrincipals: readonly string[];
  /** Id of an existing organization to adopt. @default a new one is made */
  readonly importFrom?: string;
}

/** The organization with all features, and root users of member accounts managed from the top. Units: `units.ts`. */
export class Organization extends Construct {
  readonly id: string;
  readonly rootId: string;
  /** What every policy waits for: policy types are switched on here. */
  readonly resource: OrganizationsOrganization;

  constructor(scope: Construct, id: string, { servicePrincipals, importFrom }: OrganizationProps) {
    super(scope, id);
    this.resource = new OrganizationsOrganization(this, "Resource", {
      featureSet: "ALL",
      enabledPolicyTypes: ["SERVICE_CONTROL_POLICY", "TAG_POLICY"],
      awsServiceAccessPrincipals: [...servicePrincipals],
      lifecycle: { preventDestroy: true },
    });
    if (importFrom !== undefined) this.resource.importFrom(importFrom);
    // Root passwords and keys of member accounts are removed and stay so; needs trusted access of iam.amazonaws.com.
    new IamOrganizationsFeatures(this, "root-access", {
      enabledFeatures: ["RootCredentialsManagement", "RootSessions"],
      dependsOn: [this.resource],
    });
    this.id = this.resource.id;
    this.rootId = this.resource.roots.get(0).id;
  }
}
