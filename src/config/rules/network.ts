import { overlaps, parseCidr } from "../../lib/cidr";
import { endpointServices } from "../../lib/endpoint-services";
import { maxApprovedRanges, maxZones } from "../../lib/network-plan";
import { networkImportRules } from "./network-imports";
import { documentationOffice } from "./offices";
import { type Finding, forEachWorkload, type Rule } from "./rule";

/** The document's services; the row NET-13 fixes them for every environment. */
const requiredServices = ["ecr.api", "ecr.dkr", "secretsmanager", "logs"];

/** Shortest prefix of an approved range: anything wider is not an office. */
const widestApprovedPrefix = 16;

/** A rule over the zones of each region. */
const zoneRule = (id: string, check: (zones: readonly string[]) => readonly Omit<Finding, "path">[]): Rule => ({
  id,
  check: ({ zones }) =>
    Object.entries(zones).flatMap(([region, { zones: names }]) =>
      check(names).map((finding) => ({ ...finding, path: `zones.${region}.zones` })),
    ),
});

const networkZoneRoom = zoneRule("network-zone-room", (zones) => {
  if (zones.length <= maxZones) return [];
  const reason = "four /18s fill the pod block of an environment";
  return [{ value: zones, reason, mend: `name at most ${maxZones}` }];
});

// EKS user guide, "Subnet requirements for clusters": zone ids use1-az3, usw1-az2 and cac1-az3 take no control plane.
const networkZoneEks = zoneRule("network-zone-eks", (zones) =>
  zones
    .filter((zone) => zone === "us-east-1e")
    .map((zone) => ({
      value: zone,
      reason: "EKS control planes are refused in its usual physical zone",
      mend: "choose a, b, c, d or f",
    })),
);

const networkNatSecondary: Rule = {
  id: "network-nat-secondary",
  check: forEachWorkload(({ network, secondaryRegion }) =>
    network.natMode === "single" && secondaryRegion.enabled
      ? [
          {
            path: "network.natMode",
            value: network.natMode,
            reason:
              "one lost zone would take the way out of all, in an environment that has to survive the loss of a region",
            mend: "write per-zone",
          },
        ]
      : [],
  ),
};

const networkEndpointKnown: Rule = {
  id: "network-endpoint-known",
  check: forEachWorkload(({ network: { interfaceEndpoints } }) =>
    interfaceEndpoints.services
      .filter((service) => endpointServices[service] === undefined)
      .map((service) => ({
        path: "network.interfaceEndpoints.services",
        value: service,
        reason: "no interface endpoint of this name is known, nor whether it takes a policy",
        mend: `correct it, or enter it in src/lib/endpoint-services.ts with its source; known: ${Object.keys(endpointServices).join(", ")}`,
      })),
  ),
};

const networkEndpointRequired: Rule = {
  id: "network-endpoint-required",
  check: forEachWorkload(({ network: { interfaceEndpoints } }) =>
    requiredServices
      .filter((service) => !interfaceEndpoints.services.includes(service))
      .map((service) => ({
        path: "network.interfaceEndpoints.services",
        value: interfaceEndpoints.services,
        reason: `lacks ${service}, which the architecture document asks for`,
        mend: `add ${service}`,
      })),
  ),
};

const networkEndpointDuplicate: Rule = {
  id: "network-endpoint-duplicate",
  check: forEachWorkload(({ network: { interfaceEndpoints } }) =>
    interfaceEndpoints.services
      .filter((service, place, all) => all.indexOf(service) !== place)
      .map((service) => ({
        path: "network.interfaceEndpoints.services",
        value: service,
        reason: "is named twice, and a VPC takes one private name once",
        mend: "name it once",
      })),
  ),
};

// IRSA needs sts, Pod Identity eks-auth: outside of the smallest set the credentials of pods stay in the network.
const networkEndpointCredentials: Rule = {
  id: "network-endpoint-credentials",
  check: forEachWorkload(({ network: { interfaceEndpoints } }) => {
    const { services } = interfaceEndpoints;
    if (services.every((service) => requiredServices.includes(service))) return [];
    return ["sts", "eks-auth"]
      .filter((service) => !services.includes(service))
      .map((service) => ({
        path: "network.interfaceEndpoints.services",
        value: services,
        reason: `goes beyond the required four and leaves out ${service}, by which pods get their credentials`,
        mend: `add ${service}`,
      }));
  }),
};

const networkEndpointZones: Rule = {
  id: "network-endpoint-zones",
  check: forEachWorkload(({ network, secondaryRegion }, _, { zones, regions }) => {
    const count = network.interfaceEndpoints.zoneCount;
    const used = secondaryRegion.enabled ? [regions.primary, regions.secondary] : [regions.primary];
    const fewest = Math.min(...used.map((region) => zones[region]?.zones.length ?? Number.POSITIVE_INFINITY));
    if (count >= 1 && count <= fewest) return [];
    const reason = `endpoints stand in 1 to ${fewest} zones here`;
    return [
      {
        path: "network.interfaceEndpoints.zoneCount",
        value: count,
        reason,
        mend: `write a number from 1 to ${fewest}`,
      },
    ];
  }),
};

