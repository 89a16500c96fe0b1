import type { Platform } from "../../../src/config";
import { addressRules } from "../../../src/config/rules/addresses";
import type { AddressBlock } from "../../../src/config/schema/addresses";
import { judge, testRules } from "../../support/breaks";
import { workloadIn } from "../../support/workload-in";

/** Changes one block of prod. */
const block =
  (region: string, change: Partial<AddressBlock>) =>
  (all: Platform): void => {
    const { addresses } = workloadIn(all, "prod");
    addresses[region] = { ...addresses[region], ...change } as AddressBlock;
  };

testRules(addressRules, [
  ["address-overlap", "workloads.prod.addresses.us-west-2.vpc", block("us-west-2", { vpc: "10.0.0.0/16" })],
  ["address-overlap", "workloads.prod.addresses.us-west-2.atlas", block("us-west-2", { atlas: "192.168.0.0/22" })],
  ["address-overlap", "workloads.prod.addresses.us-east-1.pods", block("us-east-1", { pods: "100.65.0.0/16" })],
  [
    "address-overlap",
    "sharedAddresses.services",
    ({ sharedAddresses }) => void (sharedAddresses.services = "10.1.16.0/20"),
  ],
  [
    "address-overlap",
    "sharedAddresses.clientVpn",
    ({ sharedAddresses }) => void (sharedAddresses.clientVpn = "172.20.4.0/22"),
  ],
  [
    "address-overlap",
    "sharedAddresses.onPremises.hq",
    ({ sharedAddresses }) => void (sharedAddresses.onPremises["hq"] = "10.2.0.0/24"),
  ],
  [
    "address-region-missing",
    "workloads.prod.addresses.us-west-2",
    (all) => void delete workloadIn(all, "prod").addresses["us-west-2"],
  ],
  [
    "address-pods-missing",
    "workloads.dev.addresses.us-east-1.pods",
    (all) => void delete workloadIn(all, "dev").addresses["us-east-1"]?.pods,
  ],
  ["address-pods-size", "workloads.prod.addresses.us-east-1.pods", block("us-east-1", { pods: "100.64.0.0/17" })],
  ["address-pods-range", "workloads.prod.addresses.us-east-1.pods", block("us-east-1", { pods: "172.16.0.0/16" })],
  ["address-vpc-private", "workloads.prod.addresses.us-east-1.vpc", block("us-east-1", { vpc: "11.0.0.0/16" })],
  ["address-vpc-size", "workloads.prod.addresses.us-east-1.vpc", block("us-east-1", { vpc: "10.0.0.0/20" })],
  ["address-vpc-size", "workloads.prod.addresses.us-west-2.vpc", block("us-west-2", { vpc: "10.32.0.0/15" })],
  ["address-vpc-size", "workloads.prod.addresses.us-east-2.vpc", block("us-east-2", { vpc: "10.20.0.0/25" })],
  [
    "address-client-vpn-size",
    "sharedAddresses.clientVpn",
    ({ sharedAddresses }) => void (sharedAddresses.clientVpn = "172.27.0.0/23"),
  ],
  [
    "address-services-size",
    "sharedAddresses.services",
    ({ sharedAddresses }) => void (sharedAddresses.services = "172.20.0.0/25"),
  ],
]);

test("address-overlap names both ranges (NET-04)", () => {
  const [found] = judge(addressRules, "address-overlap", block("us-west-2", { vpc: "10.0.0.0/16" }));
  expect(found?.reason).toContain("workloads.prod.addresses.us-east-1.vpc (10.0.0.0/16)");
});

test("address-vpc-size takes a smaller VPC that still holds every tier (NET-10)", () => {
  expect(judge(addressRules, "address-vpc-size", block("us-east-1", { vpc: "10.0.0.0/19" }))).toEqual([]);
});
