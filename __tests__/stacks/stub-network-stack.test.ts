import { all, byName, networkStack } from "../support/network";
import { platform } from "../support/platform";
import type { TerraformJson } from "../support/synthesized";
import { workloadIn } from "../support/workload-in";

const prod = networkStack(platform(), "prod");

describe("PrivateLink over three regions (DBA-12)", () => {
  const configured = platform();
  workloadIn(configured, "prod").atlas = {
    ...workloadIn(configured, "prod").atlas,
    connectivity: "privatelink",
    tieBreakerVpc: true,
  };
  const stub = networkStack(configured, "prod", "us-east-2");
  const aclRules = (stack: TerraformJson, name: RegExp) =>
    Object.entries(byName(stack, "aws_network_acl_rule"))
      .filter(([key]) => name.test(key))
      .map(([, rule]) => rule);

  test("the stub network has database subnets, a group without rules, closed defaults and no way to the internet", () => {
    expect(all(stub, "aws_vpc").map(({ cidr_block }) => cidr_block)).toEqual(["10.20.0.0/24"]);
    expect(all(stub, "aws_subnet").map(({ cidr_block, tags }) => [cidr_block, tags["Tier"]])).toEqual([
      ["10.20.0.0/26", "database"],
      ["10.20.0.64/26", "database"],
      ["10.20.0.128/26", "database"],
    ]);
    const forbidden = [
      "aws_internet_gateway",
      "aws_nat_gateway",
      "aws_route",
      "aws_vpc_security_group_egress_rule",
      "aws_vpc_security_group_ingress_rule",
    ];
    expect(forbidden.flatMap((type) => all(stub, type))).toEqual([]);
    expect(all(stub, "aws_security_group")).toMatchObject([{ name: "prod-db" }]);
    expect(all(stub, "aws_flow_log")).toMatchObject([{ traffic_type: "ALL", max_aggregation_interval: 60 }]);
    expect(all(stub, "aws_cloudwatch_log_group")).toMatchObject([
      { retention_in_days: 90, kms_key_id: expect.stringContaining("aws_kms_key") },
    ]);
  });

  test("its ACL lets in drivers of both other regions, and nothing else", () => {
    const clients = ["10.0.10.0/24", "10.0.11.0/24", "10.0.12.0/24", "10.10.10.0/24", "10.10.11.0/24", "10.10.12.0/24"];
    for (const egress of [false, true]) {
      const rules = all(stub, "aws_network_acl_rule").filter((rule) => rule["egress"] === egress);
      expect(rules.map(({ cidr_block, from_port }) => [cidr_block, from_port])).toEqual(
        clients.map((cidr) => [cidr, 1024]),
      );
    }
  });

  test("ACLs of regions with applications let their drivers out and the others' in", () => {
    const east = networkStack(configured, "prod");
    expect(aclRules(east, /private-egress-remote/).map(({ cidr_block }) => cidr_block)).toEqual([
      "10.10.20.0/24",
      "10.10.21.0/24",
      "10.10.22.0/24",
      "10.20.0.0/24",
    ]);
    expect(aclRules(east, /database-ingress-remote/).map(({ cidr_block }) => cidr_block)).toEqual([
      "10.10.10.0/24",
      "10.10.11.0/24",
      "10.10.12.0/24",
    ]);
    expect(aclRules(east, /private-egress-atlas/)).toEqual([]);
  });

  test("none of that exists with peering", () => {
    expect(aclRules(prod, /remote/)).toEqual([]);
    expect(aclRules(prod, /private-egress-atlas/).map(({ cidr_block }) => cidr_block)).toEqual([
      "192.168.0.0/21",
      "192.168.8.0/21",
      "192.168.16.0/21",
    ]);
  });
});
