/** What Atlas offers under one instance size on AWS. */
export interface AtlasTier {
  /** Concurrent incoming connections per node; Atlas keeps ten of them for itself. */
  readonly connections: number;
  readonly ramGb: number;
  /** List price of a replica set of three nodes in us-east-1 with the tier's own storage. */
  readonly usdPerHour: number;
}

/**
 * Smallest first: the order is that of Atlas's own scaling.
 * Connections: https://www.mongodb.com/docs/atlas/reference/atlas-limits/, read on 2026-11-23. Prices estimate the
 * list at https://www.mongodb.com/pricing; M30's is that of https://www.mongodb.com/docs/atlas/billing/invoice-breakdown/.
 */
export const atlasTiers: Readonly<Record<string, AtlasTier>> = {
  M10: { connections: 1_500, ramGb: 2, usdPerHour: 0.08 },
  M20: { connections: 3_000, ramGb: 4, usdPerHour: 0.2 },
  M30: { connections: 3_000, ramGb: 8, usdPerHour: 0.54 },
  M40: { connections: 6_000, ramGb: 16, usdPerHour: 1.04 },
  M50: { connections: 16_000, ramGb: 32, usdPerHour: 2 },
  M60: { connections: 32_000, ramGb: 64, usdPerHour: 3.95 },
  M80: { connections: 96_000, ramGb: 128, usdPerHour: 7.3 },
};

/** Place of a tier in the order of sizes, or -1 for a name that Atlas does not know. */
export const tierRank = (tier: string): number => Object.keys(atlasTiers).indexOf(tier);

const hoursPerMonth = 730;
const nodesInListPrice = 3;

/**
 * List price of a month at one tier, in USD: nodes only. Snapshots, transfer between regions and disk beyond the
 * tier's own come on top, so leave room for them in the budget.
 */
export function monthlyEstimateUsd(tier: string, nodes: number): number {
  const usdPerHour = atlasTiers[tier]?.usdPerHour ?? 0;
  return Math.ceil((usdPerHour / nodesInListPrice) * nodes * hoursPerMonth);
}

/** Container blocks that Atlas takes on AWS: https://www.mongodb.com/docs/atlas/security-vpc-peering/. */
export const containerPrefixes = { widest: 21, narrowest: 24 } as const;

/**
 * Hours between snapshots that a schedule may have:
 * https://www.mongodb.com/docs/atlas/cli/current/command/atlas-backups-compliancepolicy-policies-scheduled-create/,
 * read on 2026-11-23.
 */
export const snapshotIntervalsHours: readonly number[] = [1, 2, 4, 6, 8, 12];
