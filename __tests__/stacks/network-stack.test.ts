import { all, named, networkPlatform, networkStack } from "../support/network";
import { platform } from "../support/platform";
import type { TerraformJson } from "../support/synthesized";

const environments = [
  { environment: "prod", region: "us-east-1", block: "10.0", pods: "100.64" },
  { environment: "prod", region: "us-west-2", block: "10.10", pods: "100.74" },
  { environment: "staging", region: "us-east-1", block: "10.1", pods: "100.65" },
  { environment: "dev", region: "us-east-1", block: "10.2", pods: "100.66" },
];

const stackOf = (environment: string, region?: string) => networkStack(platform(), environment, region);
const tierOf = (stack: TerraformJson, tier: string) =>
  all(stack, "aws_subnet").filter(({ tags }) => tags["Tier"] === tier);
const prod = stackOf("prod");
const staging = stackOf("staging");
const dev = stackOf("dev");

/** Tier of each subnet that a list of expressions refers to. */
const tiers = (stack: TerraformJson, expressions: readonly string[]) =>
  expressions.map((expression) => /^company-inc-[a-z]+-([a-z]+)-/.exec(named(stack, "aws_subnet", expression))?.[1]);

describe.each(environments)("$environment in $region", ({ environment, region, block, pods }) => {
  const stack = stackOf(environment, region);
  const foundation = `${environment}-foundation${region === "us-west-2" ? "-usw2" : ""}`;
  const zones = ["a", "b", "c"].map((letter) => `${region}${letter}`);

  test("has one VPC that resolves private names, and one internet gateway (NET-01, NET-03, NET-04)", () => {
    expect(all(stack, "aws_vpc")).toMatchObject([
      {
        cidr_block: `${block}.0.0/16`,
        enable_dns_support: true,
        enable_dns_hostnames: true,
        instance_tenancy: "default",
        enable_network_address_usage_metrics: true,
      },
    ]);
    expect(all(stack, "aws_vpc_ipv4_cidr_block_association").map(({ cidr_block }) => cidr_block)).toEqual([
      `${pods}.0.0/16`,
    ]);
    expect(all(stack, "aws_internet_gateway")).toHaveLength(1);
  });

  test.each([
    ["public", [1, 2, 3].map((octet) => `${block}.${octet}.0/24`)],
    ["private", [10, 11, 12].map((octet) => `${block}.${octet}.0/24`)],
    ["database", [20, 21, 22].map((octet) => `${block}.${octet}.0/24`)],
    ["pod", ["0", "64", "128"].map((octet) => `${pods}.${octet}.0/18`)],
  ])(
    "has %s subnets, one in each zone, without public addresses (NET-05, NET-07, NET-08, NET-10, NET-12, HAV-01)",
    (tier, cidrs) => {
      const subnets = tierOf(stack, tier);
      expect(subnets.map(({ cidr_block, availability_zone }) => [cidr_block, availability_zone])).toEqual(
        cidrs.map((cidr, place) => [cidr, zones[place]]),
      );
      expect(subnets.map(({ map_public_ip_on_launch }) => map_public_ip_on_launch)).toEqual([false, false, false]);
    },
  );

  test("closes what AWS made: default routes, group and ACL (NET-11, SGR-16, SGR-17)", () => {
    expect(all(stack, "aws_default_route_table")).toMatchObject([{ route: [] }]);
    expect(all(stack, "aws_default_security_group")).toMatchObject([{ ingress: [], egress: [] }]);
    const [acl] = all(stack, "aws_default_network_acl");
    expect([acl?.["ingress"], acl?.["egress"]]).toEqual([undefined, undefined]);
  });

  test("logs all traffic each minute to foundation's log group (ACC-15)", () => {
    expect(all(stack, "aws_flow_log")).toMatchObject([
      {
        traffic_type: "ALL",
        log_destination_type: "cloud-watch-logs",
        max_aggregation_interval: 60,
        log_destination: `\${data.terraform_remote_state.${foundation}.outputs.log_group_arns.flow}`,
      },
    ]);
  });

  test("asks no data source for zones (HAV-01)", () => {
    expect(Object.keys(stack["data"] ?? {}).filter((type) => type.includes("availability"))).toEqual([]);
  });
});

test("tags tell the load balancer controller which subnets it may use (NET-05, NET-07)", () => {
  expect(tierOf(prod, "public").map(({ tags }) => tags["kubernetes.io/role/elb"])).toEqual(["1", "1", "1"]);
  expect(tierOf(prod, "private").map(({ tags }) => tags["kubernetes.io/role/internal-elb"])).toEqual(["1", "1", "1"]);
});

test("pod subnets wait for their block (NET-08)", () => {
  for (const { depends_on } of tierOf(prod, "pod"))
    expect(depends_on).toEqual([expect.stringMatching(/^aws_vpc_ipv4_cidr_block_association\./)]);
});

/** Target and zone of each default route, by the name of its table. */
function defaultRoutes(stack: TerraformJson): Readonly<Record<string, string>> {
  const target = ({ gateway_id, nat_gateway_id }: TerraformJson) =>
    gateway_id === undefined
      ? named(stack, "aws_nat_gateway", nat_gateway_id)
      : named(stack, "aws_internet_gateway", gateway_id);
  return Object.fromEntries(
    all(stack, "aws_route").map((route) => [named(stack, "aws_route_table", route["route_table_id"]), target(route)]),
  );
}

