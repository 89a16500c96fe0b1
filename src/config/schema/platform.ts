import { z } from "zod";
import { accountSchema } from "./account";
import { sharedAddressesSchema } from "./addresses";
import { date, name, regionName, text } from "./forms";
import { organizationSchema } from "./organization";
import { peopleSchema } from "./people";
import { workloadSchema } from "./workload";

export const backendSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("s3"), lock: z.enum(["both", "dynamodb", "lockfile"]) }),
  z.strictObject({ kind: z.literal("cloud"), organization: text, hostname: text.optional() }),
]);

const regionSchema = z.strictObject({
  /** Zone names of the region; append only, because a zone's place fixes its addresses. */
  zones: z.array(text),
});

/** A release of Kubernetes on EKS. */
const kubernetesReleaseSchema = z.strictObject({
  /** Last day of standard support. */
  standardSupportEnds: date,
  /** Page that says so, and the day on which it was read. */
  source: z.url(),
  readOn: date,
});

export const platformSchema = z.strictObject({
  /** The day that dated rules are judged at; nothing below `main.ts` looks at a clock. */
  asOf: date,
  /** True allows placeholder account ids and e-mails. Synth refuses them otherwise. */
  demonstration: z.boolean(),
  company: z.strictObject({
    /** Prefix of global names, e.g. `company-inc`. */
    name,
    /** Parent domain of the environments' hosted zones. */
    domain: text,
  }),
  backend: backendSchema,
  regions: z.strictObject({ primary: regionName, secondary: regionName, tieBreaker: regionName }),
  /** Zones by region; every region above has an entry. */
  zones: z.record(regionName, regionSchema),
  organization: organizationSchema,
  people: peopleSchema,
  management: accountSchema,
  /**
   * Roles of the management account whose holders set the organization up: names with their path, `*` allowed. Beside
   * the deploy role they alone reach the account's state.
   */
  operators: z
    .array(text)
    .min(1, "names nobody, so whoever makes the state bucket is locked out of it; name the role that you apply with"),
  /** Audit accounts; leave one out to switch it off. */
  audit: z.strictObject({ security: accountSchema.optional(), "log-archive": accountSchema.optional() }),
  sharedAddresses: sharedAddressesSchema,
  kubernetesReleases: z.record(
    z.string().regex(/^1\.\d+$/, "is not a Kubernetes minor; write 1.NN"),
    kubernetesReleaseSchema,
  ),
  workloads: z.record(name, workloadSchema),
});

export type Platform = z.infer<typeof platformSchema>;
