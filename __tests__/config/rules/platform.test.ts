import type { Platform } from "../../../src/config";
import { platformRules } from "../../../src/config/rules/platform";
import { testRules } from "../../support/breaks";

const zonesIn = (p: Platform, region: string): string[] => p.zones[region]?.zones ?? [];

testRules(platformRules, [
  ["regions-distinct", "regions.secondary", (p) => void (p.regions.secondary = p.regions.primary)],
  ["region-without-zones", "regions.secondary", (p) => void (p.regions.secondary = "eu-west-1")],
  ["zone-outside-region", "zones.us-east-1.zones", (p) => void (zonesIn(p, "us-east-1")[0] = "us-west-2a")],
  ["zone-duplicate", "zones.us-east-1.zones", (p) => void zonesIn(p, "us-east-1").push("us-east-1a")],
  ["zone-count", "zones.us-west-2.zones", (p) => void zonesIn(p, "us-west-2").pop()],
  [
    "bootstrap-region-unknown",
    "management.bootstrapState.eu-west-1",
    (p) => void (p.management.bootstrapState = { "eu-west-1": "local" }),
  ],
  ["global-name-too-long", "company.name", (p) => void (p.company.name = "a".repeat(45))],
  ["name-without-room", "company.name", (p) => void (p.company.name = "a".repeat(25))],
  ["domain-form", "company.domain", (p) => void (p.company.domain = "Company")],
  ["domain-placeholder", "company.domain", (p) => void (p.demonstration = false)],
  ["read-after-as-of", "kubernetesReleases.1.35.readOn", (p) => void (p.asOf = "2020-01-01")],
  ["no-workload", "workloads", (p) => void (p.workloads = {})],
]);
