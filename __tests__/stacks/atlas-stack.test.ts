import { atlasPlatform, atlasStacks, type Environment, resources, sorted } from "../support/atlas";
import type { TerraformJson } from "../support/synthesized";

const east = "us-east-1";
const west = "us-west-2";

type Changes = Parameters<typeof atlasPlatform>[1];

function synth(environment: Environment, changes: Changes = {}): Readonly<Record<string, TerraformJson>> {
  return atlasStacks(atlasPlatform(environment, changes), environment);
}

function only(stack: TerraformJson | undefined, type: string): TerraformJson {
  const found = resources(stack ?? {}, type);
  expect(found).toHaveLength(1);
  return found[0] as TerraformJson;
}

const stackOf = (stacks: Readonly<Record<string, TerraformJson>>, region: string): TerraformJson =>
  stacks[region] as TerraformJson;
const clusterOf = (stacks: Readonly<Record<string, TerraformJson>>) =>
  only(stacks[east], "mongodbatlas_advanced_cluster");
const regionsOf = (cluster: TerraformJson): readonly TerraformJson[] => cluster["replication_specs"][0].region_configs;
const environments = ["dev", "staging", "prod"] as const;
const privateLink: Changes = { connectivity: "privatelink", tieBreakerVpc: true };

describe("the cluster", () => {
  test.each(environments)("%s has one project and one replica set in the primary stack (DBA-01)", (environment) => {
    const stacks = synth(environment);
    const all = Object.values(stacks);
    expect(resources(all, "mongodbatlas_project")).toHaveLength(1);
    expect(resources(all, "mongodbatlas_advanced_cluster")).toHaveLength(1);
    expect(only(stacks[east], "mongodbatlas_project")).toMatchObject({
      name: `company-inc-${environment}`,
      is_data_explorer_enabled: environment !== "prod",
      with_default_alerts_settings: true,
    });
    expect(clusterOf(stacks)).toMatchObject({
      name: `company-inc-${environment}`,
      cluster_type: "REPLICASET",
      version_release_system: "LTS",
      mongo_db_major_version: "8.0",
    });
    expect(only(stacks[east], "mongodbatlas_maintenance_window")).toMatchObject({
      day_of_week: 1,
      hour_of_day: 7,
      auto_defer_once_enabled: true,
    });
  });

  test("keys of the Atlas provider are in no stack (DBA-01)", () => {
    for (const stack of Object.values(synth("prod", privateLink))) expect(stack["provider"].mongodbatlas).toEqual([{}]);
  });

  test("protection follows the account's setting (DBA-01)", () => {
    const configured = atlasPlatform("dev");
    const guarded = clusterOf(atlasStacks(configured, "staging"));
    expect(guarded).toMatchObject({ termination_protection_enabled: true, lifecycle: { prevent_destroy: true } });
    const dev = configured.workloads["dev"];
    if (dev !== undefined) dev.protected = false;
    const loose = clusterOf(atlasStacks(configured, "dev"));
    expect(loose["termination_protection_enabled"]).toBe(false);
    expect(loose["lifecycle"].prevent_destroy).not.toBe(true);
  });

  test.each([
    ["singleRegion3", [["US_EAST_1", 3, 7]]],
    [
      "dualRegion3",
      [
        ["US_EAST_1", 2, 7],
        ["US_WEST_2", 1, 6],
      ],
    ],
    [
      "triRegion3",
      [
        ["US_EAST_1", 1, 7],
        ["US_WEST_2", 1, 6],
        ["US_EAST_2", 1, 5],
      ],
    ],
    [
      "triRegion5",
      [
        ["US_EAST_1", 2, 7],
        ["US_WEST_2", 2, 6],
        ["US_EAST_2", 1, 5],
      ],
    ],
  ] as const)("%s places its nodes and priorities (DBA-02, DBA-08, HAV-02)", (topology, expected) => {
    const configs = regionsOf(clusterOf(synth("prod", { topology, backup: { copyTo: [] } })));
    const placed = configs.map(({ region_name, electable_specs, priority }) => [
      region_name,
      electable_specs.node_count,
      priority,
    ]);
    expect(placed).toEqual(expected);
    expect(configs.every(({ provider_name }) => provider_name === "AWS")).toBe(true);
  });

  test("sizes that Atlas changes are ignored, one path per region and nothing else (DBA-04, DBA-09)", () => {
    expect(clusterOf(synth("prod"))["lifecycle"].ignore_changes).toEqual(
      [0, 1, 2].flatMap((place) =>
        ["instance_size", "disk_size_gb"].map(
          (name) => `replication_specs[0].region_configs[${place}].electable_specs[0].${name}`,
        ),
      ),
    );
  });

  test.each([
    ["staging", "M20"],
    ["prod", "M40"],
  ] as const)("%s scales from M10 to %s, the same in every region (DBA-04, DBA-05)", (environment, ceiling) => {
    for (const { auto_scaling } of regionsOf(clusterOf(synth(environment)))) {
      expect(auto_scaling).toEqual({
        compute_enabled: true,
        compute_scale_down_enabled: true,
        compute_min_instance_size: "M10",
        compute_max_instance_size: ceiling,
        disk_gb_enabled: true,
      });
    }
  });

  test("dev stays at M10 and only its disk grows (DBA-04, DBA-05)", () => {
    const [config] = regionsOf(clusterOf(synth("dev")));
    expect(config?.["auto_scaling"]).toEqual({ compute_enabled: false, disk_gb_enabled: true });
  });

  test.each(environments)("%s starts at M10 and 10 GB, sized in the specs (DBA-07, DBA-09)", (environment) => {
    const cluster = clusterOf(synth(environment));
    expect(cluster["disk_size_gb"]).toBeUndefined();
    for (const { electable_specs } of regionsOf(cluster)) {
      expect(electable_specs).toMatchObject({ instance_size: "M10", disk_size_gb: 10 });
    }
  });

  test("TLS, write concern and cost tags (DBA-03, DBA-05)", () => {
    const cluster = clusterOf(synth("prod"));
    expect(cluster["advanced_configuration"]).toEqual({
      minimum_enabled_tls_protocol: "TLS1_2",
      javascript_enabled: false,
      default_write_concern: "majority",
    });
    const tags = Object.fromEntries(cluster["tags"].map(({ key, value }: TerraformJson) => [key, value]));
    expect(tags).toMatchObject({ Environment: "production", CostCenter: "CC-300", Component: "atlas" });
    expect(Object.keys(tags)).toHaveLength(6);
  });

  test("audits failed logins and changes of users and roles in prod (DBA-03)", () => {
    const { enabled, audit_filter } = only(synth("prod")[east], "mongodbatlas_auditing");
    expect(enabled).toBe(true);
    expect(JSON.parse(audit_filter).$or[0]).toEqual({ atype: "authenticate", result: { $ne: 0 } });
    expect(JSON.parse(audit_filter).$or[1].atype.$in).toEqual(expect.arrayContaining(["createUser", "updateRole"]));
    expect(resources(stackOf(synth("dev"), east), "mongodbatlas_auditing")).toEqual([]);
  });

  test("a customer key ties role, key and project together, and is absent otherwise (DBA-03)", () => {
    const types = ["encryption_at_rest", "cloud_provider_access_setup", "cloud_provider_access_authorization"];
    const without = stackOf(synth("dev"), east);
    for (const type of types) expect(resources(without, `mongodbatlas_${type}`)).toEqual([]);
    expect(clusterOf({ [east]: without })["encryption_at_rest_provider"]).toBe("NONE");
    const stack = stackOf(synth("dev", { customerKey: true }), east);
    const [config] = only(stack, "mongodbatlas_encryption_at_rest")["aws_kms_config"];
    expect(config).toMatchObject({ enabled: true, region: "US_EAST_1" });
    expect(config.role_id).toMatch(/mongodbatlas_cloud_provider_access_authorization\..*role_id/);
    expect(config.customer_master_key_id).toMatch(/aws_kms_key\..*key_id/);
    expect(only(stack, "mongodbatlas_cloud_provider_access_authorization")["aws"].iam_assumed_role_arn).toMatch(
      /aws_iam_role\..*arn/,
    );
    const cluster = only(stack, "mongodbatlas_advanced_cluster");
    expect(cluster["encryption_at_rest_provider"]).toBe("AWS");
    expect(cluster["depends_on"]).toEqual(
      expect.arrayContaining([expect.stringMatching(/^mongodbatlas_encryption_at_rest\./)]),
    );
  });
});

