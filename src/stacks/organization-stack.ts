import type { Construct } from "constructs";
import { organizationContract } from "../contracts/organization";
import { type GuardrailName, type GuardrailSettings, guardrails, type TagRule, tagPolicy } from "../lib/guardrails";
import { organizationAccessRoleName } from "../lib/naming";
import { MemberAccount } from "../modules/organization/member-account";
import { Organization } from "../modules/organization/organization";
import { OrganizationPolicy } from "../modules/organization/policies";
import { type UnitProps, Units } from "../modules/organization/units";
import { BaseStack, type StackScope } from "./base-stack";

export interface OrganizationAccount {
  readonly email: string;
  /** Key of its unit. */
  readonly unit: string;
  readonly billingAccess: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Id of an existing account to adopt. @default a new one is made */
  readonly importFrom?: string;
}

export interface OrganizationStackProps {
  readonly servicePrincipals: readonly string[];
  /** Id of an existing organization to adopt. @default a new one is made */
  readonly importFrom?: string;
  readonly units: Readonly<Record<string, UnitProps>>;
  /** Member accounts by key. */
  readonly accounts: Readonly<Record<string, OrganizationAccount>>;
  readonly guardrails: GuardrailSettings;
  /** Keys of the units that each guardrail binds. */
  readonly guardrailUnits: Readonly<Record<GuardrailName, readonly string[]>>;
  /** Tag keys with the values that they may have. */
  readonly tagRules: Readonly<Record<string, TagRule>>;
  /** Resource types on which the tag rules are enforced. */
  readonly tagsEnforcedFor: readonly string[];
}

const purposes: Readonly<Record<GuardrailName, string>> = {
  "deny-leave-org-and-root": "Accounts stay in the organization and root users do nothing",
  "region-lock": "Regional services run in the regions of the configuration only",
  "protect-audit": "Audit trails, Terraform state and the roles that guardrails exempt stay untouched",
  "deny-unencrypted-ebs-and-public-s3": "Volumes are encrypted, buckets private, instance metadata asks for a token",
  "prod-guard": "Production has no IAM users or access keys, and no root",
};

/** The organization: units, accounts, guardrails, tag policy. */
export class OrganizationStack extends BaseStack {
  constructor(parent: Construct, scope: StackScope, props: OrganizationStackProps) {
    super(parent, "organization", scope);
    const { servicePrincipals, importFrom } = props;
    const organization = new Organization(this, "organization", {
      servicePrincipals,
      ...(importFrom === undefined ? {} : { importFrom }),
    });
    const units = new Units(this, "units", { rootId: organization.rootId, units: props.units });
    this.guard(organization, units, props);
    this.publish(organizationContract, {
      organization_id: organization.id,
      account_ids: this.accounts(units, props),
      unit_ids: units.ids,
    });
  }

  private accounts(units: Units, { accounts }: OrganizationStackProps): Readonly<Record<string, string>> {
    const made = Object.entries(accounts).map(([key, { unit, ...account }]) => {
      const member = new MemberAccount(this, `account-${key}`, {
        ...account,
        name: `${this.scope.company}-${key}`,
        parentId: units.idOf(unit),
        roleName: organizationAccessRoleName,
      });
      return [key, member.accountId];
    });
    return Object.fromEntries(made);
  }

  private guard(organization: Organization, units: Units, props: OrganizationStackProps): void {
    const after = organization.resource;
    const documents = guardrails(props.guardrails);
    for (const [name, content] of Object.entries(documents) as [GuardrailName, string][]) {
      const targets = Object.fromEntries(props.guardrailUnits[name].map((key) => [key, units.idOf(key)]));
      const description = purposes[name];
      new OrganizationPolicy(this, name, {
        name,
        description,
        type: "SERVICE_CONTROL_POLICY",
        content,
        targets,
        after,
      });
    }
    new OrganizationPolicy(this, "required-tags", {
      name: "required-tags",
      description: "Spelling and values of the cost allocation tags",
      type: "TAG_POLICY",
      content: tagPolicy(props.tagRules, props.tagsEnforcedFor),
      targets: { root: organization.rootId },
      after,
    });
  }
}
