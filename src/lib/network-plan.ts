import { subnetAt } from "./cidr";

export type Tier = "public" | "private" | "database" | "pod";

/** Place of a tier's first /24 in the VPC's block: the document's .1, .10 and .20. */
const offsets = { public: 1, private: 10, database: 20 } as const;

/** A pod subnet is a quarter of the pod block. */
const podPrefix = 18;

/** Most zones that the plan has room for: four /18s fill a /16. */
export const maxZones = 4;

/** Block of a tier in the zone at `place`; a new zone at the end moves no other. */
export function tierCidr(
  tier: Tier,
  { vpcCidr, podCidr }: { readonly vpcCidr: string; readonly podCidr: string },
  place: number,
): string {
  return tier === "pod" ? subnetAt(podCidr, podPrefix, place) : subnetAt(vpcCidr, 24, offsets[tier] + place);
}

/** Blocks of one tier, in the order of the zones. */
export const privateCidrs = (vpcCidr: string, zones: readonly string[]): readonly string[] =>
  zones.map((_, place) => subnetAt(vpcCidr, 24, offsets.private + place));

/** Block of a stub network's database subnet in the zone at `place`: a quarter of its /24. */
export const stubCidr = (vpcCidr: string, place: number): string => subnetAt(vpcCidr, 26, place);

/** What the public ACL has room for beside its four fixed rules; ACLs take no prefix lists. */
export const maxApprovedRanges = 15;
