import type { Checks, Judged } from "../check";
import { type Block, count, ensure, forEach, listOf, type StackView, same, sameSet, stack } from "../lens";
import { clusters, groups, hasDbPool, nameOf, nodeGroups, sum, templates, waits, waitsFor } from "./eks-lens";
import { targets, tierOf, zonesOf } from "./places";

const capacity = (group: Block): string => group.at("capacity_type");

/** Types of 2 vCPU and 8 GiB (EC2 instance types). */
const large = ["t3.large", "t3a.large", "m5.large", "m5a.large", "m6i.large", "m6a.large"];

/** The groups wait for one another in one line, so that no two are updated at once. */
function chain(view: StackView): readonly Judged[] {
  const nodes = nodeGroups(view);
  const places = nodes.map((group) => waitsFor(group).filter((address) => address.startsWith("aws_eks_node_group.")));
  // In a line the first waits for none and no two wait for the same one.
  const predecessors = places.map((found) => found.at(-1));
  count(
    predecessors.filter((found) => found === undefined),
    1,
    `node groups of ${view.id} that wait for none`,
  );
  same(new Set(predecessors).size, nodes.length, `distinct predecessors of ${view.id}`);
  return nodes.flatMap((group, place) => (predecessors[place] === undefined ? [] : waits(group, predecessors[place])));
}

function patching(view: StackView): readonly Judged[] {
  const { version, release_version: release } = {
    version: view.one("aws_eks_cluster").at("version"),
    release_version: view.evidence.config.workloads[view.account]?.eks.amiRelease,
  };
  const nodes = nodeGroups(view).flatMap((group) => {
    ensure(group.at("update_config.max_unavailable_percentage") === undefined, `${group} has a percentage`);
    same(group.at("lifecycle.ignore_changes"), ["scaling_config[0].desired_size"], `what ${group} ignores`);
    same(
      group.to("launch_template.version").address,
      group.to("launch_template.id").address,
      `template version of ${group}`,
    );
    return [
      ...group.has({
        "update_config.max_unavailable": 2,
        force_update_version: false,
        "node_repair_config.enabled": true,
        version,
        release_version: release,
      }),
      ...group.judged("lifecycle.ignore_changes", "launch_template.version"),
    ];
  });
  const schedule = view.one(
    "aws_scheduler_schedule",
    (block) => block.at("name") === `${view.account}-eks-ami-release-check`,
    "release check",
  );
  const target = schedule.to("target.arn");
  same(target.type, "aws_lambda_function", `target of ${schedule}`);
  return [...nodes, ...schedule.has({ schedule_expression: "rate(7 days)" }), ...schedule.judged("target.arn", "name")];
}

const costTags = ["Environment", "Project", "Owner", "CostCenter", "Component", "ManagedBy"];

export function template(found: Block): readonly Judged[] {
  const specifications = found.blocks("tag_specifications");
  sameSet(
    specifications.map((one) => one["resource_type"]),
    ["instance", "volume", "network-interface"],
    `tagged by ${found}`,
  );
  for (const { tags, resource_type: type } of specifications) {
    for (const key of costTags)
      ensure(typeof tags?.[key] === "string" && tags[key] !== "", `${found} gives the ${type} no ${key}`);
  }
  const key = found.to("block_device_mappings.ebs.kms_key_id");
  same([key.type, /ebs/i.test(String(key.at("description")))], ["aws_kms_key", true], `key of ${found}`);
  for (const path of ["image_id", "instance_type", "credit_specification"])
    ensure(found.at(path) === undefined, `${found} has ${path}`);
  return [
    ...found.has({
      update_default_version: true,
      "metadata_options.http_tokens": "required",
      "metadata_options.http_put_response_hop_limit": 1,
      "block_device_mappings.device_name": "/dev/xvda",
      "block_device_mappings.ebs.volume_type": "gp3",
      "block_device_mappings.ebs.volume_size": 50,
      "block_device_mappings.ebs.encrypted": "true",
      "block_device_mappings.ebs.delete_on_termination": "true",
      "monitoring.enabled": true,
    }),
    ...found.judged(
      "tag_specifications",
      "block_device_mappings.ebs.kms_key_id",
      "image_id",
      "instance_type",
      "credit_specification",
    ),
  ];
}

function databasePool(view: StackView): readonly Judged[] {
  const pool = groups(view, "db-pool");
  if (!hasDbPool(view)) return [];
  const zones = pool.map((group) => {
    const subnets = targets(group, "subnet_ids");
    count(subnets, 1, `subnets of ${group}`);
    same(subnets.map(tierOf), ["private"], `tier of ${group}`);
    return subnets[0]?.at("availability_zone");
  });
  sameSet(zones, zonesOf(view), `zones of the db-pool of ${view.id}`);
  return pool.flatMap((group) => [
    ...group.has({
      capacity_type: "ON_DEMAND",
      instance_types: ["t3.medium"],
      "scaling_config.min_size": 1,
      "scaling_config.desired_size": 1,
      "scaling_config.max_size": 10,
    }),
    ...group.judged("subnet_ids", "node_group_name_prefix"),
  ]);
}

const quota = (view: StackView, code: string): Block =>
  view.one("aws_servicequotas_service_quota", (block) => block.at("quota_code") === code, `quota ${code}`);

