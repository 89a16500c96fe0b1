/** Quotas of Identity Center and IAM, user guides. White space does not count among the characters of a role's policy. */
export const accessLimits = {
  permissionSetNameCharacters: 32,
  shortestSessionHours: 1,
  longestSessionHours: 12,
  policiesPerSet: 10,
  inlinePolicyCharacters: 10_240,
} as const;

const durationForm = /^PT(?:(\d+)H)?(?:(\d+)M)?$/;

/** Hours of an ISO 8601 duration such as PT1H30M. @returns undefined when the text is none. */
export function hoursOf(duration: string): number | undefined {
  const match = durationForm.exec(duration);
  if (match === null || duration === "PT") return undefined;
  return Number(match[1] ?? 0) + Number(match[2] ?? 0) / 60;
}

export interface AccessGrant {
  readonly group: string;
  readonly approvedBy?: string | undefined;
  /** UTC, ISO 8601. */
  readonly starts: string;
  /** UTC, ISO 8601. */
  readonly expires: string;
}

/** Hours between two moments in ISO 8601. */
export const hoursBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 3_600_000;

/** True when an approver has approved the grant and the day `asOf` (YYYY-MM-DD, UTC) touches its time. */
export function isActive(
  grant: AccessGrant,
  approvers: readonly string[],
  longestHours: number,
  asOf: string,
): boolean {
  const { approvedBy, starts, expires } = grant;
  const hours = hoursBetween(starts, expires);
  const approved = approvedBy !== undefined && approvers.includes(approvedBy);
  return approved && hours > 0 && hours <= longestHours && starts.slice(0, 10) <= asOf && asOf <= expires.slice(0, 10);
}
