import type { Platform } from "../../../src/config";
import { atlasRules } from "../../../src/config/rules/atlas";
import type { Finding } from "../../../src/config/rules/rule";
import type { Workload } from "../../../src/config/schema/workload";
import { atlasPlatform, workloadOf } from "../../support/atlas";

/** What one rule says of prod after a change to it. */
function judge(id: string, change: (prod: Workload, platform: Platform) => void): readonly Finding[] {
  const rule = atlasRules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  const configured = atlasPlatform();
  change(workloadOf(configured, "prod"), configured);
  return rule.check(configured);
}

type Change = (prod: Workload, platform: Platform) => void;

interface Case {
  readonly id: string;
  readonly row: string;
  readonly wrong: Change;
  readonly right: Change;
  readonly path: string;
  readonly says: RegExp;
}

const single: Change = ({ atlas, secondaryRegion }) => {
  atlas.topology = "singleRegion3";
  secondaryRegion.enabled = false;
};

const cases: readonly Case[] = [
  {
    id: "atlas-majority",
    row: "DBA-08",
    wrong: ({ atlas }) => Object.assign(atlas, { topology: "dualRegion3" }),
    right: ({ atlas }) => Object.assign(atlas, { topology: "dualRegion3", acceptManualFailover: true }),
    path: "atlas.topology",
    says: /us-east-1 leaves no majority/,
  },
  {
    id: "atlas-secondary-node",
    row: "DBA-02",
    wrong: ({ secondaryRegion }) => Object.assign(secondaryRegion, { enabled: false }),
    right: single,
    path: "atlas.topology",
    says: /us-west-2, where the environment has no network/,
  },
  {
    id: "atlas-zones",
    row: "HAV-02",
    wrong: ({ atlas }, { zones }) => {
      atlas.topology = "triRegion5";
      zones["us-west-2"] = { zones: ["us-west-2a"] };
    },
    right: ({ atlas }) => Object.assign(atlas, { topology: "triRegion5" }),
    path: "atlas.topology",
    says: /2 nodes in us-west-2 share 1 zones/,
  },
  {
    id: "atlas-endpoint-vpc",
    row: "DBA-12",
    wrong: ({ atlas }) => Object.assign(atlas, { connectivity: "privatelink" }),
    right: ({ atlas }) => Object.assign(atlas, { connectivity: "privatelink", tieBreakerVpc: true }),
    path: "atlas.connectivity",
    says: /us-east-2 has no VPC/,
  },
  {
    id: "atlas-both-vpc",
    row: "DBA-12",
    wrong: ({ atlas }) => Object.assign(atlas, { connectivity: "both" }),
    right: (prod, platform) => {
      single(prod, platform);
      prod.atlas.connectivity = "both";
    },
    path: "atlas.connectivity",
    says: /us-east-2 has none/,
  },
  {
    id: "atlas-preferred-path",
    row: "DBA-12",
    wrong: ({ atlas }) => Object.assign(atlas, { preferredPath: "privatelink" }),
    right: ({ atlas }) => Object.assign(atlas, { connectivity: "both", preferredPath: "privatelink" }),
    path: "atlas.preferredPath",
    says: /peering does not build/,
  },
  {
    id: "atlas-container-block",
    row: "DBA-10",
    wrong: ({ addresses }) => {
      delete addresses["us-east-2"];
    },
    right: (prod, platform) => {
      single(prod, platform);
      delete prod.addresses["us-east-2"];
    },
    path: "addresses.us-east-2",
    says: /Atlas would choose a block/,
  },
  {
    id: "atlas-container-size",
    row: "DBA-10",
    wrong: ({ addresses }) => Object.assign(addresses["us-east-1"] ?? {}, { atlas: "192.168.0.0/20" }),
    right: ({ addresses }) => Object.assign(addresses["us-east-1"] ?? {}, { atlas: "192.168.0.0/24" }),
    path: "addresses.us-east-1.atlas",
    says: /from \/21 to \/24/,
  },
  {
    id: "atlas-snapshot-interval",
    row: "BKP-01",
    wrong: ({ atlas }) => Object.assign(atlas.backup, { everyHours: 5 }),
    right: ({ atlas }) => Object.assign(atlas.backup, { everyHours: 12 }),
    path: "atlas.backup.everyHours",
    says: /no such interval/,
  },
  {
    id: "atlas-backup-retention",
    row: "BKP-01",
    wrong: ({ atlas }) => Object.assign(atlas.backup, { retentionDays: 0 }),
    right: ({ atlas }) => Object.assign(atlas.backup, { retentionDays: 1 }),
    path: "atlas.backup.retentionDays",
    says: /at least one day/,
  },
  {
    id: "atlas-restore-window",
    row: "BKP-02",
    wrong: ({ atlas }) => Object.assign(atlas.backup, { pointInTimeDays: 3 }),
    right: ({ atlas }) => Object.assign(atlas.backup, { pointInTimeDays: 2 }),
    path: "atlas.backup.pointInTimeDays",
    says: /snapshots live 2 days/,
  },
  {
    id: "atlas-backup-copies",
    row: "BKP-03",
    wrong: ({ atlas }) => Object.assign(atlas.backup, { copyTo: ["eu-west-1"] }),
    right: ({ atlas }) => Object.assign(atlas.backup, { copyTo: ["us-east-2"] }),
    path: "atlas.backup.copyTo.0",
    says: /no node there/,
  },
  {
    id: "atlas-regional-key",
    row: "DBA-03",
    wrong: ({ atlas }) => Object.assign(atlas, { customerKey: true }),
    right: ({ atlas }) =>
      Object.assign(atlas, { customerKey: true, acceptRegionalKey: { by: "team", reason: "drilled" } }),
    path: "atlas.customerKey",
    says: /cannot open their disks/,
  },
  {
    id: "atlas-organization-id",
    row: "DBA-01",
    wrong: (_, platform) => Object.assign(platform, { demonstration: false }),
    right: (_, platform) => Object.assign(platform, { demonstration: true }),
    path: "atlas.orgId",
    says: /placeholder/,
  },
  {
    id: "atlas-known-tier",
    row: "DBA-17",
    wrong: ({ atlas }) => Object.assign(atlas, { startTier: "M11" }),
    right: ({ atlas }) => Object.assign(atlas, { startTier: "M30" }),
    path: "atlas.startTier",
    says: /no such size/,
  },
  {
    id: "atlas-start-reason",
    row: "DBA-07",
    wrong: ({ atlas }) => Object.assign(atlas, { startTier: "M30" }),
    right: ({ atlas }) => Object.assign(atlas, { startTier: "M30", startTierReason: "5000 connections" }),
    path: "atlas.startTier",
    says: /starts at M10/,
  },
  {
    id: "atlas-scaling-bounds",
    row: "DBA-04",
    wrong: ({ atlas }) => Object.assign(atlas.computeScaling, { minTier: "M40" }),
    right: ({ atlas }) => Object.assign(atlas.computeScaling, { minTier: "M30" }),
    path: "atlas.computeScaling",
    says: /equal, reversed or missing/,
  },
  {
    id: "atlas-unused-bounds",
    row: "DBA-04",
    wrong: ({ atlas }) => Object.assign(atlas.computeScaling, { enabled: false }),
    right: ({ atlas }) => Object.assign(atlas, { computeScaling: { enabled: false } }),
    path: "atlas.computeScaling",
    says: /compute scaling is off/,
  },
  {
    id: "atlas-start-in-bounds",
    row: "DBA-04",
    wrong: ({ atlas }) => Object.assign(atlas, { startTier: "M50" }),
    right: ({ atlas }) => Object.assign(atlas, { startTier: "M40" }),
    path: "atlas.startTier",
    says: /outside of the bounds M10 to M40/,
  },
  {
    id: "atlas-worker-pools",
    row: "DBA-17",
    wrong: ({ atlas }) => Object.assign(atlas.connections, { poolPerWorker: 100 }),
    right: ({ atlas }) => Object.assign(atlas.connections, { workersPerPod: 2, poolPerWorker: 50 }),
    path: "atlas.connections.poolPerWorker",
    says: /makes 400 per pod, not 100/,
  },
  {
    id: "atlas-connections",
    row: "DBA-17",
    wrong: ({ atlas }) => {
      delete atlas.acceptConnectionRisk;
    },
    right: ({ atlas }) => Object.assign(atlas, { acceptConnectionRisk: { by: "team", reason: "known" } }),
    path: "atlas.connections",
    says: /full at 13 pods/,
  },
  {
    id: "atlas-monthly-budget",
    row: "DBA-05",
    wrong: ({ atlas }) => Object.assign(atlas, { monthlyBudgetUsd: 700 }),
    right: ({ atlas }) => Object.assign(atlas, { monthlyBudgetUsd: 800 }),
    path: "atlas.monthlyBudgetUsd",
    says: /ceiling M40 costs about 760 USD/,
  },
];

test("every rule of the section has a case here", () => {
  expect(cases.map(({ id }) => id).toSorted()).toEqual(atlasRules.map(({ id }) => id).toSorted());
});

test("the three environments pass every rule (DBA-17)", () => {
  expect(atlasRules.flatMap(({ check }) => check(atlasPlatform()))).toEqual([]);
});

test.each(cases)("$id finds the mistake, says why and how to mend it ($row)", ({ id, wrong, path, says }) => {
  const found = judge(id, wrong).filter((finding) => finding.path === `workloads.prod.${path}`);
  expect(found).toHaveLength(1);
  expect(found[0]?.reason).toMatch(says);
  expect(found[0]?.mend).not.toBe("");
});

test.each(cases)("$id is silent where nothing is wrong ($row)", ({ id, right }) => {
  expect(judge(id, right)).toEqual([]);
});

test("a copy to the home region is refused: it would be lost with the snapshots (BKP-03)", () => {
  const [finding] = judge("atlas-backup-copies", ({ atlas }) => Object.assign(atlas.backup, { copyTo: ["us-east-1"] }));
  expect(finding?.reason).toMatch(/stored there already/);
});
