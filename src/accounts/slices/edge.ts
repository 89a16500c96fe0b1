import type { Platform } from "../../config";
import type { EdgeStackProps } from "../../stacks/edge-stack";
import { zoneNameOf } from "./foundation";

type Workload = Platform["workloads"][string];

export function edgeProps(platform: Platform, workload: Workload): EdgeStackProps {
  const { waf, accessLogDays, shieldAdvanced } = workload.edge;
  return {
    zoneName: zoneNameOf(platform, workload),
    waf,
    accessLogDays,
    shieldAdvanced,
    deletionProtection: workload.protected,
  };
}