export const eksNodes: Checks = {
  "EKS-03": forEach(clusters, (view) => [...patching(view), ...chain(view)]),

  "EKS-07": forEach(clusters, (view) => {
    const general = groups(view, "general");
    for (const found of templates(view))
      ensure(found.at("credit_specification") === undefined, `${found} sets credits`);
    const free = templates(view).flatMap((found) => found.judged("credit_specification"));
    return free.concat(
      general.flatMap((group) => [
        ...group.has({
          instance_types: capacity(group) === "SPOT" ? large : ["t3.large"],
          "labels.workload": "general",
          capacity_type: nameOf(group).includes("spot") ? "SPOT" : "ON_DEMAND",
        }),
        ...group.judged("node_group_name_prefix"),
      ]),
    );
  }),

  "EKS-08": (evidence) => {
    const view = stack(evidence.variant("a larger slice"), "staging-eks");
    const general = groups(view, "general");
    same(sum(general, "scaling_config.max_size"), 150, "largest size of the general pool");
    const judged = general.flatMap((group) => {
      const types =
        nameOf(group) === "general-od-4" ? ["m5.xlarge"] : capacity(group) === "SPOT" ? large : ["t3.large"];
      return group.has({ instance_types: types, "scaling_config.max_size": 30 });
    });
    const replaceable = clusters(evidence).flatMap((own) =>
      groups(own, "general").flatMap((group) => {
        ensure(group.at("node_group_name") === undefined, `${group} has a fixed name`);
        ensure(String(group.at("node_group_name_prefix")).startsWith("general-"), `${group} has no prefix`);
        return [
          ...group.has({
            "lifecycle.create_before_destroy": true,
            "lifecycle.ignore_changes": ["scaling_config[0].desired_size"],
          }),
          ...group.judged("node_group_name_prefix"),
        ];
      }),
    );
    return [...judged, ...replaceable];
  },

  "EKS-09": forEach(clusters, (view) => {
    const general = groups(view, "general");
    same(sum(general, "scaling_config.min_size"), 6, `least nodes of ${view.id}`);
    same(sum(general, "scaling_config.max_size"), 150, `most nodes of ${view.id}`);
    return general.flatMap((group) => {
      const {
        min_size: min,
        max_size: max,
        desired_size: desired,
      } = group.at<Record<string, number>>("scaling_config") ?? {};
      ensure(min === 0 || capacity(group) === "ON_DEMAND", `${group} counts on Spot`);
      ensure(Number(min) % 3 === 0 && Number(max) % 3 === 0, `${group} cannot be spread evenly`);
      same(desired, min, `first size of ${group}`);
      same(
        targets(group, "subnet_ids")
          .map((subnet) => `${tierOf(subnet)} ${subnet.at("availability_zone")}`)
          .sort(),
        zonesOf(view).map((zone) => `private ${zone}`),
        `subnets of ${group}`,
      );
      return [
        ...group.judged(
          "scaling_config.min_size",
          "scaling_config.max_size",
          "scaling_config.desired_size",
          "subnet_ids",
        ),
        ...group.has({ "lifecycle.ignore_changes": ["scaling_config[0].desired_size"] }),
      ];
    });
  }),

  "EKS-10": forEach(clusters, (view) => {
    const general = groups(view, "general");
    const spot = general.filter((group) => capacity(group) === "SPOT");
    same(
      sum(spot, "scaling_config.max_size") / sum(general, "scaling_config.max_size"),
      0.2,
      `Spot share of ${view.id}`,
    );
    return general.flatMap((group) => {
      const types = listOf<string>(group.at("instance_types"));
      ensure(types.length > 0 && types.every((type) => large.includes(type)), `${group} is of another size`);
      const type = nameOf(group) === "general-spot-1" ? "SPOT" : "ON_DEMAND";
      return [...group.has({ "scaling_config.max_size": 30, capacity_type: type }), ...group.judged("instance_types")];
    });
  }),

  "EKS-11": forEach(clusters, (view) =>
    groups(view, "general").flatMap((group) => {
      sameSet(
        targets(group, "subnet_ids").map((subnet) => `${tierOf(subnet)} ${subnet.at("availability_zone")}`),
        zonesOf(view).map((zone) => `private ${zone}`),
        `subnets of ${group}`,
      );
      count(group.blocks("taint"), 0, `taints of ${group}`);
      return [...group.has({ "labels.workload": "general" }), ...group.judged("subnet_ids", "taint")];
    }),
  ),

  "EKS-13": forEach(clusters, databasePool),

  "EKS-14": (evidence) =>
    clusters(evidence)
      .filter(hasDbPool)
      .flatMap((view) => {
        const pool = groups(view, "db-pool");
        count(pool, 3, `db-pool groups of ${view.id}`);
        return pool.flatMap((group) =>
          group.has({
            "labels.workload": "db-pool",
            "taint.key": "dedicated",
            "taint.value": "db-pool",
            "taint.effect": "NO_SCHEDULE",
          }),
        );
      }),

  "EKS-17": forEach(clusters, (view) => {
    const nodes = nodeGroups(view);
    const surge = Math.max(
      2 * zonesOf(view).length,
      ...nodes.map((group) => Number(group.at("update_config.max_unavailable"))),
    );
    const total = sum(nodes, "scaling_config.max_size");
    same(total, hasDbPool(view) ? 180 : 150, `most nodes of ${view.id}`);
    ensure(total + surge <= 200, `${view.id} can grow to ${total + surge} nodes`);
    const line = chain(view);
    return [
      ...quota(view, "L-1216C47A").has({ service_code: "ec2", value: 704 }),
      ...quota(view, "L-34B43A08").has({ service_code: "ec2", value: 288 }),
      ...nodes.flatMap((group) => group.judged("scaling_config.max_size")),
      ...line,
    ];
  }),
};
