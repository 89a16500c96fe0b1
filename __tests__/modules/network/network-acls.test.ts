import { Testing } from "cdktf";
import { type AclFlowsProps, aclFlows, maxAclRules } from "../../../src/modules/network/acl-flows";
import { NetworkAcls } from "../../../src/modules/network/network-acls";
import { all } from "../../support/network";
import type { TerraformJson } from "../../support/synthesized";

const flows: AclFlowsProps = {
  vpcCidr: "10.0.0.0/16",
  podCidr: "100.64.0.0/16",
  privateCidrs: ["10.0.10.0/24", "10.0.11.0/24", "10.0.12.0/24"],
  sshCidrs: ["203.0.113.0/24"],
  bastion: true,
  atlasCidrs: ["192.168.0.0/21"],
  remotePrivateCidrs: [],
  remoteEndpointCidrs: [],
};
const compute = [...flows.privateCidrs, "100.64.0.0/16"];
const subnetIds = { public: ["subnet-1"], private: ["subnet-2", "subnet-3"], database: ["subnet-4"] };

const synth = (changes: Partial<AclFlowsProps> = {}): TerraformJson =>
  JSON.parse(
    Testing.synthScope((scope) => {
      new NetworkAcls(scope, "acls", {
        ...flows,
        ...changes,
        name: "test",
        vpcId: "vpc-1",
        defaultNetworkAclId: "acl-1",
        subnetIds,
      });
    }),
  );

/** Entries of one tier and direction as `<protocol> <ports> <peer>`. */
function entries(stack: TerraformJson, tier: string, direction: "ingress" | "egress"): readonly string[] {
  return all(stack, "aws_network_acl_rule")
    .filter(
      ({ network_acl_id, egress }) => network_acl_id.includes(`acls_${tier}_`) && egress === (direction === "egress"),
    )
    .map((rule) => {
      const what =
        rule["protocol"] === "icmp"
          ? `${rule["icmp_type"]}/${rule["icmp_code"]}`
          : `${rule["from_port"]}-${rule["to_port"]}`;
      return rule["protocol"] === "-1"
        ? `all ${rule["cidr_block"]}`
        : `${rule["protocol"]} ${what} ${rule["cidr_block"]}`;
    });
}

const anywhere = (...what: readonly string[]) => what.map((one) => `${one} 0.0.0.0/0`);

test.each([
  [
    "public",
    "ingress",
    [...anywhere("tcp 80-80", "tcp 443-443", "tcp 1024-65535", "icmp 3/4"), "tcp 22-22 203.0.113.0/24"],
  ],
  [
    "public",
    "egress",
    [
      ...anywhere("tcp 80-80", "tcp 443-443", "tcp 1024-65535", "icmp 3/4"),
      ...compute.map((cidr) => `tcp 8080-8080 ${cidr}`),
      ...compute.map((cidr) => `tcp 22-22 ${cidr}`),
    ],
  ],
  ["private", "ingress", [...anywhere("tcp 1024-65535", "icmp 3/4"), "all 10.0.0.0/16", "all 100.64.0.0/16"]],
  [
    "private",
    "egress",
    [...anywhere("tcp 443-443", "icmp 3/4"), "all 10.0.0.0/16", "all 100.64.0.0/16", "tcp 27015-27017 192.168.0.0/21"],
  ],
  [
    "database",
    "ingress",
    [...compute.map((cidr) => `tcp 27017-27017 ${cidr}`), ...compute.map((cidr) => `tcp 1024-65535 ${cidr}`)],
  ],
  ["database", "egress", compute.map((cidr) => `tcp 1024-65535 ${cidr}`)],
] as const)("the %s ACL's %s lets these pass and nothing else (SGR-17)", (tier, direction, expected) => {
  expect(entries(synth(), tier, direction).toSorted()).toEqual([...expected].toSorted());
});

test("each tier's subnets have one ACL, and the default ACL lets nothing pass (SGR-17)", () => {
  const stack = synth();
  expect(
    all(stack, "aws_network_acl")
      .map(({ subnet_ids }) => subnet_ids)
      .toSorted(),
  ).toEqual(Object.values(subnetIds).toSorted());
  expect(all(stack, "aws_default_network_acl").map(({ ingress, egress }) => [ingress, egress])).toEqual([
    [undefined, undefined],
  ]);
});

test("without a bastion no ACL has port 22", () => {
  expect(aclFlows({ ...flows, bastion: false, sshCidrs: [] }).filter(({ name }) => name === "ssh")).toEqual([]);
});

const offices = (count: number) => Array.from({ length: count }, (_, place) => `198.51.100.${place}/32`);

test("fifteen approved ranges fill the quota, a sixteenth is refused (SGR-17)", () => {
  expect(entries(synth({ sshCidrs: offices(15) }), "public", "ingress")).toHaveLength(maxAclRules);
  expect(() => synth({ sshCidrs: offices(16) })).toThrow("20 ingress rules of the public ACL are more than 19");
});

test("numbers are unique in each ACL and direction, and a new peer moves no other line", () => {
  const keys = all(synth({ sshCidrs: offices(15) }), "aws_network_acl_rule").map(
    ({ network_acl_id, egress, rule_number }) => `${network_acl_id} ${egress} ${rule_number}`,
  );
  expect(new Set(keys).size).toBe(keys.length);
  const numbers = (changes: Partial<AclFlowsProps>) =>
    aclFlows({ ...flows, ...changes })
      .filter(({ name }) => name !== "atlas")
      .map(({ tier, direction, name, number }) => [tier, direction, name, number]);
  expect(numbers({ atlasCidrs: [] })).toEqual(numbers({}));
});
