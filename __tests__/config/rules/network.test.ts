import { networkRules } from "../../../src/config/rules/network";
import { judge, testRules } from "../../support/breaks";
import { workloadIn } from "../../support/workload-in";

const certificate = (region: string) => `arn:aws:acm:${region}:666666666666:certificate/a`;

testRules(networkRules, [
  [
    "network-documentation-range",
    "workloads.staging.eks.endpoint.approvedCidrs",
    (all) => void (all.demonstration = false),
  ],
  [
    "network-zone-room",
    "zones.us-east-1.zones",
    ({ zones }) => zones["us-east-1"]?.zones.push("us-east-1d", "us-east-1f"),
  ],
  ["network-zone-eks", "zones.us-east-1.zones", ({ zones }) => zones["us-east-1"]?.zones.push("us-east-1e")],
  [
    "network-nat-secondary",
    "workloads.prod.network.natMode",
    (all) => void (workloadIn(all, "prod").network.natMode = "single"),
  ],
  [
    "network-endpoint-known",
    "workloads.prod.network.interfaceEndpoints.services",
    (all) => workloadIn(all, "prod").network.interfaceEndpoints.services.push("ecr-api"),
  ],
  [
    "network-endpoint-required",
    "workloads.dev.network.interfaceEndpoints.services",
    (all) => void (workloadIn(all, "dev").network.interfaceEndpoints.services = ["ecr.api", "ecr.dkr", "logs"]),
  ],
  [
    "network-endpoint-duplicate",
    "workloads.dev.network.interfaceEndpoints.services",
    (all) => {
      const { interfaceEndpoints } = workloadIn(all, "dev").network;
      interfaceEndpoints.services = [...interfaceEndpoints.services, "logs"];
    },
  ],
  [
    "network-endpoint-credentials",
    "workloads.staging.network.interfaceEndpoints.services",
    (all) => {
      const { interfaceEndpoints } = workloadIn(all, "staging").network;
      interfaceEndpoints.services = interfaceEndpoints.services.filter((service) => service !== "eks-auth");
    },
  ],
  [
    "network-endpoint-zones",
    "workloads.prod.network.interfaceEndpoints.zoneCount",
    (all) => void (workloadIn(all, "prod").network.interfaceEndpoints.zoneCount = 4),
  ],
  [
    "network-endpoint-zones",
    "workloads.dev.network.interfaceEndpoints.zoneCount",
    (all) => void (workloadIn(all, "dev").network.interfaceEndpoints.zoneCount = 0),
  ],
  [
    "network-bastion-approved-wide",
    "workloads.staging.network.bastion.approvedCidrs",
    (all) => void (workloadIn(all, "staging").network.bastion.approvedCidrs = ["0.0.0.0/0"]),
  ],
  [
    "network-bastion-approved-count",
    "workloads.staging.network.bastion.approvedCidrs",
    (all) => {
      workloadIn(all, "staging").network.bastion.approvedCidrs = Array.from(
        { length: 16 },
        (_, place) => `203.0.113.${place}/32`,
      );
    },
  ],
  [
    "network-bastion-approved-overlap",
    "workloads.staging.network.bastion.approvedCidrs",
    (all) => void (workloadIn(all, "staging").network.bastion.approvedCidrs = ["203.0.113.0/24", "203.0.113.7/32"]),
  ],
  [
    "network-bastion-unreachable",
    "workloads.staging.network.bastion.approvedCidrs",
    (all) => void (workloadIn(all, "staging").network.bastion.approvedCidrs = []),
  ],
  [
    "network-bastion-ssm",
    "workloads.dev.network.bastion.ssm",
    (all) => void (workloadIn(all, "dev").network.bastion.ssm = true),
  ],
  [
    "network-bastion-protected",
    "workloads.prod.network.bastion.enabled",
    (all) => void (workloadIn(all, "prod").network.bastion.enabled = true),
  ],
  [
    "network-vpn-without-bastion",
    "workloads.prod.network.bastion.vpn",
    (all) => {
      const arn = "arn:aws:acm:us-east-1:777777777777:certificate/a";
      workloadIn(all, "prod").network.bastion.vpn = { serverCertificateArn: arn, clientCaArn: arn };
    },
  ],
  [
    "network-vpn-certificates",
    "workloads.staging.network.bastion.vpn.clientCaArn",
    (all) => {
      const vpn = { serverCertificateArn: certificate("us-east-1"), clientCaArn: certificate("us-west-2") };
      workloadIn(all, "staging").network.bastion.vpn = vpn;
    },
  ],
  [
    "network-vpn-certificates",
    "workloads.staging.network.bastion.vpn.serverCertificateArn",
    (all) =>
      void (workloadIn(all, "staging").network.bastion.vpn = {
        serverCertificateArn: "",
        clientCaArn: certificate("us-east-1"),
      }),
  ],
  [
    "network-import-region",
    "workloads.dev.network.importFrom.us-west-2",
    (all) => void (workloadIn(all, "dev").network.importFrom = { "us-west-2": {} }),
  ],
  [
    "network-import-keys",
    "workloads.prod.network.importFrom.us-east-1.subnets.private-a",
    (all) =>
      void (workloadIn(all, "prod").network.importFrom = {
        "us-east-1": { vpc: "vpc-1", subnets: { "private-a": "subnet-1" } },
      }),
  ],
  [
    "network-import-nat-address",
    "workloads.prod.network.importFrom.us-east-1.natGateways.us-east-1a",
    (all) => {
      workloadIn(all, "prod").network.importFrom = {
        "us-east-1": { vpc: "vpc-1", natGateways: { "us-east-1a": "nat-1" } },
      };
    },
  ],
  [
    "network-import-vpc",
    "workloads.prod.network.importFrom.us-east-1.vpc",
    (all) => void (workloadIn(all, "prod").network.importFrom = { "us-east-1": { internetGateway: "igw-1" } }),
  ],
  [
    "network-import-twice",
    "workloads.prod.network.importFrom.us-east-1.routeTables.database",
    (all) => {
      const routeTables = { public: "rtb-1", database: "rtb-1" };
      workloadIn(all, "prod").network.importFrom = { "us-east-1": { vpc: "vpc-1", routeTables } };
    },
  ],
]);

test.each(["network-bastion-approved-count", "network-bastion-approved-wide"])(
  "%s admits fifteen /16 ranges (SGR-13)",
  (rule) => {
    const found = judge(networkRules, rule, (all) => {
      workloadIn(all, "staging").network.bastion.approvedCidrs = Array.from(
        { length: 15 },
        (_, place) => `198.${place}.0.0/16`,
      );
    });
    expect(found).toEqual([]);
  },
);

test("network-bastion-unreachable lets the VPN stand in for approved ranges (SGR-13)", () => {
  const found = judge(networkRules, "network-bastion-unreachable", (all) => {
    const { bastion } = workloadIn(all, "staging").network;
    bastion.approvedCidrs = [];
    bastion.vpn = { serverCertificateArn: certificate("us-east-1"), clientCaArn: certificate("us-east-1") };
  });
  expect(found).toEqual([]);
});
