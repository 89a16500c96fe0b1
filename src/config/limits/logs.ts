/**
 * Days that CloudWatch Logs can keep events; it refuses every other number.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export const logRetentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Unused access is looked for over 1 to 365 days (Access Analyzer API reference, UnusedAccessConfiguration). */
export const unusedAccessDays = { least: 1, most: 365 } as const;
