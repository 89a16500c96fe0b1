import type { Check, Checks, Judged } from "../check";
import { count, ensure, layer, type StackView, same, sameSet, stack, views } from "../lens";
import { clusterOf, inEachRegion, owners, regionPath, regionsIn } from "./atlas-lens";
import { zonesOf } from "./places";

const isProtected = ({ account }: StackView): boolean => account !== "dev";

const eachCluster =
  (judge: (view: StackView) => readonly Judged[]): Check =>
  (evidence) =>
    owners(evidence).flatMap(judge);

const nodesOf = (view: StackView): readonly number[] =>
  regionsIn(view).map((region) => Number(region["electable_specs"]?.node_count));

const total = (nodes: readonly number[]): number => nodes.reduce((sum, one) => sum + one, 0);

/** True when the others elect a primary after any one region is lost. */
const survives = (nodes: readonly number[]): boolean => nodes.every((lost) => (total(nodes) - lost) * 2 > total(nodes));

function shape(view: StackView, expected: readonly (readonly [string, number, number])[]): readonly Judged[] {
  const found = regionsIn(view).map((region) => [
    region["region_name"],
    region["electable_specs"]?.node_count,
    region["priority"],
  ]);
  same(found, expected, `regions, nodes and priorities of ${view.id}`);
  return inEachRegion(view, "region_name", "electable_specs.node_count", "priority");
}

const threeRegions = [
  ["US_EAST_1", 1, 7],
  ["US_WEST_2", 1, 6],
  ["US_EAST_2", 1, 5],
] as const;
const oneRegion = [["US_EAST_1", 3, 7]] as const;

function project(view: StackView): readonly Judged[] {
  const explorer = view.account !== "prod";
  const found = view.one("mongodbatlas_project");
  same(found.at("is_data_explorer_enabled"), explorer, `data explorer of ${found}`);
  return [
    ...found.has({
      name: `company-inc-${view.account}`,
      with_default_alerts_settings: true,
      is_data_explorer_enabled: explorer,
    }),
    ...view
      .one("mongodbatlas_maintenance_window")
      .has({ day_of_week: 1, hour_of_day: 7, auto_defer_once_enabled: true }),
  ];
}

function provider(view: StackView): readonly Judged[] {
  const [found] = view.providers("mongodbatlas");
  ensure(found !== undefined, `${view.id} has no Atlas provider`);
  const keys = ["public_key", "private_key", "client_id", "client_secret", "access_token"];
  for (const key of keys) ensure(found.at(key) === undefined, `${found} holds ${key}`);
  return found.judged(...keys);
}

/** Paths that Atlas changes by itself, one for each region. */
const scaledPaths = (view: StackView, names: readonly string[]): readonly string[] =>
  regionsIn(view).flatMap((_, place) =>
    names.map((name) => `replication_specs[0].region_configs[${place}].electable_specs[0].${name}`),
  );

const computeBounds: Readonly<Record<string, readonly [string, string] | undefined>> = {
  dev: undefined,
  staging: ["M10", "M20"],
  prod: ["M10", "M40"],
};

function scaling(view: StackView): readonly Judged[] {
  const bounds = computeBounds[view.account];
  const expected = {
    disk_gb_enabled: true,
    compute_enabled: bounds !== undefined,
    ...(bounds === undefined
      ? {}
      : {
          compute_scale_down_enabled: true,
          compute_min_instance_size: bounds[0],
          compute_max_instance_size: bounds[1],
        }),
  };
  for (const region of regionsIn(view))
    same(region["auto_scaling"], expected, `scaling of ${view.id} in ${region["region_name"]}`);
  sameSet(
    clusterOf(view).at("lifecycle.ignore_changes"),
    scaledPaths(view, ["instance_size", "disk_size_gb"]),
    `what the cluster of ${view.id} ignores`,
  );
  return [
    ...inEachRegion(view, ...Object.keys(expected).map((key) => `auto_scaling.${key}`)),
    ...clusterOf(view).judged("lifecycle.ignore_changes"),
  ];
}

const costTags = ["Environment", "Project", "Owner", "CostCenter", "Component", "ManagedBy"];

