import type { Foundation } from "../schema/foundation";

/** What every workload account has unless its own file says otherwise. */
export const foundationDefaults: Foundation = {
  logRetentionDays: 30,
  buildProjects: ["build", "test", "scan-gate", "deploy"],
  artifactDays: 30,
  acceleratedRecovery: true,
  access: { boundaries: [], approvals: false },
};
