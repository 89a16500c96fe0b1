import type { WorkloadDifferences } from "../defaults/workload";
import { offices, slot } from "./addresses";

export const staging: WorkloadDifferences = {
  account: {
    id: "666666666666",
    email: "aws-staging@company-inc.example",
    unit: "non-production",
    owner: "platform-engineering",
    costCenter: "CC-200",
    environment: "staging",
    bootstrapState: {},
  },
  addresses: slot(1),
  network: {
    interfaceEndpoints: { zoneCount: 2 },
    bastion: {
      enabled: true,
      acceptInProtected: "the architecture document asks for a bastion, and staging is where it is exercised",
      approvedCidrs: [...offices],
    },
  },
  eks: {
    endpoint: { public: true, approvedCidrs: [...offices] },
    logRetentionDays: 30,
    access: {
      people: { StagingDevOps: { policy: "edit", scope: "apps" }, StagingQA: { policy: "view", scope: "apps" } },
    },
  },
  atlas: {
    connectivity: "both",
    computeScaling: { enabled: true, minTier: "M10", maxTier: "M20" },
    backup: { pointInTimeDays: 1 },
    // Blue-green: the new colour starts beside the old one.
    connections: { rolloutSurge: 50 },
    acceptConnectionRisk: { by: "platform-engineering", reason: "load tests raise the tier before they start" },
    monthlyBudgetUsd: 250,
  },
  images: { promotesTo: "prod" },
};
