import { logRetentionDays, unusedAccessDays } from "../limits/logs";
import { forEachWorkload, type Rule } from "./rule";

const retention: Rule = {
  id: "log-retention",
  check: forEachWorkload(({ foundation }) =>
    logRetentionDays.includes(foundation.logRetentionDays)
      ? []
      : [
          {
            path: "foundation.logRetentionDays",
            value: foundation.logRetentionDays,
            reason: "CloudWatch Logs does not offer this number of days",
            mend: `write one of ${logRetentionDays.join(", ")}`,
          },
        ],
  ),
};

const unusedAccess: Rule = {
  id: "unused-access-days",
  check: forEachWorkload(({ foundation }) => {
    const value = foundation.access.unusedAccessDays;
    const { least, most } = unusedAccessDays;
    return value === undefined || (value >= least && value <= most)
      ? []
      : [
          {
            path: "foundation.access.unusedAccessDays",
            value,
            reason: `Access Analyzer looks back over ${least} to ${most} days`,
            mend: `write ${least} to ${most}`,
          },
        ];
  }),
};

const breakGlass: Rule = {
  id: "break-glass-boundary",
  check: forEachWorkload(({ foundation }, name, { people }) =>
    people.breakGlass.roles[name] !== undefined && !foundation.access.boundaries.includes("break-glass")
      ? [
          {
            path: "foundation.access.boundaries",
            value: foundation.access.boundaries,
            reason: `${people.breakGlass.roles[name]} would have no limit at all`,
            mend: 'add "break-glass", or take the account out of people.breakGlass.roles',
          },
        ]
      : [],
  ),
};

const buildProjectsOnce: Rule = {
  id: "build-project-once",
  check: forEachWorkload(({ foundation }) =>
    foundation.buildProjects
      .filter((project, place, all) => all.indexOf(project) !== place)
      .map((value) => ({
        path: "foundation.buildProjects",
        value,
        reason: "is listed twice, but has one log group",
        mend: "list every project once",
      })),
  ),
};

const artifacts: Rule = {
  id: "artifact-days",
  check: forEachWorkload(({ foundation, images }) =>
    foundation.artifactDays < images.candidateDays
      ? [
          {
            path: "foundation.artifactDays",
            value: foundation.artifactDays,
            reason: `the artifacts of a release would be gone while its candidate image (${images.candidateDays} days) still waits`,
            mend: `write ${images.candidateDays} or more`,
          },
        ]
      : [],
  ),
};

export const foundationRules: readonly Rule[] = [retention, unusedAccess, breakGlass, buildProjectsOnce, artifacts];
