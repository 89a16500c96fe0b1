import { atlasPlatform, atlasStacks, type Environment, resources, sorted } from "../support/atlas";
import type { TerraformJson } from "../support/synthesized";

const east = "us-east-1";
const west = "us-west-2";
const ohio = "us-east-2";

type Changes = Parameters<typeof atlasPlatform>[1];
type Stacks = Readonly<Record<string, TerraformJson>>;

const synth = (environment: Environment, changes: Changes = {}): Stacks =>
  atlasStacks(atlasPlatform(environment, changes), environment);
const stackOf = (stacks: Stacks, region: string): TerraformJson => stacks[region] as TerraformJson;
const output = (network: string, name: string) => `\${data.terraform_remote_state.${network}.outputs.${name}}`;
const threeRegions: Changes = { connectivity: "privatelink", tieBreakerVpc: true };

const families = {
  peering: [
    "mongodbatlas_network_peering",
    "aws_vpc_peering_connection_options",
    "mongodbatlas_custom_dns_configuration_cluster_aws",
  ],
  privatelink: ["mongodbatlas_privatelink_endpoint", "mongodbatlas_privatelink_endpoint_service", "aws_vpc_endpoint"],
} as const;

describe.each([
  ["dev", "singleRegion3"],
  ["staging", "singleRegion3"],
  ["prod", "dualRegion3"],
  ["prod", "triRegion3"],
  ["prod", "triRegion5"],
] as const)("%s with %s", (environment, topology) => {
  test.each(["peering", "privatelink", "both"] as const)(
    "%s builds the families that it names (DBA-12)",
    (connectivity) => {
      const stacks = Object.values(
        synth(environment, { topology, connectivity, tieBreakerVpc: true, backup: { copyTo: [] } }),
      );
      for (const [family, types] of Object.entries(families)) {
        const selected = connectivity === "both" || connectivity === family;
        for (const type of types) expect([type, resources(stacks, type).length > 0]).toEqual([type, selected]);
      }
      const nodes = resources(stacks, "mongodbatlas_advanced_cluster")[0]?.["replication_specs"][0].region_configs;
      const endpoints = resources(stacks, "mongodbatlas_privatelink_endpoint").map((endpoint) => endpoint["region"]);
      const expected: string[] =
        connectivity === "peering" ? [] : nodes.map((node: TerraformJson) => node["region_name"]);
      expect(endpoints.toSorted()).toEqual(expected.toSorted());
    },
  );
});

test.each([
  ["dev", ["peering"]],
  ["staging", ["peering", "privatelink"]],
  ["prod", ["peering"]],
] as const)("%s reaches Atlas by %j unless told otherwise (DBA-12)", (environment, expected) => {
  const stacks = Object.values(synth(environment));
  const built = Object.entries(families).filter(([, [first]]) => resources(stacks, first).length > 0);
  expect(built.map(([family]) => family)).toEqual(expected);
});

describe("an endpoint", () => {
  const stack = stackOf(synth("staging"), east);

  test("lies in the database subnets behind the database group alone (SGR-11, NET-10)", () => {
    const [endpoint] = resources(stack, "aws_vpc_endpoint");
    expect(endpoint).toMatchObject({
      vpc_endpoint_type: "Interface",
      vpc_id: output("staging-network", "vpc_id"),
      subnet_ids: ["a", "b", "c"].map((zone) => output("staging-network", `database_subnet_ids["us-east-1${zone}"]`)),
      security_group_ids: [output("staging-network", "db_sg_id")],
      private_dns_enabled: false,
      service_name: expect.stringMatching(/mongodbatlas_privatelink_endpoint\..*endpoint_service_name/),
    });
  });

  test("is announced to Atlas, which gets time to build its side (DBA-12)", () => {
    expect(resources(stack, "mongodbatlas_privatelink_endpoint")[0]).toMatchObject({
      region: "US_EAST_1",
      timeouts: { create: "30m" },
    });
    expect(resources(stack, "mongodbatlas_privatelink_endpoint_service")[0]).toMatchObject({
      provider_name: "AWS",
      private_link_id: expect.stringMatching(/mongodbatlas_privatelink_endpoint\..*private_link_id/),
      endpoint_service_id: expect.stringMatching(/aws_vpc_endpoint\..*id/),
    });
  });

  test("is reached from the application group, 1024 to 65535, group to group (SGR-10)", () => {
    const range = {
      from_port: 1024,
      to_port: 65535,
      ip_protocol: "tcp",
      description: expect.stringContaining("Atlas PrivateLink"),
    };
    expect(resources(stack, "aws_vpc_security_group_ingress_rule")).toMatchObject([
      {
        ...range,
        security_group_id: output("staging-network", "db_sg_id"),
        referenced_security_group_id: output("staging-network", "app_sg_id"),
      },
    ]);
    const egress = resources(stack, "aws_vpc_security_group_egress_rule").filter(
      (rule) => rule["cidr_ipv4"] === undefined,
    );
    expect(egress).toMatchObject([
      {
        ...range,
        security_group_id: output("staging-network", "app_sg_id"),
        referenced_security_group_id: output("staging-network", "db_sg_id"),
      },
    ]);
  });

  test("brings no rule on the database group where there is none (SGR-10)", () => {
    for (const each of Object.values(synth("prod")))
      expect(resources(each, "aws_vpc_security_group_ingress_rule")).toEqual([]);
  });

  test("in one region brings no way between regions (DBA-12)", () => {
    expect(resources(stack, "aws_vpc_peering_connection")).toEqual([]);
    expect(resources(stack, "aws_route").map((route) => route["destination_cidr_block"])).toEqual(
      Array(3).fill("192.168.32.0/21"),
    );
  });
});

