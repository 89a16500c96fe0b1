import { aclIngress } from "./acl-ingress";
import { balancerLogs } from "./balancer-logs";
import { boundaries } from "./boundaries";
import { buckets } from "./buckets";
import { clusterEndpoint } from "./cluster-endpoint";
import { functions } from "./functions";
import { logRetention } from "./log-retention";
import { openIngress } from "./open-ingress";
import type { PolicyRule } from "./rule";
import { schedules } from "./schedules";
import { secrets } from "./secrets";
import { securityGroups } from "./security-groups";
import { administrators, trusts } from "./trusts";
import { webAcls } from "./web-acls";

export { claimOf, type PolicyFinding, type PolicyRule } from "./rule";

/** Rules of ours, each in the place of some of checkov's. */
export const policyRules: readonly PolicyRule[] = [
  aclIngress,
  administrators,
  balancerLogs,
  boundaries,
  buckets,
  clusterEndpoint,
  functions,
  logRetention,
  openIngress,
  schedules,
  secrets,
  securityGroups,
  trusts,
  webAcls,
];
