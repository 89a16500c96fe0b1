import type { WorkloadDifferences } from "../defaults/workload";
import { slot } from "./addresses";

export const prod: WorkloadDifferences = {
  account: {
    id: "777777777777",
    email: "aws-prod@company-inc.example",
    unit: "production",
    owner: "platform-engineering",
    costCenter: "CC-300",
    environment: "production",
    bootstrapState: {},
  },
  addresses: slot(0),
  secondaryRegion: { enabled: true },
  eks: {
    access: {
      people: { ProdReadOnly: { policy: "view", scope: "apps" }, ProdOperator: { policy: "edit", scope: "apps" } },
      breakGlass: true,
    },
    runner: { enabled: true },
  },
  atlas: {
    topology: "triRegion3",
    computeScaling: { enabled: true, minTier: "M10", maxTier: "M40" },
    dataExplorer: false,
    auditing: true,
    backup: { pointInTimeDays: 1, copyTo: ["us-west-2"] },
    // Canary: the stable pods stay until the new ones carry everything.
    connections: { rolloutSurge: 50 },
    acceptConnectionRisk: {
      by: "platform-engineering",
      reason:
        "starts small as the architecture asks; the alarm at 80 percent of the connections comes before the limit",
    },
    monthlyBudgetUsd: 1_200,
  },
  foundation: {
    buildProjects: ["build", "test", "scan-gate", "deploy", "runner"],
    logRetentionDays: 90,
    access: { boundaries: ["prod", "break-glass"], approvals: true, unusedAccessDays: 90 },
  },
};