describe("endpoints of three regions", () => {
  const stacks = synth("prod", threeRegions);
  const networks = { [east]: "prod-network", [west]: "prod-network-usw2", [ohio]: "prod-network-use2" };

  test("each have a stack, the tie-breaker's with its endpoint only (DBA-12)", () => {
    expect(Object.keys(stacks)).toEqual([east, west, ohio]);
    const stub = stackOf(stacks, ohio);
    expect(resources(stub, "mongodbatlas_privatelink_endpoint")[0]?.["region"]).toBe("US_EAST_2");
    expect(Object.keys(stub["data"].terraform_remote_state)).toEqual(["prod-network-use2"]);
    expect(stub["data"].terraform_remote_state["prod-network-use2"].config.key).toBe("prod-network-use2.tfstate");
    expect(resources(stub, "aws_iam_role")).toEqual([]);
    expect(stub["output"]).toBeUndefined();
  });

  test("are connected pairwise: the region that is applied first asks, the other accepts (DBA-12)", () => {
    const asked = Object.entries(stacks).flatMap(([region, stack]) =>
      resources(stack, "aws_vpc_peering_connection").map((connection) => {
        expect(connection["auto_accept"]).toBe(false);
        return [region, connection["peer_region"]];
      }),
    );
    expect(sorted(asked)).toEqual([
      [east, ohio],
      [east, west],
      [west, ohio],
    ]);
    const accepted = (region: string) => {
      const found: TerraformJson = stackOf(stacks, region)["data"].aws_vpc_peering_connection ?? {};
      return Object.values(found)
        .map((one) => one.cidr_block)
        .toSorted();
    };
    expect([east, west, ohio].map(accepted)).toEqual([[], ["10.0.0.0/16"], ["10.0.0.0/16", "10.10.0.0/16"]]);
    const accepters = [east, west, ohio].map((region) =>
      resources(stackOf(stacks, region), "aws_vpc_peering_connection_accepter"),
    );
    expect(accepters.map((found) => found.length)).toEqual([0, 1, 2]);
  });

  test("find the other side by its block in its region, never in its state (DBA-12)", () => {
    const vpcs: TerraformJson[] = Object.values(stackOf(stacks, east)["data"].aws_vpc);
    expect(Object.fromEntries(vpcs.map(({ region, cidr_block }) => [region, cidr_block]))).toEqual({
      [west]: "10.10.0.0/16",
      [ohio]: "10.20.0.0/24",
    });
  });

  test.each([
    [east, ["10.10.0.0/16", "10.20.0.0/24"], 4],
    [west, ["10.0.0.0/16", "10.20.0.0/24"], 4],
    [ohio, ["10.0.0.0/16", "10.10.0.0/16"], 1],
  ] as const)("%s routes drivers and answers to the other VPCs (DBA-12)", (region, blocks, tables) => {
    const routes = resources(stackOf(stacks, region), "aws_route");
    const destinations = routes.map((route) => route["destination_cidr_block"]).toSorted();
    expect(destinations).toEqual(blocks.flatMap((block) => Array(tables).fill(block)));
    const database = routes.filter(
      (route) => route["route_table_id"] === output(networks[region], "database_route_table_id"),
    );
    expect(database).toHaveLength(2);
  });

  const cidrs = (octets: string) => ["10", "11", "12"].map((third) => `${octets}.${third}.0/24`);
  test.each([
    [east, cidrs("10.10")],
    [west, cidrs("10.0")],
    [ohio, [...cidrs("10.0"), ...cidrs("10.10")]],
  ] as const)("%s admits the private subnets of the other regions by name (DBA-12)", (region, expected) => {
    const rules = resources(stackOf(stacks, region), "aws_vpc_security_group_ingress_rule").filter(
      (rule) => rule["cidr_ipv4"] !== undefined,
    );
    expect(rules.map((rule) => rule["cidr_ipv4"]).toSorted()).toEqual(expected);
    for (const rule of rules) {
      expect(rule).toMatchObject({
        security_group_id: output(networks[region], "db_sg_id"),
        ip_protocol: "tcp",
        from_port: 1024,
        to_port: 65535,
      });
    }
  });

  test("drivers may leave for the endpoints of the other regions (DBA-12)", () => {
    const rules = resources(stackOf(stacks, east), "aws_vpc_security_group_egress_rule").filter(
      (rule) => rule["cidr_ipv4"] !== undefined,
    );
    expect(rules.map((rule) => rule["cidr_ipv4"]).toSorted()).toEqual([
      "10.10.20.0/24",
      "10.10.21.0/24",
      "10.10.22.0/24",
      "10.20.0.0/24",
    ]);
  });
});
