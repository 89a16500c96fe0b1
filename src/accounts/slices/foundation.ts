import type { Platform } from "../../config";
import { roleArn } from "../../lib/naming";
import type { Region } from "../../stacks/base-stack";
import type { FoundationStackProps } from "../../stacks/foundation-stack";

type Workload = Platform["workloads"][string];

const keyOf = (platform: Platform, workload: Workload): string => {
  const entry = Object.entries(platform.workloads).find(([, { account }]) => account.id === workload.account.id);
  if (entry === undefined) throw new Error(`no workload account has the id ${workload.account.id}`);
  return entry[0];
};

/** Name of the hosted zone of an environment, e.g. `dev.example.com`. */
export const zoneNameOf = (platform: Platform, workload: Workload): string =>
  `${keyOf(platform, workload)}.${platform.company.domain}`;

function promotion(platform: Platform, target: string | undefined): FoundationStackProps["images"]["promotion"] {
  const account = target === undefined ? undefined : platform.workloads[target]?.account;
  return account === undefined
    ? undefined
    : { accountId: account.id, roleArn: roleArn(account.id, `${target}-ci-promote`) };
}

/** The registry of a region is like that of any other; releases are promoted from the primary one. */
export function foundationProps(platform: Platform, workload: Workload, region: Region): FoundationStackProps {
  const { images, foundation } = workload;
  const { services, tagMutability, scanType, untaggedDays, candidateDays, keep, promotesTo, caches } = images;
  const promoted = region.name === platform.regions.primary ? promotion(platform, promotesTo) : undefined;
  const replicates = workload.secondaryRegion.enabled && region.name === platform.regions.primary;
  return {
    zoneName: zoneNameOf(platform, workload),
    acceleratedRecovery: foundation.acceleratedRecovery,
    images: {
      services,
      tagMutability,
      scanType,
      untaggedDays,
      candidateDays,
      keep,
      forceDelete: !workload.protected,
      ...(promoted === undefined ? {} : { promotion: promoted }),
      ...(replicates ? { replicaRegion: platform.regions.secondary } : {}),
    },
    upstreams: caches,
    logRetentionDays: foundation.logRetentionDays,
    buildProjects: foundation.buildProjects,
    artifactDays: foundation.artifactDays,
  };
}
