import type { Organization } from "../schema/organization";

export const organization: Organization = {
  id: "o-0000000000",
  servicePrincipals: [
    "access-analyzer.amazonaws.com",
    "account.amazonaws.com",
    "cloudtrail.amazonaws.com",
    "compute-optimizer.amazonaws.com",
    "config.amazonaws.com",
    "cost-optimization-hub.bcm.amazonaws.com",
    "guardduty.amazonaws.com",
    "iam.amazonaws.com",
    "ram.amazonaws.com",
    "sso.amazonaws.com",
  ],
  units: {
    security: { name: "Security" },
    workloads: { name: "Workloads" },
    "non-production": { name: "NonProduction", parent: "workloads" },
    production: { name: "Production", parent: "workloads" },
  },
  auditUnit: "security",
  guardrails: {
    units: ["workloads", "security"],
    productionUnits: ["production"],
    // Exact names: `*-break-glass` would spare any role under a path that developers may write to.
    exemptRoles: ["OrganizationAccountAccessRole", "prod-break-glass"],
    extraRegions: [],
  },
  tagPolicy: { enforcedFor: ["ec2:instance", "ec2:volume", "s3:bucket", "secretsmanager:secret"] },
  billingAccess: ["staging", "prod"],
};
