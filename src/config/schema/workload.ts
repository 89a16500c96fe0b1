import { z } from "zod";
import { accountSchema } from "./account";
import { addressesSchema } from "./addresses";
import { atlasSchema } from "./atlas";
import { edgeSchema } from "./edge";
import { eksSchema } from "./eks";
import { foundationSchema } from "./foundation";
import { imagesSchema } from "./images";
import { networkSchema } from "./network";

/** One workload account: dev, staging, prod, or the next one. */
export const workloadSchema = z.strictObject({
  account: accountSchema,
  /** Warm standby in the secondary region: the layers that exist there too. */
  secondaryRegion: z.strictObject({ enabled: z.boolean() }),
  /** Lifts (`false`) or sets (`true`) deletion protection of clusters, databases and image repositories. */
  protected: z.boolean(),
  addresses: addressesSchema,
  network: networkSchema,
  eks: eksSchema,
  atlas: atlasSchema,
  images: imagesSchema,
  foundation: foundationSchema,
  edge: edgeSchema,
});

export type Workload = z.infer<typeof workloadSchema>;
