import { z } from "zod";
import { count, name, text } from "./forms";

const duration = z
  .string()
  .regex(/^PT(?:\d+H)?(?:\d+M)?$/, "is not an ISO 8601 duration in hours and minutes; write for example PT4H")
  .refine((value) => value !== "PT", "is an empty duration; write for example PT4H");

const moment = z.iso.datetime({ error: "is not a moment in UTC; write YYYY-MM-DDTHH:MM:SSZ" });

/** A statement as IAM spells it. `{accountId}` stands for the one account that the set is assigned to. */
const statementSchema = z.strictObject({
  Sid: z.string().regex(/^[A-Za-z0-9]+$/, "is not a statement id; use letters and digits"),
  Effect: z.enum(["Allow", "Deny"]),
  Action: z.array(text),
  Resource: z.array(text),
  Condition: z.record(text, z.record(text, z.union([text, z.array(text)]))).optional(),
});

/** A policy in the target account; it must exist there before the set is provisioned. */
const customerPolicySchema = z.strictObject({ name: text, path: text });

const permissionSetSchema = z.strictObject({
  description: text,
  sessionDuration: duration,
  /** AWS managed policies by the part of the ARN after `policy/`. */
  managedPolicies: z.array(text),
  customerPolicies: z.array(customerPolicySchema),
  statements: z.array(statementSchema),
  boundary: customerPolicySchema.optional(),
  /** Standing access: groups by key of account. */
  assignments: z.record(name, z.array(text)),
});

/** What people may ever get in an account, whichever set gives it. */
const accountLimitSchema = z.strictObject({
  /** The only groups that may be assigned. */
  groups: z.array(text),
  longestSessionHours: count,
  /** Whether a set may allow an action with a wildcard. */
  wildcardActions: z.boolean(),
  /** Key of an account whose sets' denials every set of this account repeats. */
  deniesLike: name.optional(),
});

/** Write access for one piece of work. Without approval, or expired at `asOf`, it gives nothing. */
const grantSchema = z.strictObject({
  group: text,
  /** Reference of the change or incident. */
  ticket: text,
  /** Role of the approver, one of `approvers`. */
  approvedBy: text.optional(),
  starts: moment,
  expires: moment,
});

export const peopleSchema = z.strictObject({
  /** Names of the Identity Center groups, with what each is for. Membership is kept in the directory. */
  groups: z.record(text, text),
  permissionSets: z.record(text, permissionSetSchema),
  accountLimits: z.record(name, accountLimitSchema),
  /** Roles of people who approve production access. */
  approvers: z.array(text),
  /** The one set that grants hand out, where, to whom and for how long at most. */
  operatorAccess: z.strictObject({
    permissionSet: text,
    account: name,
    groups: z.array(text),
    longestGrantHours: count,
  }),
  prodAccessGrants: z.array(grantSchema),
  /** Emergency way in: users of the management account with a second factor take these roles. */
  breakGlass: z.strictObject({ group: text, roles: z.record(name, text) }),
});

export type People = z.infer<typeof peopleSchema>;
export type PermissionSet = People["permissionSets"][string];
export type Grant = People["prodAccessGrants"][number];
