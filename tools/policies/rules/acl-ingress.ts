import { each, inlineIngress, type PolicyRule } from "./rule";

/** RFC 1918 and RFC 6598, each with the shortest prefix that stays inside. */
const privateRanges: readonly (readonly [start: RegExp, shortest: number])[] = [
  [/^10\./, 8],
  [/^172\.(1[6-9]|2\d|3[01])\./, 12],
  [/^192\.168\./, 16],
  [/^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./, 10],
];

const isPrivate = (cidr: string): boolean =>
  privateRanges.some(([start, shortest]) => start.test(cidr) && Number(cidr.split("/")[1]) >= shortest);

const remote = [22, 3389];
const withPorts = ["tcp", "6", "udp", "17"];

/**
 * An ACL keeps no state: answers to what the VPC asked come in on the ephemeral ports that a NAT gateway or a host chose,
 * 1024 to 65535 (https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports).
 */
function openings(values: Readonly<Record<string, unknown>>): readonly string[] {
  const protocol = String(values["protocol"]);
  const [from, to] = [Number(values["from_port"] ?? 0), Number(values["to_port"] ?? 0)];
  if (protocol === "-1" || protocol === "all") return ["opens every protocol to addresses outside of the VPC"];
  if (protocol === "icmp" || protocol === "1")
    return Number(values["icmp_type"]) === 3 && Number(values["icmp_code"]) === 4
      ? []
      : ["opens ICMP beyond 'fragmentation needed' (type 3, code 4)"];
  if (!withPorts.includes(protocol)) return [`opens protocol ${protocol}, which has no ports`];
  const mask = Number(String(values["cidr_block"]).split("/")[1]);
  if (from === to)
    return remote.includes(from) && !(mask >= 24)
      ? [`opens port ${from}, by which people log in, to more than named addresses`]
      : [];
  return from === 1024 && to === 65_535
    ? []
    : [`opens ports ${from} to ${to}, which are neither one service nor the ephemeral ports of answers`];
}

export const aclIngress: PolicyRule = {
  id: "acl-ingress",
  title: "Network ACLs open single services and the ports of answers to the outside, nothing else",
  replaces: {
    CKV_AWS_352: "takes ICMP and traffic inside the VPC for every port; an entry of ICMP has no ports",
    CKV_AWS_231: "takes the ephemeral ports of answers, 1024 to 65535, for an opening of port 3389",
  },
  check: each(["aws_network_acl", "aws_default_network_acl", "aws_network_acl_rule"], (resource) => {
    if (resource.type !== "aws_network_acl_rule") return inlineIngress(resource);
    const { values } = resource;
    const inside = values["egress"] === true || isPrivate(String(values["cidr_block"] ?? ""));
    return inside || values["rule_action"] !== "allow" ? [] : openings(values);
  }),
};
