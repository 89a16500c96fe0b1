import { contains, overlaps, parseCidr } from "../../lib/cidr";
import { maxZones, tierCidr } from "../../lib/network-plan";
import type { AddressBlock } from "../schema/addresses";
import type { Platform } from "../schema/platform";
import { type Finding, forEachWorkload, type Rule } from "./rule";

interface Range {
  readonly path: string;
  readonly cidr: string;
}

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] as const;
const sharedRange = "100.64.0.0/10";

const prefixOf = (cidr: string): number => parseCidr(cidr)?.prefix ?? 0;
const privateRangeOf = (cidr: string): string | undefined => privateRanges.find((range) => contains(range, cidr));

/** Every range of the ledger, all accounts and regions, with where it stands. */
function ledger({ workloads, sharedAddresses }: Platform): readonly Range[] {
  const { onPremises, services, clientVpn } = sharedAddresses;
  return [
    ...Object.entries(workloads).flatMap(([name, { addresses }]) =>
      Object.entries(addresses).flatMap(([region, block]) =>
        Object.entries(block).flatMap(([kind, cidr]) =>
          cidr === undefined ? [] : [{ path: `workloads.${name}.addresses.${region}.${kind}`, cidr }],
        ),
      ),
    ),
    { path: "sharedAddresses.services", cidr: services },
    { path: "sharedAddresses.clientVpn", cidr: clientVpn },
    ...Object.entries(onPremises).map(([name, cidr]) => ({ path: `sharedAddresses.onPremises.${name}`, cidr })),
  ];
}

const addressOverlap: Rule = {
  id: "address-overlap",
  check: (platform) => {
    const ranges = ledger(platform);
    return ranges.flatMap(({ path, cidr }, place) =>
      ranges
        .slice(0, place)
        .filter((other) => overlaps(other.cidr, cidr))
        .map((other) => ({
          path,
          value: cidr,
          reason: `shares addresses with ${other.path} (${other.cidr}); AWS and Atlas refuse to peer networks that overlap`,
          mend: "give it a block of its own; src/config/addresses.ts holds the plan",
        })),
    );
  },
};

/** Regions with a full network; the tie-breaker's has a stub at most. */
const appRegions = ({ regions }: Platform, secondaryEnabled: boolean): readonly string[] =>
  secondaryEnabled ? [regions.primary, regions.secondary] : [regions.primary];

const addressRegionMissing: Rule = {
  id: "address-region-missing",
  check: forEachWorkload(({ addresses, secondaryRegion }, _, platform) =>
    appRegions(platform, secondaryRegion.enabled)
      .filter((region) => addresses[region] === undefined)
      .map((region) => ({
        path: `addresses.${region}`,
        value: undefined,
        reason: "the environment has a network in this region and no ranges for it",
        mend: "enter blocks for vpc, pods and atlas that nothing else uses",
      })),
  ),
};

const addressPodsMissing: Rule = {
  id: "address-pods-missing",
  check: forEachWorkload(({ addresses, secondaryRegion }, _, platform) =>
    appRegions(platform, secondaryRegion.enabled)
      .filter((region) => addresses[region] !== undefined && addresses[region].pods === undefined)
      .map((region) => ({
        path: `addresses.${region}.pods`,
        value: undefined,
        reason: "pods of 200 nodes do not fit into the private /24s, so they need a block of their own",
        mend: `enter a /16 of ${sharedRange} that nothing else uses`,
      })),
  ),
};

/** A rule over each block of each region of each workload. */
const blockRule = (
  id: string,
  check: (block: AddressBlock, region: string, platform: Platform) => readonly Finding[],
): Rule => ({
  id,
  check: forEachWorkload(({ addresses }, _, platform) =>
    Object.entries(addresses).flatMap(([region, block]) =>
      check(block, region, platform).map((finding) => ({ ...finding, path: `addresses.${region}.${finding.path}` })),
    ),
  ),
});

const addressPodsSize = blockRule("address-pods-size", ({ pods }) => {
  if (pods === undefined || prefixOf(pods) === 16) return [];
  const reason = "pod subnets are /18s, one for each of up to four zones, and AWS takes no block above /16";
  return [{ path: "pods", value: pods, reason, mend: "write a /16" }];
});

// VPC user guide, "IPv4 CIDR block association restrictions": no secondary block of another RFC 1918 range.
const addressPodsRange = blockRule("address-pods-range", ({ vpc, pods }) => {
  if (pods === undefined) return [];
  const range = privateRangeOf(pods);
  if (contains(sharedRange, pods) || (range !== undefined && range === privateRangeOf(vpc))) return [];
  const reason = `AWS refuses it as a second block of a VPC in ${privateRangeOf(vpc) ?? vpc}`;
  return [{ path: "pods", value: pods, reason, mend: `choose a /16 of ${sharedRange}` }];
});

const addressVpcPrivate = blockRule("address-vpc-private", ({ vpc }) => {
  if (privateRangeOf(vpc) !== undefined) return [];
  const reason = "is no private range (RFC 1918), so it hides addresses of others";
  return [{ path: "vpc", value: vpc, reason, mend: "choose a block of 10.0.0.0/8" }];
});

const fits = (vpcCidr: string, zoneCount: number): boolean => {
  try {
    return contains(vpcCidr, tierCidr("database", { vpcCidr, podCidr: "" }, zoneCount - 1));
  } catch {
    return false;
  }
};

// A VPC block is /16 to /28: VPC user guide, "VPC CIDR blocks".
const addressVpcSize = blockRule("address-vpc-size", ({ vpc }, region, { regions, zones }) => {
  const prefix = prefixOf(vpc);
  const stub = region === regions.tieBreaker;
  if (prefix < 16) {
    return [
      { path: "vpc", value: vpc, reason: "AWS takes no block above /16", mend: stub ? "write a /24" : "write a /16" },
    ];
  }
  const zoneCount = Math.min(zones[region]?.zones.length ?? 0, maxZones);
  if (stub ? prefix <= 24 : zoneCount === 0 || fits(vpc, zoneCount)) return [];
  const reason = stub
    ? "a stub network gives each zone a /26"
    : `the database subnets, the 20th /24 and on, lie outside of it`;
  return [{ path: "vpc", value: vpc, reason, mend: stub ? "write a /24" : "write a /16" }];
});

const addressClientVpnSize: Rule = {
  id: "address-client-vpn-size",
  check: ({ sharedAddresses: { clientVpn } }) => {
    const prefix = prefixOf(clientVpn);
    if (prefix >= 12 && prefix <= 22) return [];
    const reason = "a Client VPN endpoint takes /12 to /22 for its clients (Client VPN administrator guide)";
    return [{ path: "sharedAddresses.clientVpn", value: clientVpn, reason, mend: "write a /22" }];
  },
};

const addressServicesSize: Rule = {
  id: "address-services-size",
  check: ({ sharedAddresses: { services } }) => {
    const prefix = prefixOf(services);
    if (privateRangeOf(services) !== undefined && prefix >= 12 && prefix <= 24) return [];
    const reason = "EKS takes a private block of /12 to /24 for services (EKS API, KubernetesNetworkConfigRequest)";
    return [{ path: "sharedAddresses.services", value: services, reason, mend: "write for example 172.20.0.0/16" }];
  },
};

/** The address ledger: what collides, is missing or has a size that AWS or the subnet plan refuses. */
export const addressRules: readonly Rule[] = [
  addressOverlap,
  addressRegionMissing,
  addressPodsMissing,
  addressPodsSize,
  addressPodsRange,
  addressVpcPrivate,
  addressVpcSize,
  addressClientVpnSize,
  addressServicesSize,
];
