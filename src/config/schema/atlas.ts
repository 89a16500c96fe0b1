import { z } from "zod";
import { topologyNames } from "../../lib/atlas-topology";
import { count, name, regionName, text } from "./forms";

const tier = z.string().regex(/^M\d+$/, "is not the name of an Atlas tier; write for example M10");

/** A risk that somebody took knowingly. */
const acceptance = z.strictObject({
  /** Team that answers for it. */
  by: text,
  reason: text,
});

const podSchema = z.strictObject({ namespace: name, serviceAccount: name });

const connectionsSchema = z.strictObject({
  /** Connections that one pod keeps open: workers times the pool of each. */
  poolPerPod: count,
  /** Worker processes of a pod; each has a client and therefore a pool of its own. */
  workersPerPod: count,
  poolPerWorker: count,
  /** Most backend pods of one cluster, as its autoscaler is configured. */
  maxReplicas: count,
  /** Backend pods that run beside them during a rollout: 1 for a rolling update, as many again for blue-green. */
  rolloutSurge: count,
  analytics: count,
  backup: count,
});

const backupSchema = z.strictObject({
  /** Hours between snapshots. */
  everyHours: count,
  retentionDays: count,
  /** Days that can be restored to any second. @default no point-in-time recovery */
  pointInTimeDays: count.optional(),
  /** UTC time of day that the intervals are counted from. */
  referenceHour: count.max(23, "is no hour of the day; write 0 to 23"),
  referenceMinute: count.max(59, "is no minute; write 0 to 59"),
  /** Regions that get a copy of every snapshot, with the oplog where there is point-in-time recovery. */
  copyTo: z.array(regionName),
});

export const atlasSchema = z.strictObject({
  /** Id of the Atlas organization that pays for the project. */
  orgId: z.string().regex(/^[0-9a-f]{24}$/, "is not the id of an Atlas organization; write its 24 hexadecimal digits"),
  /** Major version, e.g. `8.0`; Atlas applies the patches. */
  mongoVersion: z.string().regex(/^\d+\.\d$/, "is not a major version of MongoDB; write for example 8.0"),
  topology: z.enum(topologyNames, { error: `is no topology; write one of ${topologyNames.join(", ")}` }),
  /** Accepts that the loss of one region needs a forced reconfiguration by hand, which can lose writes. */
  acceptManualFailover: z.boolean(),
  connectivity: z.enum(["peering", "privatelink", "both"], {
    error: "is no way to Atlas; write peering, privatelink or both",
  }),
  /** Path that applications take where there are two. @default peering */
  preferredPath: z.enum(["peering", "privatelink"]).optional(),
  /** Builds the stub network that holds the endpoint of the tie-breaker's region. */
  tieBreakerVpc: z.boolean(),
  /** Lets the endpoint host be empty on the first pass over the regions: Atlas issues it once all have their endpoint. */
  acceptMissingEndpointHost: acceptance.optional(),
  startTier: tier,
  /** Why the start is larger than the smallest tier. */
  startTierReason: text.optional(),
  /** Size that the disk starts with; Atlas lets it grow. */
  diskGb: z.int().min(10, "is less than the disk of the smallest tier; write 10 or more"),
  computeScaling: z.strictObject({
    enabled: z.boolean(),
    minTier: tier.optional(),
    /** Ceiling of size and so of cost. */
    maxTier: tier.optional(),
  }),
  /** Least hours of oplog, once the disk allows; keeps the point-in-time chain whole under a burst of writes. */
  oplogHours: count.optional(),
  /** Browsing of documents in Atlas's own console. */
  dataExplorer: z.boolean(),
  auditing: z.boolean(),
  /** Day 1 is Sunday; the hour is UTC. */
  maintenance: z.strictObject({ dayOfWeek: z.int().min(1).max(7), hourOfDay: z.int().min(0).max(23) }),
  /** Encrypts with a KMS key of the primary region on top of Atlas's own encryption. */
  customerKey: z.boolean(),
  /** Accepts that nodes of other regions need KMS in the primary one to open their disks. */
  acceptRegionalKey: acceptance.optional(),
  backup: backupSchema,
  connections: connectionsSchema,
  /** Accepts more connections than the smallest tier allows. */
  acceptConnectionRisk: acceptance.optional(),
  /** Atlas's share of the environment's monthly budget; MongoDB sends the bill, so AWS Budgets does not see it. */
  monthlyBudgetUsd: count,
  /** Database that the applications use. */
  database: name,
  /** Service accounts that log in to Atlas. */
  pods: z.strictObject({ backend: podSchema, analytics: podSchema, mongodump: podSchema }),
});

export type Atlas = z.infer<typeof atlasSchema>;
