import { z } from "zod";
import { name } from "./forms";

export const foundationSchema = z.strictObject({
  /** Days that every log group of the account keeps its events; one of the numbers that CloudWatch Logs offers. */
  logRetentionDays: z.int({ error: "is not a whole number of days; write one" }),
  /** Build projects that write logs, without the account's prefix; their groups are made before them. */
  buildProjects: z.array(name),
  /** Days that build artifacts are kept. */
  artifactDays: z.int({ error: "is not a whole number of days; write one" }).min(1, "keeps nothing; write 1 or more"),
  /** Route 53 restores changes to the zone within 60 minutes of a loss of us-east-1. */
  acceleratedRecovery: z.boolean(),
  access: z.strictObject({
    /** Permissions boundaries that the account has beside the one of workloads. */
    boundaries: z.array(z.enum(["developer", "prod", "break-glass"])),
    /** True makes the policy that lets people approve a release. */
    approvals: z.boolean(),
    /** Days after which an unused right is reported; absent reports none. */
    unusedAccessDays: z.int().optional(),
  }),
});

export type Foundation = z.infer<typeof foundationSchema>;
