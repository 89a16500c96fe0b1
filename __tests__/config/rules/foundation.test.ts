import { foundationDefaults } from "../../../src/config/defaults/foundation";
import { foundationRules } from "../../../src/config/rules/foundation";
import type { Foundation } from "../../../src/config/schema/foundation";
import { platform } from "../../support/platform";

type Change = (foundation: Foundation) => void;

/** Paths that a rule reports when prod's foundation is changed; prod has a break-glass role. */
function paths(id: string, change: Change = () => undefined): readonly string[] {
  const rule = foundationRules.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(`no rule is called ${id}`);
  const all = platform();
  for (const workload of Object.values(all.workloads)) workload.foundation = structuredClone(foundationDefaults);
  all.people.breakGlass.roles = { prod: "prod-break-glass" };
  const { prod } = all.workloads;
  if (prod === undefined) throw new Error("the company has a prod account");
  prod.foundation.access.boundaries = ["prod", "break-glass"];
  change(prod.foundation);
  return rule.check(all).map(({ path }) => path);
}

const firing: readonly (readonly [string, Change, string])[] = [
  ["log-retention", (foundation) => Object.assign(foundation, { logRetentionDays: 45 }), "logRetentionDays"],
  [
    "unused-access-days",
    (foundation) => Object.assign(foundation.access, { unusedAccessDays: 400 }),
    "access.unusedAccessDays",
  ],
  [
    "break-glass-boundary",
    (foundation) => Object.assign(foundation.access, { boundaries: ["prod"] }),
    "access.boundaries",
  ],
  ["build-project-once", (foundation) => foundation.buildProjects.push("build"), "buildProjects"],
  ["artifact-days", (foundation) => Object.assign(foundation, { artifactDays: 3 }), "artifactDays"],
];

test.each(firing)("%s fires (LOG-01, ACC-10, ACC-12)", (id, change, path) => {
  expect(paths(id, change)).toEqual([`workloads.prod.foundation.${path}`]);
});

test.each(foundationRules.map(({ id }) => id))("%s passes the company's foundation", (id) => {
  expect(paths(id)).toEqual([]);
});
