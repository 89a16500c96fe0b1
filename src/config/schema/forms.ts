import { z } from "zod";
import { parseCidr } from "../../lib/cidr";

/** Messages have the form "why; mend", which the report splits. */
export const cidr = z
  .string()
  .refine(
    (value) => parseCidr(value) !== undefined,
    "is not an IPv4 block; write a.b.c.d/n with no bit set below the mask",
  );

export const accountId = z.string().regex(/^\d{12}$/, "is not an AWS account id; write its twelve digits as a string");

export const email = z.email({ error: "is not an e-mail address; AWS asks for a unique, working one per account" });

export const date = z.iso.date({ error: "is not a date; write YYYY-MM-DD" });

export const regionName = z
  .string()
  .regex(/^[a-z]{2}-[a-z]+-\d$/, "is not the name of an AWS region; write for example us-east-1");

export const name = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]*[a-z0-9]$/,
    "is not a name; use lower-case letters, digits and inner hyphens, starting with a letter",
  );

export const text = z.string().min(1, "is empty; write something");

export const count = z.int({ error: "is not a whole number; write one" }).min(0, "is negative; write 0 or more");
