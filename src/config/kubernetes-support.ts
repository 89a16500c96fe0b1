import type { Platform } from "./schema/platform";

/** Days before the end of standard support from which an upgrade is due. */
export const upgradeNoticeDays = 90;

const dayMs = 24 * 60 * 60 * 1000;

/** Whole days from one ISO date to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

export interface UpgradeNotice {
  readonly workload: string;
  readonly version: string;
  /** ISO date of the last day of standard support. */
  readonly supportEnds: string;
  readonly daysLeft: number;
}

/** Clusters whose version leaves standard support within the notice period, judged at `asOf`. After the end a rule refuses them. */
export function kubernetesUpgradesDue({ asOf, kubernetesReleases, workloads }: Platform): readonly UpgradeNotice[] {
  return Object.entries(workloads).flatMap(([workload, { eks }]) => {
    const release = kubernetesReleases[eks.version];
    if (release === undefined) return [];
    const daysLeft = daysBetween(asOf, release.standardSupportEnds);
    if (daysLeft < 0 || daysLeft > upgradeNoticeDays) return [];
    return [{ workload, version: eks.version, supportEnds: release.standardSupportEnds, daysLeft }];
  });
}
