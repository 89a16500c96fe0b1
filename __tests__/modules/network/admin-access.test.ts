import { all, named, networkPlatform, networkStack } from "../../support/network";
import { platform } from "../../support/platform";
import type { TerraformJson } from "../../support/synthesized";

const prod = networkStack(platform(), "prod");
const staging = networkStack(platform(), "staging");

/** Name of the subnet that an expression refers to. */
const subnet = (stack: TerraformJson, expression: string) => named(stack, "aws_subnet", expression);

describe("bastion", () => {
  const vpn = {
    serverCertificateArn: "arn:aws:acm:us-east-1:666666666666:certificate/a",
    clientCaArn: "arn:aws:acm:us-east-1:666666666666:certificate/b",
  };
  const withVpn = networkStack(networkPlatform("staging", { bastion: { vpn } }), "staging");
  const rulesOf = (stack: TerraformJson, type: "ingress" | "egress", group: string) =>
    all(stack, `aws_vpc_security_group_${type}_rule`).filter(
      ({ security_group_id }) => named(stack, "aws_security_group", security_group_id) === group,
    );

  test("is absent from prod, with every rule of it (SGR-14, SGR-15)", () => {
    expect(prod["resource"]["aws_instance"]).toBeUndefined();
    expect(JSON.stringify(prod)).not.toContain("bastion");
  });

  test("stands in a public subnet, with IMDSv2, an encrypted disk, its own address and no rights but Session Manager's (SGR-15)", () => {
    const [host] = all(staging, "aws_instance");
    expect(host).toMatchObject({
      instance_type: "t3.micro",
      metadata_options: { http_tokens: "required", http_put_response_hop_limit: 1 },
      root_block_device: { encrypted: true },
      lifecycle: { ignore_changes: ["ami"] },
    });
    expect(subnet(staging, host?.["subnet_id"])).toBe("company-inc-staging-public-us-east-1a");
    expect(host?.["vpc_security_group_ids"].map((id: string) => named(staging, "aws_security_group", id))).toEqual([
      "staging-bastion",
    ]);
    expect(all(staging, "aws_iam_role_policy_attachment").map(({ policy_arn }) => policy_arn)).toEqual([
      "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    ]);
    expect(all(staging, "aws_eip").filter(({ instance }) => instance !== undefined)).toMatchObject([{ domain: "vpc" }]);
  });

  test("has bandwidth of its own to its disk, and metrics by the minute", () => {
    expect(all(staging, "aws_instance")).toMatchObject([{ ebs_optimized: true, monitoring: true }]);
  });

  test("admits the approved ranges as one prefix list (SGR-13)", () => {
    expect(all(staging, "aws_ec2_managed_prefix_list")).toMatchObject([
      { name: "staging-approved-admin-cidrs", address_family: "IPv4", max_entries: 15 },
    ]);
    expect(rulesOf(staging, "ingress", "staging-bastion")).toMatchObject([
      {
        from_port: 22,
        to_port: 22,
        ip_protocol: "tcp",
        prefix_list_id: expect.stringMatching(/^\$\{aws_ec2_managed_prefix_list\./),
      },
    ]);
  });

  test("admits VPN clients in place of them, and logs their connections (SGR-13)", () => {
    const [rule, ...others] = rulesOf(withVpn, "ingress", "staging-bastion");
    expect(others).toEqual([]);
    expect(named(withVpn, "aws_security_group", rule?.["referenced_security_group_id"])).toBe("staging-vpn");
    expect(all(withVpn, "aws_ec2_managed_prefix_list")).toEqual([]);
    expect(all(withVpn, "aws_ec2_client_vpn_endpoint")).toMatchObject([
      {
        client_cidr_block: "172.27.0.0/22",
        split_tunnel: true,
        authentication_options: [{ type: "certificate-authentication" }],
        connection_log_options: { enabled: true },
      },
    ]);
    const [entry] = all(withVpn, "aws_ec2_client_vpn_network_association");
    expect(subnet(withVpn, entry?.["subnet_id"])).toBe("company-inc-staging-private-us-east-1a");
  });

  test("exists in the primary region alone", () => {
    const changed = networkPlatform("prod", { bastion: { enabled: true, approvedCidrs: ["203.0.113.0/24"] } });
    expect(all(networkStack(changed, "prod"), "aws_instance")).toHaveLength(1);
    expect(all(networkStack(changed, "prod", "us-west-2"), "aws_instance")).toEqual([]);
  });
});
