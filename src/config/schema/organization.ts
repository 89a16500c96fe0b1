import { z } from "zod";
import { name, regionName, text } from "./forms";

const organizationId = z
  .string()
  .regex(
    /^o-[a-z0-9]{10,32}$/,
    "is not the id of an organization; write o- and its 10 to 32 letters and digits, as in the console",
  );

/** An organizational unit; one without accounts, its own or below it, is not made. */
const unitSchema = z.strictObject({
  /** Name in the console, e.g. `NonProduction`. */
  name: text,
  /** Key of the unit above; left out, the unit hangs on the root. */
  parent: name.optional(),
  /** Id of an existing unit to adopt instead of making one. */
  importFrom: z
    .string()
    .regex(/^ou-[a-z0-9]+-[a-z0-9]+$/, "is not the id of an organizational unit; write ou-xxxx-xxxxxxxx")
    .optional(),
});

const guardrailsSchema = z.strictObject({
  /** Keys of the units that the four general policies bind. */
  units: z.array(name).min(1, "names no unit, so no account is guarded; name the topmost ones"),
  /** Keys of the units that `prod-guard` binds as well; exactly one account lives in each. */
  productionUnits: z.array(name).min(1, "names no unit, so production is unguarded; name production's"),
  /** Role names, without a path, that no policy binds; the deploy role is always among them. */
  exemptRoles: z.array(text),
  /** Regions that are open besides those that the configuration uses. */
  extraRegions: z.array(regionName),
});

export const organizationSchema = z.strictObject({
  /** Id of the organization; endpoint policies name it. Known after the first apply of the organization layer. */
  id: organizationId,
  /** Id of an existing organization to adopt instead of creating one; must equal `id`. */
  importFrom: organizationId.optional(),
  /** Services that may act in every account. */
  servicePrincipals: z.array(text),
  units: z.record(name, unitSchema),
  /** Key of the unit that audit accounts live in, and no others. */
  auditUnit: name,
  guardrails: guardrailsSchema,
  tagPolicy: z.strictObject({
    /** Resource types on which a tag that differs from the policy is refused, e.g. `ec2:instance`. */
    enforcedFor: z.array(
      z.string().regex(/^[a-z0-9-]+:[A-Za-z_-]+$/, "is not a resource type of tag policies; write service:type"),
    ),
  }),
  /** Keys of accounts whose owners see their own bills through IAM. */
  billingAccess: z.array(name),
});

export type Organization = z.infer<typeof organizationSchema>;
