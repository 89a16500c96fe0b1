import type { Platform } from "../../config";
import type { PortNeed } from "../../modules/eks/security-rules";
import type { Region } from "../../stacks/base-stack";
import type { EksStackProps } from "../../stacks/eks-stack";

type Workload = Platform["workloads"][string];
type Eks = Workload["eks"];

function slices({ generalSlices, generalSizes }: Eks): EksStackProps["slices"] {
  return Object.entries(generalSlices).map(([name, { capacity, size, min, max }]) => {
    const types = generalSizes[size];
    return { name, capacity, instanceTypes: capacity === "spot" ? types.spot : types.onDemand, min, max };
  });
}

function ports({ internalPorts }: Eks, kind: "internal" | "webhook"): readonly PortNeed[] {
  return Object.entries(internalPorts)
    .filter(([, { enabled }]) => enabled)
    .flatMap(([owner, needs]) =>
      needs[kind].map(({ protocol, from, to, reason }) => ({ protocol, from, to, consumer: `${owner}, ${reason}` })),
    );
}

/** Key of the workload account: permission sets and break-glass roles are listed by it. */
function keyOf({ workloads }: Platform, { account }: Workload): string {
  const entry = Object.entries(workloads).find(([, workload]) => workload.account.id === account.id);
  if (entry === undefined) throw new Error(`no workload account has the id ${account.id}`);
  return entry[0];
}

function people(platform: Platform, workload: Workload): EksStackProps["people"] {
  const { access } = workload.eks;
  const key = keyOf(platform, workload);
  return Object.fromEntries(
    Object.entries(access.people).map(([permissionSet, { policy, scope }]) => {
      const groups = platform.people.permissionSets[permissionSet]?.assignments[key] ?? [];
      const namespaces = scope === "apps" ? { namespaces: access.appNamespaces } : {};
      return [permissionSet, { policy, standing: groups.length > 0, ...namespaces }];
    }),
  );
}

function breakGlass(platform: Platform, workload: Workload): Pick<EksStackProps, "breakGlassRole"> {
  const role = platform.people.breakGlass.roles[keyOf(platform, workload)];
  return workload.eks.access.breakGlass && role !== undefined ? { breakGlassRole: role } : {};
}

function dbPool({ dbPool: pool }: Eks): Pick<EksStackProps, "dbPool"> {
  if (!pool.enabled) return {};
  const { instanceType, minPerZone, maxPerZone, maxPods } = pool;
  return { dbPool: { instanceType, minPerZone, maxPerZone, maxPods } };
}

function runner({ eks, foundation }: Workload): Pick<EksStackProps, "runner"> {
  if (!eks.runner.enabled) return {};
  const { image, computeType, terraformVersion } = eks.runner;
  const logsInFoundation = foundation.buildProjects.includes("runner");
  return { runner: { image, computeType, terraformVersion, logsInFoundation } };
}

/** Slice of the eks layer; every region of an environment gets the same. */
export function eksProps(platform: Platform, workload: Workload, _region: Region): EksStackProps {
  const { eks } = workload;
  return {
    version: eks.version,
    amiRelease: eks.amiRelease,
    addonVersions: eks.addonVersions,
    slices: slices(eks),
    ...dbPool(eks),
    maxPods: eks.maxPods,
    warmPrefixes: eks.warmPrefixes,
    maxUnavailable: eks.maxUnavailable,
    nodeVolumeGib: eks.nodeVolumeGib,
    cniNetworkPolicy: eks.policyEngines.includes("vpc-cni"),
    logRetentionDays: eks.logRetentionDays,
    publicAccessCidrs: eks.endpoint.public ? eks.endpoint.approvedCidrs : [],
    servicesCidr: platform.sharedAddresses.services,
    controlPlanePorts: ports(eks, "webhook"),
    peerPorts: ports(eks, "internal"),
    quotas: eks.quotas,
    appNamespaces: eks.access.appNamespaces,
    people: people(platform, workload),
    ...breakGlass(platform, workload),
    ...runner(workload),
    protected: workload.protected,
  };
}