describe("peering", () => {
  const pairs = (stack: TerraformJson) =>
    resources(stack, "mongodbatlas_network_peering").map((peering) => [
      peering["accepter_region_name"],
      peering["route_table_cidr_block"],
    ]);

  test("containers have the planned blocks and precede the cluster (DBA-10, NET-04)", () => {
    const stack = stackOf(synth("prod"), east);
    const blocks = resources(stack, "mongodbatlas_network_container").map((one) => [
      one["region_name"],
      one["atlas_cidr_block"],
    ]);
    expect(Object.fromEntries(blocks)).toEqual({
      US_EAST_1: "192.168.0.0/21",
      US_WEST_2: "192.168.8.0/21",
      US_EAST_2: "192.168.16.0/21",
    });
    const before: string[] = only(stack, "mongodbatlas_advanced_cluster")["depends_on"];
    expect(before.filter((id) => id.startsWith("mongodbatlas_network_container."))).toHaveLength(3);
  });

  test.each([
    ["dev", "192.168.64.0/21"],
    ["staging", "192.168.32.0/21"],
  ] as const)("%s has the one container %s (DBA-10)", (environment, block) => {
    expect(only(synth(environment)[east], "mongodbatlas_network_container")["atlas_cidr_block"]).toBe(block);
  });

  const network: Readonly<Record<string, string>> = { [east]: "prod-network", [west]: "prod-network-usw2" };

  test("prod peers both VPCs with all containers, each region in its own stack (DBA-11)", () => {
    const stacks = synth("prod");
    expect(Object.keys(stacks)).toEqual([east, west]);
    expect(pairs(stackOf(stacks, east))).toEqual([1, 2, 3].map(() => [east, "10.0.0.0/16"]));
    expect(pairs(stackOf(stacks, west))).toEqual([1, 2, 3].map(() => [west, "10.10.0.0/16"]));
    for (const type of ["aws_vpc_peering_connection_accepter", "aws_vpc_peering_connection_options"]) {
      expect(resources(Object.values(stacks), type)).toHaveLength(6);
    }
    expect(resources(Object.values(stacks), "aws_route")).toHaveLength(18);
  });

  test.each([east, west])(
    "%s routes every container's block from each private table and from no other (DBA-10, DBA-11)",
    (region) => {
      const routes = resources(stackOf(synth("prod"), region), "aws_route");
      const expected = ["192.168.0.0/21", "192.168.8.0/21", "192.168.16.0/21"].flatMap((block) =>
        ["a", "b", "c"].map((zone) => [
          block,
          `\${data.terraform_remote_state.${network[region]}.outputs.private_route_table_ids["${region}${zone}"]}`,
        ]),
      );
      const found = routes.map((route) => [route["destination_cidr_block"], route["route_table_id"]]);
      expect(sorted(found)).toEqual(sorted(expected));
      for (const route of routes)
        expect(route["vpc_peering_connection_id"]).toMatch(/aws_vpc_peering_connection_accepter\..*id/);
    },
  );

  test.each([east, west])("%s lets the application out to each container, 27015 to 27017 (SGR-12)", (region) => {
    const rules = resources(stackOf(synth("prod"), region), "aws_vpc_security_group_egress_rule");
    const blocks = ["192.168.0.0/21", "192.168.16.0/21", "192.168.8.0/21"];
    expect(rules.map((rule) => rule["cidr_ipv4"]).toSorted()).toEqual(blocks);
    for (const rule of rules) {
      expect(rule).toMatchObject({
        security_group_id: `\${data.terraform_remote_state.${network[region]}.outputs.app_sg_id}`,
        ip_protocol: "tcp",
        from_port: 27015,
        to_port: 27017,
        description: expect.stringContaining("Atlas"),
      });
    }
  });

  test("the accepter accepts and resolves Atlas's names to private addresses (DBA-10)", () => {
    const stack = stackOf(synth("dev"), east);
    expect(only(stack, "aws_vpc_peering_connection_accepter")["auto_accept"]).toBe(true);
    expect(only(stack, "aws_vpc_peering_connection_options")["accepter"]).toEqual({
      allow_remote_vpc_dns_resolution: true,
    });
    expect(only(stack, "mongodbatlas_custom_dns_configuration_cluster_aws")["enabled"]).toBe(true);
  });

  test("only private subnets of the environment's VPCs may connect (DBA-13)", () => {
    const entries = resources(stackOf(synth("prod"), east), "mongodbatlas_project_ip_access_list");
    const subnets = ["10.0", "10.10"].flatMap((vpc) => [10, 11, 12].map((octet) => `${vpc}.${octet}.0/24`));
    expect(entries.map((entry) => entry["cidr_block"]).toSorted()).toEqual(subnets.toSorted());
    for (const entry of entries) expect(entry["comment"]).not.toBe("");
    expect(resources(stackOf(synth("prod"), west), "mongodbatlas_project_ip_access_list")).toEqual([]);
  });
});