export const dbaCluster: Checks = {
  "DBA-01": (evidence) => {
    for (const view of views(evidence)) {
      count(view.all("mongodbatlas_cluster"), 0, `deprecated clusters of ${view.id}`);
      const own = owners(evidence).some(({ id }) => id === view.id);
      for (const type of ["mongodbatlas_project", "mongodbatlas_advanced_cluster"])
        ensure(own || view.all(type).length === 0, `${view.id} has a ${type} of its own`);
    }
    return [
      ...owners(evidence).flatMap((view) => {
        for (const region of regionsIn(view)) same(region["provider_name"], "AWS", `provider of ${view.id}`);
        return [
          ...project(view),
          ...clusterOf(view).has({
            name: `company-inc-${view.account}`,
            cluster_type: "REPLICASET",
            version_release_system: "LTS",
            mongo_db_major_version: "8.0",
            termination_protection_enabled: isProtected(view),
          }),
          ...inEachRegion(view, "provider_name"),
        ];
      }),
      ...layer(evidence, "atlas").flatMap(provider),
    ];
  },

  "DBA-02": (evidence) => {
    const view = stack(evidence, "prod-atlas");
    const [first, second] = regionsIn(view);
    same([first?.["region_name"], first?.["priority"]], ["US_EAST_1", 7], "the preferred region");
    same([second?.["region_name"], second?.["priority"]], ["US_WEST_2", 6], "the next region");
    for (const region of [first, second])
      ensure(Number(region?.["electable_specs"]?.node_count) >= 1, "a region has no electable node");
    same(
      regionsIn(view).map((region) => region["priority"]),
      regionsIn(view).map((_, place) => 7 - place),
      "priorities without gaps",
    );
    return [0, 1].flatMap((place) =>
      clusterOf(view).judged(`${regionPath(place)}.region_name`, `${regionPath(place)}.priority`),
    );
  },

  "DBA-03": (evidence) => {
    const withKey = stack(evidence.variant("a customer key"), "staging-atlas");
    const key = withKey.one("mongodbatlas_encryption_at_rest");
    const authorization = withKey.one("mongodbatlas_cloud_provider_access_authorization");
    const setup = withKey.one("mongodbatlas_cloud_provider_access_setup");
    same(key.to("aws_kms_config.role_id").address, authorization.address, "role of the customer key");
    same(authorization.to("role_id").address, setup.address, "setup of the customer key");
    same(key.to("aws_kms_config.customer_master_key_id").type, "aws_kms_key", "the customer key");
    same(authorization.to("aws.iam_assumed_role_arn").type, "aws_iam_role", "role that Atlas assumes");
    const plain = owners(evidence).flatMap((view) => {
      for (const type of [
        "mongodbatlas_encryption_at_rest",
        "mongodbatlas_cloud_provider_access_setup",
        "mongodbatlas_cloud_provider_access_authorization",
      ]) {
        count(view.all(type), 0, `${type} in ${view.id}`);
      }
      return clusterOf(view).has({
        "advanced_configuration.minimum_enabled_tls_protocol": "TLS1_2",
        "advanced_configuration.javascript_enabled": false,
        "advanced_configuration.default_write_concern": "majority",
        encryption_at_rest_provider: "NONE",
      });
    });
    const audit = stack(evidence, "prod-atlas").one("mongodbatlas_auditing");
    ensure(
      /authenticate/.test(audit.at("audit_filter")) &&
        /createUser/.test(audit.at("audit_filter")) &&
        /createRole/.test(audit.at("audit_filter")),
      `${audit} leaves events out`,
    );
    return [
      ...plain,
      ...clusterOf(withKey).has({ encryption_at_rest_provider: "AWS" }),
      ...key.has({ "aws_kms_config.enabled": true, "aws_kms_config.region": "US_EAST_1" }),
      ...key.judged("aws_kms_config.role_id", "aws_kms_config.customer_master_key_id"),
      ...setup.has({ provider_name: "AWS" }),
      ...authorization.judged("role_id", "aws.iam_assumed_role_arn"),
      ...audit.has({ enabled: true }),
      ...audit.judged("audit_filter"),
    ];
  },

  "DBA-04": eachCluster(scaling),

  "DBA-05": eachCluster((view) => {
    const found = clusterOf(view);
    const tags = Object.fromEntries(found.blocks("tags").map(({ key, value }) => [key, value]));
    for (const key of costTags) ensure(typeof tags[key] === "string" && tags[key] !== "", `${found} has no tag ${key}`);
    const { computeScaling } = view.evidence.config.workloads[view.account]?.atlas ?? {};
    for (const region of regionsIn(view))
      same(region["auto_scaling"]?.compute_max_instance_size, computeScaling?.maxTier, `ceiling of ${view.id}`);
    same(computeScaling?.maxTier, computeBounds[view.account]?.[1], `configured ceiling of ${view.account}`);
    return [...found.judged("tags"), ...inEachRegion(view, "auto_scaling.compute_max_instance_size")];
  }),

  "DBA-07": eachCluster((view) => {
    const { startTier, startTierReason } = view.evidence.config.workloads[view.account]?.atlas ?? {};
    ensure(
      startTier === "M10" || startTierReason !== undefined,
      `${view.account} starts at ${startTier} without a reason`,
    );
    for (const region of regionsIn(view))
      same(region["electable_specs"]?.instance_size, startTier, `tier of ${view.id}`);
    return inEachRegion(view, "electable_specs.instance_size");
  }),

  "DBA-08": (evidence) => {
    const prod = stack(evidence, "prod-atlas");
    ensure(survives(nodesOf(prod)), "prod elects no primary after the loss of a region");
    const dual = stack(evidence.variant("dualRegion3"), "prod-atlas");
    const five = stack(evidence.variant("triRegion5"), "prod-atlas");
    same(
      [survives(nodesOf(dual)), evidence.variant("dualRegion3").config.workloads["prod"]?.atlas.acceptManualFailover],
      [false, true],
      "dualRegion3 and its acceptance",
    );
    ensure(survives(nodesOf(five)), "triRegion5 elects no primary after the loss of a region");
    const odd = [...owners(evidence), dual, five];
    for (const view of odd)
      same(
        total(nodesOf(view)),
        view.id === five.id && view.evidence.name === "triRegion5" ? 5 : 3,
        `members of ${view.id}`,
      );
    return [
      ...shape(prod, threeRegions),
      ...shape(stack(evidence, "staging-atlas"), oneRegion),
      ...shape(stack(evidence, "dev-atlas"), oneRegion),
      ...shape(dual, [
        ["US_EAST_1", 2, 7],
        ["US_WEST_2", 1, 6],
      ]),
      ...shape(five, [
        ["US_EAST_1", 2, 7],
        ["US_WEST_2", 2, 6],
        ["US_EAST_2", 1, 5],
      ]),
    ];
  },

  "DBA-09": eachCluster((view) => {
    ensure(clusterOf(view).at("disk_size_gb") === undefined, `the cluster of ${view.id} sets the disk at its root`);
    for (const region of regionsIn(view)) {
      same(
        [region["electable_specs"]?.disk_size_gb, region["auto_scaling"]?.disk_gb_enabled],
        [10, true],
        `disk of ${view.id}`,
      );
    }
    const ignored = clusterOf(view).at<readonly string[]>("lifecycle.ignore_changes") ?? [];
    const places = scaledPaths(view, ["disk_size_gb"]).map((path) => ignored.indexOf(path));
    ensure(
      places.every((place) => place >= 0),
      `the cluster of ${view.id} does not ignore the size of every disk`,
    );
    return [
      ...inEachRegion(view, "electable_specs.disk_size_gb", "auto_scaling.disk_gb_enabled"),
      ...clusterOf(view).judged("disk_size_gb", ...places.map((place) => `lifecycle.ignore_changes.${place}`)),
    ];
  }),

  "HAV-02": eachCluster((view) => {
    for (const region of regionsIn(view)) {
      const zones =
        view.evidence.config.zones[String(region["region_name"]).toLowerCase().replaceAll("_", "-")]?.zones ??
        zonesOf(view);
      const nodes = Number(region["electable_specs"]?.node_count);
      ensure(
        nodes >= 1 && nodes <= Math.min(zones.length, 3),
        `${nodes} nodes of ${view.id} share ${zones.length} zones`,
      );
    }
    // The count at the limit: one more would put two members into a zone.
    return regionsIn(view).flatMap((region, place) =>
      region["electable_specs"]?.node_count === 3
        ? clusterOf(view).judged(`${regionPath(place)}.electable_specs.node_count`)
        : clusterOf(view).judged(`${regionPath(place)}.electable_specs`),
    );
  }),
};
