import { z } from "zod";
import { accountId, email, name, regionName, text } from "./forms";

/** What any account has, whatever lives in it. */
export const accountSchema = z.strictObject({
  id: accountId,
  email,
  /** Organizational unit by its key in `organization.units`; the management account stands outside of all. */
  unit: name.optional(),
  /** Value of the Owner tag: a team, not a person. */
  owner: text,
  /** Value of the CostCenter tag. */
  costCenter: text,
  /** Value of the Environment tag, e.g. `production`. */
  environment: name,
  /** Id of an existing account to adopt instead of creating one; must equal `id`. */
  importFrom: accountId.optional(),
  /**
   * Where the state of each region's bootstrap stack lies: `local` until it has made its bucket, `backend` once
   * `terraform init -migrate-state` has moved it there. Regions that are not named are `local`.
   */
  bootstrapState: z.record(regionName, z.enum(["local", "backend"])),
});

export type Account = z.infer<typeof accountSchema>;