test("each private table leaves by the NAT of its zone, the public one by the gateway, the database one not at all (NET-06, NET-09, NET-11)", () => {
  expect(all(prod, "aws_route").every(({ destination_cidr_block }) => destination_cidr_block === "0.0.0.0/0")).toBe(
    true,
  );
  expect(defaultRoutes(prod)).toEqual({
    "company-inc-prod-public": "company-inc-prod",
    "company-inc-prod-private-us-east-1a": "company-inc-prod-nat-us-east-1a",
    "company-inc-prod-private-us-east-1b": "company-inc-prod-nat-us-east-1b",
    "company-inc-prod-private-us-east-1c": "company-inc-prod-nat-us-east-1c",
  });
  for (const { tags, subnet_id } of all(prod, "aws_nat_gateway")) {
    const zone = tags["Name"].slice(-10);
    expect(named(prod, "aws_subnet", subnet_id)).toBe(`company-inc-prod-public-${zone}`);
  }
});

test("a single NAT serves all zones of dev, from the first (NET-09)", () => {
  expect(all(dev, "aws_eip").filter(({ instance }) => instance === undefined)).toHaveLength(1);
  const nat = "company-inc-dev-nat-us-east-1a";
  expect(Object.values(defaultRoutes(dev)).toSorted()).toEqual(["company-inc-dev", nat, nat, nat]);
});

test("each subnet has the table of its tier, pods that of their zone's private subnet (NET-06 to NET-11)", () => {
  const pairs = all(prod, "aws_route_table_association").map(({ subnet_id, route_table_id }) => [
    named(prod, "aws_subnet", subnet_id).replace("company-inc-prod-", ""),
    named(prod, "aws_route_table", route_table_id).replace("company-inc-prod-", ""),
  ]);
  const expected = ["a", "b", "c"].flatMap((letter) => {
    const zone = `us-east-1${letter}`;
    return [
      [`public-${zone}`, "public"],
      [`private-${zone}`, `private-${zone}`],
      [`database-${zone}`, "database"],
      [`pod-${zone}`, `private-${zone}`],
    ];
  });
  expect(pairs.toSorted()).toEqual(expected.toSorted());
});

describe("endpoints", () => {
  const endpoints = (stack: TerraformJson, type: string) =>
    all(stack, "aws_vpc_endpoint").filter(({ vpc_endpoint_type }) => vpc_endpoint_type === type);

  test.each([
    ["prod", prod, 17, 3],
    ["staging", staging, 17, 2],
    ["dev", dev, 4, 1],
  ])(
    "%s has its set in its zones, with private names, in private subnets (NET-13, NET-15)",
    (_, stack, services, zones) => {
      const interfaces = endpoints(stack, "Interface");
      expect(interfaces).toHaveLength(services);
      for (const { private_dns_enabled, subnet_ids, security_group_ids } of interfaces) {
        expect(private_dns_enabled).toBe(true);
        expect(tiers(stack, subnet_ids)).toEqual(Array(zones).fill("private"));
        expect(security_group_ids.map((id: string) => named(stack, "aws_security_group", id))).toEqual([
          expect.stringMatching(/-vpce$/),
        ]);
      }
    },
  );

  test("both gateways are in every private table and in no other (NET-14, NET-11)", () => {
    for (const { route_table_ids } of endpoints(prod, "Gateway")) {
      const tables = route_table_ids.map((id: string) =>
        named(prod, "aws_route_table", id).slice("company-inc-prod-".length),
      );
      expect(tables).toEqual(["private-us-east-1a", "private-us-east-1b", "private-us-east-1c"]);
    }
    expect(endpoints(prod, "Gateway").map(({ service_name }) => service_name)).toEqual([
      "com.amazonaws.us-east-1.dynamodb",
      "com.amazonaws.us-east-1.s3",
    ]);
  });
});

describe("adoption", () => {
  const importFrom = {
    "us-east-1": {
      vpc: "vpc-1",
      subnets: { "private-us-east-1a": "subnet-1" },
      routeTables: { "private-us-east-1a": "rtb-1" },
      elasticIps: { "us-east-1a": "eipalloc-1" },
      natGateways: { "us-east-1a": "nat-1" },
    },
  };
  const importsOf = (region: string): readonly string[] =>
    ((networkStack(networkPlatform("prod", { importFrom }), "prod", region)["import"] ?? []) as { id: string }[])
      .map(({ id }) => id)
      .toSorted();

  test("imports what is named, with the routes and associations that come with it", () => {
    expect(importsOf("us-east-1")).toEqual([
      "eipalloc-1",
      "nat-1",
      "rtb-1",
      "rtb-1_0.0.0.0/0",
      "subnet-1",
      "subnet-1/rtb-1",
      "vpc-1",
    ]);
  });

  test("leaves the defaults of an adopted VPC as they are, and closes those of its own", () => {
    const adopted = networkStack(networkPlatform("prod", { importFrom }), "prod", "us-east-1");
    for (const type of ["aws_default_route_table", "aws_default_security_group", "aws_default_network_acl"]) {
      expect(all(adopted, type)).toEqual([]);
      expect(all(prod, type)).toHaveLength(1);
    }
  });

  test("leaves the other region alone", () => {
    expect(importsOf("us-west-2")).toEqual([]);
  });
});

test("hands over every subnet by zone, under the contract's names", () => {
  expect(Object.keys(prod["output"]["private_subnet_ids"]["value"])).toEqual([
    "us-east-1a",
    "us-east-1b",
    "us-east-1c",
  ]);
  expect(prod["output"]["zone_ids"]["value"]).toHaveLength(3);
});
