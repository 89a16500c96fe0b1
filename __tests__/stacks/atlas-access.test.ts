import { atlasPlatform, atlasStacks, type Environment, resources, sorted } from "../support/atlas";
import type { TerraformJson } from "../support/synthesized";

const east = "us-east-1";
const west = "us-west-2";

type Changes = Parameters<typeof atlasPlatform>[1];
type Stacks = Readonly<Record<string, TerraformJson>>;

const synth = (environment: Environment, changes: Changes = {}): Stacks =>
  atlasStacks(atlasPlatform(environment, changes), environment);
const stackOf = (stacks: Stacks, region: string): TerraformJson => stacks[region] as TerraformJson;

describe("logins", () => {
  const stacks = synth("prod");
  const users = resources(Object.values(stacks), "mongodbatlas_database_user");

  test("are IAM roles without password, scoped to the cluster (DBA-06)", () => {
    expect(users).toHaveLength(6);
    for (const user of users) {
      expect(user).toMatchObject({
        auth_database_name: "$external",
        aws_iam_type: "ROLE",
        scopes: [{ name: expect.stringMatching(/mongodbatlas_advanced_cluster\..*name/), type: "CLUSTER" }],
      });
      expect(user["password"]).toBeUndefined();
    }
  });

  test("may do one thing each, and none may administer (DBA-06, DBA-15)", () => {
    const rights = users.map(({ username, roles }) => [
      (username as string).replace("arn:aws:iam::777777777777:role/", ""),
      roles.map((role: TerraformJson) => `${role["role_name"]}@${role["database_name"]}`),
    ]);
    expect(Object.fromEntries(rights)).toEqual({
      "prod-backend-use1": ["readWrite@app"],
      "prod-backend-usw2": ["readWrite@app"],
      "prod-analytics-use1": ["read@app"],
      "prod-analytics-usw2": ["read@app"],
      "prod-mongodump-use1": ["backup@admin"],
      "prod-mongodump-usw2": ["backup@admin"],
    });
  });

  test("have a role in their region's stack, and each role has a login (DBA-06)", () => {
    const names = resources(Object.values(stacks), "aws_iam_role").map(
      (role) => `arn:aws:iam::777777777777:role/${role["name"]}`,
    );
    expect(names.toSorted()).toEqual(users.map((user) => user["username"] as string).toSorted());
    const western = resources(stackOf(stacks, west), "aws_iam_role").map((role) => role["name"]);
    expect(sorted(western)).toEqual(["prod-analytics-usw2", "prod-backend-usw2", "prod-mongodump-usw2"]);
  });

  test("trust one service account of their own region's cluster, within the boundary (DBA-06)", () => {
    const backend = resources(stackOf(stacks, west), "aws_iam_role").find(
      (role) => role["name"] === "prod-backend-usw2",
    );
    expect(backend?.["permissions_boundary"]).toBe(
      "${data.terraform_remote_state.prod-bootstrap-usw2.outputs.boundary_arns.workload}",
    );
    const [statement] = JSON.parse(backend?.["assume_role_policy"]).Statement;
    expect(statement.Principal.Federated).toBe(
      "${data.terraform_remote_state.prod-eks-usw2.outputs.oidc_provider_arn}",
    );
    expect(Object.values(statement.Condition.StringEquals)).toContain("system:serviceaccount:backend:backend");
  });
});

