import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Testing } from "cdktf";
import { type MatrixProps, securityGroupMatrix } from "../../../src/modules/network/security-group-matrix";
import { SecurityGroups } from "../../../src/modules/network/security-groups";
import { all, named } from "../../support/network";
import type { TerraformJson } from "../../support/synthesized";

const closed: MatrixProps = { bastion: false, bastionSsm: false, vpn: false };
const open: MatrixProps = { bastion: true, bastionSsm: true, vpn: false };
const withVpn: MatrixProps = { ...open, vpn: true };

const synth = (matrix: MatrixProps): TerraformJson =>
  JSON.parse(
    Testing.synthScope((scope) => {
      new SecurityGroups(scope, "groups", {
        name: "test",
        vpcId: "vpc-1",
        approvedCidrs: ["203.0.113.0/24"],
        ...matrix,
      });
    }),
  );

/** Rules as `<group> <direction> <port> <peer>`. */
const written = (stack: TerraformJson): readonly string[] =>
  ["ingress", "egress"].flatMap((direction) =>
    all(stack, `aws_vpc_security_group_${direction}_rule`).map((rule) => {
      const group = (expression: string) => named(stack, "aws_security_group", expression).replace("test-", "");
      const peer =
        rule["cidr_ipv4"] ??
        (rule["prefix_list_id"] === undefined ? group(rule["referenced_security_group_id"]) : "approved");
      expect(rule["from_port"]).toBe(rule["to_port"]);
      return `${group(rule["security_group_id"])} ${direction} ${rule["from_port"]} ${peer}`;
    }),
  );

const base = [
  "alb ingress 80 0.0.0.0/0",
  "alb ingress 443 0.0.0.0/0",
  "alb egress 8080 app",
  "app ingress 8080 alb",
  "app ingress 6379 lambda",
  "app egress 27017 db",
  "app egress 443 0.0.0.0/0",
  "db ingress 27017 app",
  "vpce ingress 443 app",
  "vpce ingress 443 ci",
  "vpce ingress 443 lambda",
  "ci egress 443 0.0.0.0/0",
  "lambda egress 443 0.0.0.0/0",
  "lambda egress 6379 app",
];
const host = ["bastion egress 22 app", "app ingress 22 bastion", "vpce ingress 443 bastion", "bastion egress 443 vpce"];

test("without a bastion the rules are exactly the document's and their named additions (SGR-01 to SGR-05, SGR-09, NET-13)", () => {
  expect(written(synth(closed)).toSorted()).toEqual(base.toSorted());
});

test("a bastion adds its way in and its way to nodes (SGR-13, SGR-14)", () => {
  expect(written(synth(open)).toSorted()).toEqual([...base, ...host, "bastion ingress 22 approved"].toSorted());
});

test("without ssm the bastion reaches nodes alone (SGR-14)", () => {
  const egress = written(synth({ ...open, bastionSsm: false })).filter((rule) => rule.startsWith("bastion egress"));
  expect(egress).toEqual(["bastion egress 22 app"]);
});

test("a VPN takes the place of the approved ranges (SGR-13)", () => {
  expect(written(synth(withVpn)).toSorted()).toEqual(
    [...base, ...host, "bastion ingress 22 vpn", "vpn egress 22 bastion"].toSorted(),
  );
});

test.each([closed, open, withVpn])(
  "every line of the matrix is one rule of its own, TCP, described (SGR-16)",
  (matrix) => {
    const stack = synth(matrix);
    const rules = [
      ...all(stack, "aws_vpc_security_group_ingress_rule"),
      ...all(stack, "aws_vpc_security_group_egress_rule"),
    ];
    expect(rules.map(({ description }) => description).toSorted()).toEqual(
      securityGroupMatrix(matrix)
        .map(({ reason }) => reason)
        .toSorted(),
    );
    for (const { ip_protocol, from_port, description } of rules) {
      expect([ip_protocol, from_port > 0, description.length > 5]).toEqual(["tcp", true, true]);
      // Characters that EC2 takes in a description: SecurityGroupRuleDescription in the EC2 API reference.
      expect(description).toMatch(/^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
    }
  },
);

test("no group has rules inside, and the database group none going out (SGR-11, SGR-16)", () => {
  const stack = synth(open);
  const groups = all(stack, SecurityGroup.tfResourceType);
  expect(groups.map(({ name }) => name).toSorted()).toEqual(
    ["alb", "app", "bastion", "ci", "db", "lambda", "vpce"].map((name) => `test-${name}`),
  );
  for (const group of groups) expect([group["ingress"], group["egress"]]).toEqual([undefined, undefined]);
  expect(written(stack).filter((rule) => rule.startsWith("db egress"))).toEqual([]);
});