describe("the secondary stack", () => {
  const stack = stackOf(synth("prod"), west);

  test("finds everything of the primary region in Atlas and reads its own region's states (DBA-11)", () => {
    expect(Object.values(stack["data"].mongodbatlas_project)).toMatchObject([{ name: "company-inc-prod" }]);
    expect(Object.values(stack["data"].mongodbatlas_network_containers)).toHaveLength(1);
    const states: TerraformJson = stack["data"].terraform_remote_state;
    expect(Object.keys(states).toSorted()).toEqual(["prod-bootstrap-usw2", "prod-eks-usw2", "prod-network-usw2"]);
    for (const { config } of Object.values(states)) {
      expect(config).toMatchObject({
        bucket: "company-inc-prod-tfstate-usw2",
        key: expect.stringMatching(/-usw2\.tfstate$/),
      });
    }
  });

  test("picks each container by its region (DBA-11)", () => {
    const ids = resources(stack, "mongodbatlas_network_peering").map((peering) => peering["container_id"] as string);
    const regions = ids.map((id) => /region_name == "(\w+)"/.exec(id)?.[1]);
    expect(regions.toSorted()).toEqual(["US_EAST_1", "US_EAST_2", "US_WEST_2"]);
  });

  test("makes no cluster, project, container, user or backup (DBA-01, DBA-06)", () => {
    const made = Object.keys(stack["resource"]).filter((type) => type.startsWith("mongodbatlas_"));
    expect(made).toEqual(["mongodbatlas_network_peering"]);
  });
});
