import type { Platform } from "../../config";
import { roleArn } from "../../lib/naming";
import type { AttachedModule } from "../../stacks/attached-modules";
import type { BootstrapStackProps } from "../../stacks/bootstrap-stack";

/** What the bootstrap of an account gets, whichever region it is in. */
export function bootstrapProps(
  platform: Platform,
  key: string,
  attachedModules: readonly AttachedModule[],
): BootstrapStackProps {
  const { backend, management, people, company } = platform;
  const administersOrganization = key === "management";
  const workload = platform.workloads[key];
  const access = workload?.foundation.access;
  const hosted =
    backend.kind === "cloud"
      ? {
          organization: backend.organization,
          ...(backend.hostname === undefined ? {} : { hostname: backend.hostname }),
        }
      : undefined;
  return {
    stateStore: backend.kind === "s3",
    ...(hosted === undefined ? {} : { hcp: hosted }),
    runsWorkloads: workload !== undefined,
    administersOrganization,
    operators: administersOrganization ? platform.operators.map((name) => roleArn(management.id, name)) : [],
    boundaries: access === undefined ? [] : ["workload", ...access.boundaries],
    ...(people.breakGlass.roles[key] === undefined ? {} : { breakGlassFrom: management.id }),
    ...(access?.approvals === true ? { approvedPipeline: `${company.name}-${key}` } : {}),
    ...(access?.unusedAccessDays === undefined ? {} : { unusedAccessDays: access.unusedAccessDays }),
    attachedModules,
  };
}
