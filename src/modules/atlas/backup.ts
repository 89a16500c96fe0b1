import { CloudBackupSchedule } from "@cdktf/provider-mongodbatlas/lib/cloud-backup-schedule";
import { Construct } from "constructs";
import { atlasRegion } from "../../lib/regions";

export interface AtlasBackupProps {
  readonly projectId: string;
  readonly clusterName: string;
  /** Atlas's id of the replica set's zone. */
  readonly zoneId: string;
  /** Hours between snapshots: 1, 2, 4, 6, 8 or 12. */
  readonly everyHours: number;
  readonly retentionDays: number;
  /** UTC time of day that the intervals are counted from. */
  readonly referenceHour: number;
  readonly referenceMinute: number;
  /** Days that can be restored to any second, at most `retentionDays`. @default none */
  readonly pointInTimeDays?: number;
  /** AWS regions that get a copy of each snapshot. */
  readonly copyTo: readonly string[];
}

/**
 * The cluster's snapshots. They are stored in the region of priority 7; copies are what survives its loss.
 * One item only: a declared schedule replaces the daily to yearly ones that Atlas adds to a new cluster.
 */
export class AtlasBackup extends Construct {
  constructor(scope: Construct, id: string, props: AtlasBackupProps) {
    super(scope, id);
    new CloudBackupSchedule(this, "Resource", {
      projectId: props.projectId,
      clusterName: props.clusterName,
      referenceHourOfDay: props.referenceHour,
      referenceMinuteOfHour: props.referenceMinute,
      updateSnapshots: true,
      policyItemHourly: {
        frequencyInterval: props.everyHours,
        retentionUnit: "days",
        retentionValue: props.retentionDays,
      },
      ...(props.pointInTimeDays === undefined ? {} : { restoreWindowDays: props.pointInTimeDays }),
      copySettings: props.copyTo.map((region) => ({
        cloudProvider: "AWS",
        regionName: atlasRegion(region),
        frequencies: ["HOURLY"],
        shouldCopyOplogs: props.pointInTimeDays !== undefined,
        zoneId: props.zoneId,
      })),
    });
  }
}
