import type { Check, Checks, Judged } from "../check";
import { type Block, count, ensure, type StackView, same, stack, views } from "../lens";
import { clusterOf, owners, regionsIn } from "./atlas-lens";

const scheduleOf = (view: StackView): Block => view.one("mongodbatlas_cloud_backup_schedule");

const otherItems = ["policy_item_daily", "policy_item_weekly", "policy_item_monthly", "policy_item_yearly", "export"];

function snapshots(view: StackView): readonly Judged[] {
  const schedule = scheduleOf(view);
  for (const item of otherItems) count(schedule.blocks(item), 0, `${item} of ${schedule}`);
  ensure(schedule.at("auto_export_enabled") !== true, `${schedule} exports`);
  same(schedule.to("cluster_name").address, clusterOf(view).address, `cluster of ${schedule}`);
  return [
    ...schedule.has({
      "policy_item_hourly.frequency_interval": 6,
      "policy_item_hourly.retention_unit": "days",
      "policy_item_hourly.retention_value": 2,
      reference_hour_of_day: 0,
      reference_minute_of_hour: 30,
      update_snapshots: true,
    }),
    ...schedule.judged("cluster_name", ...otherItems),
    ...clusterOf(view).has({ backup_enabled: true, retain_backups_enabled: true }),
  ];
}

function pointInTime(view: StackView): readonly Judged[] {
  const schedule = scheduleOf(view);
  ensure(
    Number(schedule.at("restore_window_days")) <= Number(schedule.at("policy_item_hourly.retention_value")),
    `${schedule} restores beyond its snapshots`,
  );
  return [
    ...clusterOf(view).has({ pit_enabled: true, backup_enabled: true }),
    ...schedule.has({ restore_window_days: 1 }),
  ];
}

function copied(view: StackView): readonly Judged[] {
  const schedule = scheduleOf(view);
  const copies = schedule.blocks("copy_settings");
  if (view.account !== "prod") {
    count(copies, 0, `copies of ${schedule}`);
    return schedule.judged("copy_settings");
  }
  count(copies, 1, `copies of ${schedule}`);
  const zone = String(copies[0]?.["zone_id"]);
  same(zone, `\${${clusterOf(view).address}.replication_specs[0].zone_id}`, `zone of ${schedule}`);
  return [
    ...schedule.has({
      "copy_settings.cloud_provider": "AWS",
      "copy_settings.region_name": "US_WEST_2",
      "copy_settings.frequencies": ["HOURLY"],
      "copy_settings.should_copy_oplogs": true,
    }),
    ...schedule.judged("copy_settings.zone_id"),
  ];
}

const inEnvironments =
  (accounts: readonly string[], judge: (view: StackView) => readonly Judged[]): Check =>
  (evidence) =>
    owners(evidence)
      .filter(({ account }) => accounts.includes(account))
      .flatMap(judge);

export const bkp: Checks = {
  "BKP-01": inEnvironments(["dev", "staging", "prod"], snapshots),
  "BKP-02": inEnvironments(["staging", "prod"], pointInTime),
  "BKP-03": inEnvironments(["dev", "staging", "prod"], copied),

  "DRC-02": (evidence) => {
    const view = stack(evidence, "prod-atlas");
    const schedule = scheduleOf(view);
    const interval = Number(schedule.at("policy_item_hourly.frequency_interval"));
    const copies =
      schedule.at("copy_settings.should_copy_oplogs") === true &&
      schedule.at("copy_settings.region_name") === "US_WEST_2";
    const continuous = clusterOf(view).at("pit_enabled") === true && schedule.at("restore_window_days") === 1;
    // A snapshot alone is older than its interval by the time that its copy takes; the copied oplog closes the gap.
    const hours = copies && continuous ? 1 / 60 : interval + 1;
    ensure(hours <= 6 && interval <= 6, `${hours} hours of data can be lost`);
    return [
      ...schedule.judged(
        "policy_item_hourly.frequency_interval",
        "restore_window_days",
        "copy_settings.should_copy_oplogs",
        "copy_settings.region_name",
      ),
      ...clusterOf(view).has({ pit_enabled: true, "advanced_configuration.default_write_concern": "majority" }),
    ];
  },

  "DRC-03": (evidence) => {
    for (const view of views(evidence))
      count(view.all("mongodbatlas_cluster_outage_simulation"), 0, `outage simulations in ${view.id}`);
    const view = stack(evidence, "prod-atlas");
    const regions = regionsIn(view);
    const nodes = regions.map((region) => Number(region["electable_specs"]?.node_count));
    const total = nodes.reduce((sum, one) => sum + one, 0);
    ensure(
      nodes.every((number) => number >= 1) && total - (nodes[0] ?? 0) > total / 2,
      "the loss of us-east-1 leaves no majority",
    );
    same([regions[1]?.["region_name"], regions[1]?.["priority"]], ["US_WEST_2", 6], "the second region");
    // The alerts come with the PagerDuty integration, in the observability layer.
    return [
      ...clusterOf(view).judged(
        "replication_specs.region_configs.1.priority",
        "replication_specs.region_configs.1.region_name",
      ),
      ...regions.flatMap((_, place) =>
        clusterOf(view).judged(`replication_specs.region_configs.${place}.electable_specs`),
      ),
    ];
  },
};
