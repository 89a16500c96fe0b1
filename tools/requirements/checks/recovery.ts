import type { Checks, Evidence, Judged } from "../check";
import { beside, count, ensure, same, sameSet, stack, views } from "../lens";
import { statements } from "../policy";
import { balancers, origins } from "./edge";
import { nodeGroups } from "./eks-lens";
import { everywhere } from "./places";

function dumpRoles(evidence: Evidence): readonly Judged[] {
  return ["staging", "prod"].flatMap((account) => {
    const role = stack(evidence, `${account}-atlas`).one(
      "aws_iam_role",
      (block) => block.at("name") === `${account}-mongodump-use1`,
      "role of the dump",
    );
    const [trust] = statements(role, "assume_role_policy");
    ensure(
      Object.entries(trust?.conditions ?? {}).some(
        ([key, values]) => key.endsWith(":sub") && values.join() === "system:serviceaccount:backup:mongodump",
      ),
      `${role} serves another account`,
    );
    return role.judged("name", "assume_role_policy#Statement.0.Condition");
  });
}

export const recovery: Checks = {
  "BKP-04": (evidence) => dumpRoles(evidence),

  "DRC-01": (evidence) => {
    // What stands in the second region beforehand is what the hour depends on.
    const nodes = (id: string) =>
      nodeGroups(stack(evidence, id)).reduce((sum, group) => sum + Number(group.at("scaling_config.min_size")), 0);
    same(nodes("prod-eks-usw2"), nodes("prod-eks"), "nodes that wait in the second region");
    return nodeGroups(stack(evidence, "prod-eks-usw2")).flatMap((group) => group.judged("scaling_config.min_size"));
  },

  "DRC-05": (evidence) => {
    // The second region finds the zone by its name, once it has load balancers.
    const makers = views(evidence, { account: "prod" }).filter((view) => view.all("aws_route53_zone").length > 0);
    same(
      makers.map(({ id }) => id),
      ["prod-foundation"],
      "stacks of prod that make a zone",
    );
    const zone = stack(evidence, "prod-foundation").one("aws_route53_zone");
    return [
      ...zone.has({ enable_accelerated_recovery: true, "lifecycle.prevent_destroy": true }),
      ...origins(evidence),
    ];
  },

  "DRC-06": (evidence) => {
    for (const view of views(evidence))
      count(view.all("mongodbatlas_cloud_backup_snapshot_restore_job"), 0, `restore jobs in ${view.id}`);
    const view = stack(evidence, "prod-atlas");
    const schedule = view.one("mongodbatlas_cloud_backup_schedule");
    return [
      ...schedule.has({ restore_window_days: 1 }),
      ...view.one("mongodbatlas_advanced_cluster").has({ pit_enabled: true }),
    ];
  },

  "DRC-08": (evidence) =>
    ["foundation", "network", "eks"].flatMap((layer) => {
      const first = stack(evidence, `prod-${layer}`);
      const second = beside(stack(evidence, "prod-network-usw2"), layer);
      for (const state of second.data("terraform_remote_state"))
        same(state.at("config.region"), "us-west-2", `region of ${state}`);
      // What an account has only once, and what sends copies to the second region.
      const once = ["aws_route53_zone", "aws_ecr_replication_configuration"];
      for (const type of first.types)
        ensure(once.includes(type) || second.all(type).length > 0, `the second region has no ${type}`);
      return first.all("aws_servicequotas_service_quota").flatMap((quota) => {
        const twin = second.one(
          "aws_servicequotas_service_quota",
          (block) => block.at("quota_code") === quota.at("quota_code"),
          `quota ${quota.at("quota_code")}`,
        );
        return twin.has({ value: quota.at("value") });
      });
    }),

  "HAV-03": (evidence) => [
    ...balancers(evidence),
    ...everywhere(evidence, "network", ["staging", "prod"]).flatMap((view) => {
      const gateways = view.all("aws_nat_gateway");
      const zones = gateways.map((gateway) => gateway.to("subnet_id").at("availability_zone"));
      sameSet(
        zones,
        ["a", "b", "c"].map((letter) => `${view.region}${letter}`),
        `zones of NAT gateways of ${view.id}`,
      );
      return gateways.flatMap((gateway) => gateway.judged("subnet_id"));
    }),
  ],

  "ALR-02": (evidence) => {
    for (const view of views(evidence)) {
      for (const alert of view.all("mongodbatlas_alert_configuration")) {
        for (const notification of alert.blocks("notification"))
          ensure(
            notification["type_name"] !== "PAGER_DUTY" || notification["interval_min"] === undefined,
            `${alert} repeats itself, which Atlas refuses`,
          );
      }
    }
    return ["staging", "prod"].flatMap((account) =>
      stack(evidence, `${account}-atlas`).one("mongodbatlas_project").has({ with_default_alerts_settings: true }),
    );
  },
};
