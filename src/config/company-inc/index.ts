import type { PlatformInput } from "../assemble";
import { kubernetesReleases } from "../kubernetes-releases";
import { sharedAddresses } from "./addresses";
import { dev } from "./dev";
import { organization } from "./organization";
import { people } from "./people";
import { prod } from "./prod";
import { staging } from "./staging";

/** Company Inc., as its architecture document has it. */
export const companyInc: PlatformInput = {
  asOf: "2026-11-23",
  // Account ids and e-mails below are placeholders; remove this line's permission once they are real.
  demonstration: true,
  company: { name: "company-inc", domain: "company-inc.example" },
  backend: { kind: "s3", lock: "both" },
  regions: { primary: "us-east-1", secondary: "us-west-2", tieBreaker: "us-east-2" },
  zones: {
    "us-east-1": { zones: ["us-east-1a", "us-east-1b", "us-east-1c"] },
    "us-west-2": { zones: ["us-west-2a", "us-west-2b", "us-west-2c"] },
    "us-east-2": { zones: ["us-east-2a", "us-east-2b", "us-east-2c"] },
  },
  organization,
  people,
  management: {
    id: "111111111111",
    email: "aws-management@company-inc.example",
    owner: "platform-engineering",
    costCenter: "CC-000",
    environment: "management",
    bootstrapState: {},
  },
  // The role that Identity Center makes for people with its predefined set AdministratorAccess.
  operators: ["aws-reserved/sso.amazonaws.com/*AWSReservedSSO_AdministratorAccess_*"],
  audit: {
    security: {
      id: "222222222222",
      email: "aws-security@company-inc.example",
      unit: "security",
      owner: "security",
      costCenter: "CC-010",
      environment: "security",
      bootstrapState: {},
    },
    "log-archive": {
      id: "333333333333",
      email: "aws-log-archive@company-inc.example",
      unit: "security",
      owner: "security",
      costCenter: "CC-010",
      environment: "log-archive",
      bootstrapState: {},
    },
  },
  sharedAddresses,
  kubernetesReleases,
  workloads: { dev, staging, prod },
};
