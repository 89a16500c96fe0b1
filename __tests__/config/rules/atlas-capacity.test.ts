import {
  atlasCapacityRules,
  ceilingTier,
  connectionDemand,
  minimumTier,
} from "../../../src/config/rules/atlas-capacity";
import type { Finding } from "../../../src/config/rules/rule";
import type { Workload } from "../../../src/config/schema/workload";
import { peakConnections, podsThatFit } from "../../../src/lib/connection-budget";
import { atlasPlatform, workloadOf } from "../../support/atlas";

type Change = (prod: Workload) => void;

/** What the budget of connections says of prod after a change, when nobody has accepted the risk. */
function reckon(change: Change): readonly Finding[] {
  const configured = atlasPlatform();
  const prod = workloadOf(configured, "prod");
  delete prod.atlas.acceptConnectionRisk;
  change(prod);
  const findings = atlasCapacityRules
    .filter(({ id }) => id === "atlas-connections")
    .flatMap(({ check }) => check(configured));
  return findings.filter(({ path }) => path.startsWith("workloads.prod."));
}

const onM40 =
  (surge: number, clusters: 1 | 2): Change =>
  ({ atlas, secondaryRegion }) => {
    atlas.computeScaling = { enabled: true, minTier: "M40", maxTier: "M50" };
    atlas.connections.rolloutSurge = surge;
    secondaryRegion.enabled = clusters === 2;
  };

test("the finding names the three ways out (DBA-17)", () => {
  const [finding] = reckon(() => {});
  expect(finding?.mend).toMatch(/raise the minimum tier.*lower the pool.*acceptConnectionRisk/);
});

test("50 pods of 100 and a surge of one fit an M40 (DBA-17)", () => {
  expect(reckon(onM40(1, 1))).toEqual([]);
});

test("blue-green doubles the pods and does not fit an M40 (DBA-17)", () => {
  expect(reckon(onM40(50, 1))).toHaveLength(1);
});

test("two clusters do not fit an M40 even with a surge of one (DBA-17)", () => {
  expect(reckon(onM40(1, 2))).toHaveLength(1);
});

test("the smallest tier counts for connections, the ceiling for the bill (DBA-05, DBA-17)", () => {
  const { atlas } = workloadOf(atlasPlatform(), "prod");
  expect([minimumTier(atlas), ceilingTier(atlas)]).toEqual(["M10", "M40"]);
  const fixed = { ...atlas, computeScaling: { enabled: false } };
  expect([minimumTier(fixed), ceilingTier(fixed)]).toEqual(["M10", "M10"]);
});

test("an M10 is full at 13 pods over all clusters (DBA-17)", () => {
  const demand = connectionDemand(workloadOf(atlasPlatform(), "prod"));
  expect(demand.clusters).toBe(2);
  expect(peakConnections(demand)).toBe(2 * 100 * 100 + 30);
  expect(podsThatFit(1_500, demand)).toBe(13);
});
