import { z } from "zod";
import { count, name, text } from "./forms";

const days = z.int({ error: "is not a whole number of days; write one" }).min(1, "keeps nothing; write 1 or more");

/** A public registry that images are pulled from by way of the account's own. */
const upstreamSchema = z.strictObject({
  /** Host, e.g. `registry-1.docker.io`. */
  registry: text,
  /** True where it wants a login; the secret is made empty and filled by hand. */
  credentials: z.boolean(),
});

export const imagesSchema = z.strictObject({
  /** Services with an image of their own; each gets a repository and a quarantine repository. */
  services: z.array(text).min(1, "names no service; name at least one"),
  tagMutability: z.enum(["MUTABLE", "IMMUTABLE"]),
  /** Basic scans when pushed; enhanced scans released images all their life (Amazon Inspector). */
  scanType: z.enum(["BASIC", "ENHANCED"]),
  /** Days that an image without a tag is kept. */
  untaggedDays: days,
  /** Days that a candidate is kept. */
  candidateDays: days,
  /** Newest images kept, by prefix of their tags. */
  keep: z.record(text, count),
  /** Workload account whose promotion role may pull released images. */
  promotesTo: name.optional(),
  /** Pull-through caches by prefix, e.g. `docker-hub`. */
  caches: z.record(name, upstreamSchema),
});

export type Images = z.infer<typeof imagesSchema>;
