import type { Edge } from "../schema/edge";

/** What every workload account has unless its own file says otherwise. */
export const edgeDefaults: Edge = {
  waf: { rateLimit: 2000, commonRules: "block" },
  accessLogDays: 90,
  shieldAdvanced: false,
};