const networkBastionApprovedWide: Rule = {
  id: "network-bastion-approved-wide",
  check: forEachWorkload(({ network: { bastion } }) =>
    bastion.approvedCidrs
      .filter((cidr) => (parseCidr(cidr)?.prefix ?? 0) < widestApprovedPrefix)
      .map((cidr) => ({
        path: "network.bastion.approvedCidrs",
        value: cidr,
        reason: "opens SSH to more than offices and VPN exits",
        mend: `write the ranges themselves, none wider than /${widestApprovedPrefix}`,
      })),
  ),
};

const networkBastionApprovedCount: Rule = {
  id: "network-bastion-approved-count",
  check: forEachWorkload(({ network: { bastion } }) =>
    bastion.approvedCidrs.length <= maxApprovedRanges
      ? []
      : [
          {
            path: "network.bastion.approvedCidrs",
            value: bastion.approvedCidrs.length,
            reason: "a network ACL takes 20 rules a direction, of which five are taken (VPC user guide, quotas)",
            mend: `merge ranges until ${maxApprovedRanges} are left, or use the VPN`,
          },
        ],
  ),
};

const networkBastionApprovedOverlap: Rule = {
  id: "network-bastion-approved-overlap",
  check: forEachWorkload(({ network: { bastion } }) =>
    bastion.approvedCidrs.flatMap((cidr, place, all) =>
      all
        .slice(0, place)
        .filter((other) => overlaps(other, cidr))
        .map((other) => ({
          path: "network.bastion.approvedCidrs",
          value: cidr,
          reason: `is approved already by ${other}`,
          mend: "keep the narrower one that is meant",
        })),
    ),
  ),
};

const networkBastionUnreachable: Rule = {
  id: "network-bastion-unreachable",
  check: forEachWorkload(({ network: { bastion } }) =>
    bastion.enabled && bastion.vpn === undefined && bastion.approvedCidrs.length === 0
      ? [
          {
            path: "network.bastion.approvedCidrs",
            value: bastion.approvedCidrs,
            reason: "the bastion is on, the VPN is off, and nobody may reach it",
            mend: "approve an office range, set vpn, or switch the bastion off",
          },
        ]
      : [],
  ),
};

// EC2 sends nothing to the internet from the bastion: Session Manager needs its endpoints (Systems Manager user guide).
const networkBastionSsm: Rule = {
  id: "network-bastion-ssm",
  check: forEachWorkload(({ network: { bastion, interfaceEndpoints } }) =>
    (bastion.enabled && bastion.ssm ? ["ssm", "ssmmessages", "ec2messages"] : [])
      .filter((service) => !interfaceEndpoints.services.includes(service))
      .map((service) => ({
        path: "network.bastion.ssm",
        value: true,
        reason: `the bastion has no way to the internet, and there is no endpoint ${service} for Session Manager`,
        mend: `add ${service} to network.interfaceEndpoints.services, or write false`,
      })),
  ),
};

const networkBastionProtected: Rule = {
  id: "network-bastion-protected",
  check: forEachWorkload(({ network: { bastion }, protected: isProtected }) =>
    isProtected && bastion.enabled && bastion.acceptInProtected === undefined
      ? [
          {
            path: "network.bastion.enabled",
            value: true,
            reason: "opens SSH from outside into a protected environment, where Session Manager is the way in",
            mend: "switch it off, or say why in network.bastion.acceptInProtected",
          },
        ]
      : [],
  ),
};

const networkVpnWithoutBastion: Rule = {
  id: "network-vpn-without-bastion",
  check: forEachWorkload(({ network: { bastion } }) =>
    bastion.vpn !== undefined && !bastion.enabled
      ? [
          {
            path: "network.bastion.vpn",
            value: bastion.vpn,
            reason: "leads to the bastion alone, and the bastion is off",
            mend: "switch the bastion on or remove vpn",
          },
        ]
      : [],
  ),
};

const networkVpnCertificates: Rule = {
  id: "network-vpn-certificates",
  check: forEachWorkload(({ account, network: { bastion } }, _, { regions }) => {
    const start = `arn:aws:acm:${regions.primary}:${account.id}:certificate/`;
    return Object.entries(bastion.vpn ?? {})
      .filter(([, arn]) => !arn.startsWith(start) || arn.length === start.length)
      .map(([key, arn]) => ({
        path: `network.bastion.vpn.${key}`,
        value: arn,
        reason: "clients and endpoint know each other by certificates in ACM of the same account and region",
        mend: `import it there and write ${start}...`,
      }));
  }),
};

/** The rules of this section: zones, ways out, interface endpoints, bastion, VPN. */
export const networkRules: readonly Rule[] = [
  documentationOffice,
  networkZoneRoom,
  networkZoneEks,
  networkNatSecondary,
  networkEndpointKnown,
  networkEndpointRequired,
  networkEndpointDuplicate,
  networkEndpointCredentials,
  networkEndpointZones,
  networkBastionApprovedWide,
  networkBastionApprovedCount,
  networkBastionApprovedOverlap,
  networkBastionUnreachable,
  networkBastionSsm,
  networkBastionProtected,
  networkVpnWithoutBastion,
  networkVpnCertificates,
  ...networkImportRules,
];
