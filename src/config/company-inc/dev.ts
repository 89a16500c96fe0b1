import { documentedServices } from "../defaults/network";
import type { WorkloadDifferences } from "../defaults/workload";
import { offices, slot } from "./addresses";

export const dev: WorkloadDifferences = {
  account: {
    id: "555555555555",
    email: "aws-dev@company-inc.example",
    unit: "non-production",
    owner: "platform-engineering",
    costCenter: "CC-100",
    environment: "development",
    bootstrapState: {},
  },
  addresses: slot(2),
  protected: false,
  // One zone and the documented four: an endpoint costs by zone and hour, and dev has little traffic to save on.
  network: {
    natMode: "single",
    interfaceEndpoints: { services: documentedServices, zoneCount: 1 },
    bastion: { enabled: true, approvedCidrs: [...offices], ssm: false },
  },
  eks: {
    dbPool: { enabled: false },
    endpoint: { public: true, approvedCidrs: [...offices] },
    logRetentionDays: 14,
    access: { people: { DevPowerUser: { policy: "edit", scope: "apps" } } },
  },
  atlas: {
    acceptConnectionRisk: { by: "platform-engineering", reason: "dev never runs more than a few pods" },
  },
  images: { tagMutability: "MUTABLE", scanType: "BASIC" },
  foundation: { logRetentionDays: 14, access: { boundaries: ["developer"] } },
};