describe("backups", () => {
  const scheduleOf = (environment: Environment, changes: Changes = {}) =>
    resources(stackOf(synth(environment, changes), east), "mongodbatlas_cloud_backup_schedule")[0] as TerraformJson;

  test.each(["dev", "staging", "prod"] as const)(
    "%s takes one snapshot every 6 hours, kept 2 days (BKP-01)",
    (environment) => {
      const schedule = scheduleOf(environment);
      expect(schedule).toMatchObject({
        policy_item_hourly: { frequency_interval: 6, retention_unit: "days", retention_value: 2 },
        reference_hour_of_day: 0,
        reference_minute_of_hour: 30,
        update_snapshots: true,
        cluster_name: expect.stringMatching(/mongodbatlas_advanced_cluster\..*name/),
      });
      const others = Object.keys(schedule).filter((key) => /^(policy_item_(?!hourly)|export|auto_export)/.test(key));
      expect(others).toEqual([]);
      const [cluster] = resources(stackOf(synth(environment), east), "mongodbatlas_advanced_cluster");
      expect(cluster).toMatchObject({ backup_enabled: true, retain_backups_enabled: true });
    },
  );

  test.each([
    ["dev", false, undefined],
    ["staging", true, 1],
    ["prod", true, 1],
  ] as const)("%s: point in time %s over %s day (BKP-02)", (environment, enabled, days) => {
    const [cluster] = resources(stackOf(synth(environment), east), "mongodbatlas_advanced_cluster");
    expect(cluster?.["pit_enabled"]).toBe(enabled);
    expect(scheduleOf(environment)["restore_window_days"]).toBe(days);
  });

  test("prod copies snapshots and oplog to the secondary region, the others nowhere (BKP-03)", () => {
    expect(scheduleOf("prod")["copy_settings"]).toEqual([
      {
        cloud_provider: "AWS",
        region_name: "US_WEST_2",
        frequencies: ["HOURLY"],
        should_copy_oplogs: true,
        zone_id: expect.stringMatching(/mongodbatlas_advanced_cluster\..*replication_specs\[0\]\.zone_id/),
      },
    ]);
    for (const environment of ["dev", "staging"] as const)
      expect(scheduleOf(environment)["copy_settings"] ?? []).toEqual([]);
  });

  test("the oplog is kept as long as the configuration asks (BKP-02)", () => {
    const [cluster] = resources(stackOf(synth("prod", { oplogHours: 24 }), east), "mongodbatlas_advanced_cluster");
    expect(cluster?.["advanced_configuration"].oplog_min_retention_hours).toBe(24);
  });
});

describe("the connection string", () => {
  const sourceOf = (stack: TerraformJson) =>
    Object.values(stack["data"].mongodbatlas_advanced_cluster)[0] as TerraformJson;
  const conditions = (stack: TerraformJson): readonly string[] =>
    (sourceOf(stack)["lifecycle"]?.postcondition ?? []).map((one: TerraformJson) => one["condition"]);

  test.each([east, west])("%s reads its host after its paths stand and refuses an empty one (DBA-16)", (region) => {
    const stack = stackOf(synth("prod"), region);
    const source = sourceOf(stack);
    const before: string[] = source["depends_on"];
    expect(before.filter((id) => id.startsWith("aws_vpc_peering_connection_accepter."))).toHaveLength(3);
    expect(conditions(stack)).toEqual(["${try(length(self.connection_strings[0].private_srv), 0) > 0}"]);
    expect(stack["output"].srv_host_private.value).toMatch(
      /^\$\{try\(trimprefix\(data\.mongodbatlas_advanced_cluster\.\w+\.connection_strings\[0\]\.private_srv, "mongodb\+srv:\/\/"\), ""\)\}$/,
    );
    expect(stack["output"].srv_host_privatelink.value).toBe("");
  });

  test("both paths hand over both hosts (DBA-16)", () => {
    const stack = stackOf(synth("staging"), east);
    expect(sourceOf(stack)["depends_on"]).toEqual(
      expect.arrayContaining([expect.stringMatching(/^mongodbatlas_privatelink_endpoint_service\./)]),
    );
    expect(conditions(stack)).toHaveLength(2);
    expect(stack["output"].srv_host_privatelink.value).toContain("private_endpoint[0].srv_connection_string");
  });

  test("the first pass over three endpoint regions may leave the endpoint host empty, by name only (DBA-12, DBA-16)", () => {
    const changes: Changes = { connectivity: "privatelink", tieBreakerVpc: true };
    const accepted = { ...changes, acceptMissingEndpointHost: { by: "team", reason: "first pass" } };
    expect(conditions(stackOf(synth("prod", changes), east))).toHaveLength(1);
    expect(conditions(stackOf(synth("prod", accepted), east))).toEqual([]);
  });

  test("the other outputs name cluster, project, ranges and roles", () => {
    const { output } = stackOf(synth("prod"), west);
    expect(output.cluster_name.value).toBe("company-inc-prod");
    expect(output.project_id.value).toMatch(/data\.mongodbatlas_project\..*id/);
    expect(output.atlas_cidrs.value).toEqual(["192.168.0.0/21", "192.168.8.0/21", "192.168.16.0/21"]);
    expect(Object.keys(output.pod_role_arns.value)).toEqual(["analytics", "backend", "mongodump"]);
  });
});
