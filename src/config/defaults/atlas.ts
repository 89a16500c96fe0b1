import type { Atlas } from "../schema/atlas";

/** What every workload account has unless its own file says otherwise. */
export const atlasDefaults: Atlas = {
  // Placeholder, admitted in a demonstration only.
  orgId: "000000000000000000000000",
  mongoVersion: "8.0",
  topology: "singleRegion3",
  acceptManualFailover: false,
  connectivity: "peering",
  tieBreakerVpc: false,
  startTier: "M10",
  diskGb: 10,
  computeScaling: { enabled: false },
  dataExplorer: true,
  auditing: false,
  // Sunday morning, 02:00 to 03:00 in New York.
  maintenance: { dayOfWeek: 1, hourOfDay: 7 },
  customerKey: false,
  backup: { everyHours: 6, retentionDays: 2, referenceHour: 0, referenceMinute: 30, copyTo: [] },
  connections: {
    poolPerPod: 100,
    workersPerPod: 4,
    poolPerWorker: 25,
    maxReplicas: 50,
    rolloutSurge: 1,
    analytics: 20,
    backup: 10,
  },
  monthlyBudgetUsd: 100,
  database: "app",
  pods: {
    backend: { namespace: "backend", serviceAccount: "backend" },
    analytics: { namespace: "backend", serviceAccount: "analytics" },
    mongodump: { namespace: "backup", serviceAccount: "mongodump" },
  },
};
