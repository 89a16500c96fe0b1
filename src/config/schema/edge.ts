import { z } from "zod";

export const edgeSchema = z.strictObject({
  waf: z.strictObject({
    /** Requests of one address in five minutes, after which it is blocked. */
    rateLimit: z
      .int({ error: "is not a whole number of requests; write one" })
      .min(10, "is fewer than AWS WAF's 10; write 10 or more")
      .max(2_000_000_000, "is more than AWS WAF's 2,000,000,000; write fewer"),
    /** `count` lets through what the common rules match, to learn first what they would block. */
    commonRules: z.enum(["block", "count"]),
  }),
  /** Days that access logs of the load balancer are kept. */
  accessLogDays: z.int({ error: "is not a whole number of days; write one" }).min(1, "keeps nothing; write 1 or more"),
  /** Shield Advanced for the load balancer: a subscription of 3,000 USD a month and a year's commitment, made by hand. */
  shieldAdvanced: z.boolean(),
});

export type Edge = z.infer<typeof edgeSchema>;
