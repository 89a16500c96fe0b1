import { each, type PolicyRule } from "./rule";

// RFC 1918 and RFC 6598.
const isPrivate = (cidr: string): boolean =>
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(cidr);

const remote = [22, 3389];

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
  check: each(["aws_network_acl_rule"], ({ values }) =>
    values["egress"] === true || values["rule_action"] !== "allow" || isPrivate(String(values["cidr_block"] ?? ""))
      ? []
      : openings(values),
  ),
};
