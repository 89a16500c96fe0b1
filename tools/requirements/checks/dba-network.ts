import { atlasRegion } from "../../../src/lib/regions";
import type { Checks, Evidence, Judged } from "../check";
import { beside, count, ensure, layer, type StackView, same, sameSet, stack, views } from "../lens";
import { clusterOf, containerOf, owners, peeredRegion, regionsIn } from "./atlas-lens";
import { waits } from "./eks-lens";
import { everywhere, vpcPrefix } from "./places";
import { groupOf } from "./rules";

/** Atlas containers by environment and region: the document leaves them open, the address plan fixes them. */
const containers: Readonly<Record<string, string>> = {
  "prod US_EAST_1": "192.168.0.0/21",
  "prod US_WEST_2": "192.168.8.0/21",
  "prod US_EAST_2": "192.168.16.0/21",
  "staging US_EAST_1": "192.168.32.0/21",
  "dev US_EAST_1": "192.168.64.0/21",
};

function containersOf(view: StackView): readonly Judged[] {
  const found = view.all("mongodbatlas_network_container");
  const planned = Object.keys(containers)
    .filter((key) => key.startsWith(`${view.account} `))
    .map((key) => key.split(" ")[1]);
  sameSet(
    found.map((block) => block.at("region_name")),
    planned,
    `containers of ${view.id}`,
  );
  return found.flatMap((block) => [
    ...block.has({ provider_name: "AWS", atlas_cidr_block: containers[`${view.account} ${block.at("region_name")}`] }),
    ...block.judged("region_name"),
    // Without it Atlas chooses a range of its own, which nobody can change later.
    ...waits(clusterOf(view), block.address),
  ]);
}

/** One pair of a VPC and a container: peering, accepter, options and a route in every private table. */
function pair(view: StackView, region: string): readonly Judged[] {
  const peering = view.one(
    "mongodbatlas_network_peering",
    (block) => peeredRegion(block) === region,
    `peering with ${region}`,
  );
  const accepter = view.one(
    "aws_vpc_peering_connection_accepter",
    (block) => block.to("vpc_peering_connection_id").address === peering.address,
    `accepter of ${peering}`,
  );
  const options = view.one(
    "aws_vpc_peering_connection_options",
    (block) => block.to("vpc_peering_connection_id").address === accepter.address,
    `options of ${peering}`,
  );
  const routes = view
    .all("aws_route")
    .filter((block) => block.to("vpc_peering_connection_id").address === accepter.address);
  const tables = routes.map((route) => route.to("route_table_id"));
  const own = beside(view, "network")
    .all("aws_route_table")
    .filter((table) => table.at("tags.Tier") === "private");
  sameSet(
    tables.map(({ address }) => address),
    own.map(({ address }) => address),
    `route tables to ${region} in ${view.id}`,
  );
  same(peering.to("vpc_id").address, beside(view, "network").one("aws_vpc").address, `VPC of ${peering}`);
  const container = containers[`${view.account} ${region}`];
  return [
    ...peering.has({
      provider_name: "AWS",
      accepter_region_name: view.region,
      aws_account_id: view.evidence.config.workloads[view.account]?.account.id,
      route_table_cidr_block: `${vpcPrefix(view)}.0.0/16`,
    }),
    ...peering.judged("container_id", "vpc_id"),
    ...accepter.has({ auto_accept: true }),
    ...accepter.judged("vpc_peering_connection_id"),
    ...options.has({ "accepter.allow_remote_vpc_dns_resolution": true }),
    ...routes.flatMap((route) => [
      ...route.has({ destination_cidr_block: container }),
      ...route.judged("route_table_id", "vpc_peering_connection_id"),
    ]),
  ];
}

const peeringTypes = [
  "mongodbatlas_network_peering",
  "aws_vpc_peering_connection_accepter",
  "aws_vpc_peering_connection_options",
];
const endpointTypes = [
  "mongodbatlas_privatelink_endpoint",
  "aws_vpc_endpoint",
  "mongodbatlas_privatelink_endpoint_service",
];

function family(view: StackView, types: readonly string[], expected: number): void {
  for (const type of types)
    count(
      view.all(type),
      expected,
      `${type} of ${view.id}${view.evidence.name === undefined ? "" : ` (${view.evidence.name})`}`,
    );
}

/** Endpoint, its AWS side and the service that joins them. */
function endpoint(view: StackView): readonly Judged[] {
  family(view, endpointTypes, 1);
  const atlas = view.one("mongodbatlas_privatelink_endpoint");
  const ours = view.one("aws_vpc_endpoint");
  const service = view.one("mongodbatlas_privatelink_endpoint_service");
  same(ours.to("service_name").address, atlas.address, `service of ${ours}`);
  same(
    [service.to("private_link_id").address, service.to("endpoint_service_id").address],
    [atlas.address, ours.address],
    `ends of ${service}`,
  );
  same(
    ours.at<readonly unknown[]>("security_group_ids").map((id) => groupOf(view, id)),
    ["db"],
    `groups of ${ours}`,
  );
  return [
    ...atlas.has({ provider_name: "AWS", region: atlasRegion(view.region), "timeouts.create": "30m" }),
    ...ours.has({ vpc_endpoint_type: "Interface" }),
    ...ours.judged("service_name", "security_group_ids"),
    ...service.has({ provider_name: "AWS" }),
    ...service.judged("private_link_id", "endpoint_service_id"),
  ];
}

const connectivities: Readonly<Record<string, readonly [peerings: number, endpoints: boolean]>> = {
  "dev-atlas": [1, false],
  "staging-atlas": [1, true],
  "prod-atlas": [3, false],
  "prod-atlas-usw2": [3, false],
};

function connectivity(view: StackView, [peerings, endpoints]: readonly [number, boolean]): readonly Judged[] {
  family(view, peeringTypes, peerings);
  if (endpoints) return endpoint(view);
  family(view, endpointTypes, 0);
  return view.all("mongodbatlas_network_peering").flatMap((block) => {
    peeredRegion(block);
    return block.judged("container_id");
  });
}

/** PrivateLink in prod: an endpoint in each region with a node, and the regions linked with one another. */
function endpointsEverywhere(evidence: Evidence): readonly Judged[] {
  const found = layer(evidence, "atlas", { account: "prod" });
  const primary = stack(evidence, "prod-atlas");
  sameSet(
    found.map(({ region }) => atlasRegion(region)),
    regionsIn(primary).map((region) => region["region_name"]),
    "regions with an endpoint",
  );
  return found.flatMap((view) => {
    family(view, peeringTypes.slice(0, 1), 0);
    const remote = view.all("aws_vpc_security_group_ingress_rule").filter((rule) => rule.at("cidr_ipv4") !== undefined);
    for (const rule of remote)
      same(
        [groupOf(view, rule.at("security_group_id")), rule.at("from_port"), rule.at("to_port"), rule.at("ip_protocol")],
        ["db", 1024, 65535, "tcp"],
        `${rule}`,
      );
    const others = ["us-east-1 10.0", "us-west-2 10.10"]
      .filter((place) => !place.startsWith(view.region))
      .map((place) => place.split(" ")[1]);
    sameSet(
      remote.map((rule) => rule.at("cidr_ipv4")),
      others.flatMap((prefix) => [10, 11, 12].map((third) => `${prefix}.${third}.0/24`)),
      `drivers of other regions in ${view.id}`,
    );
    return [
      ...endpoint(view),
      ...remote.flatMap((rule) => rule.judged("cidr_ipv4", "from_port", "to_port", "security_group_id")),
      ...betweenRegions(view),
    ];
  });
}

const vpcs: Readonly<Record<string, string>> = {
  "us-east-1": "10.0.0.0/16",
  "us-west-2": "10.10.0.0/16",
  "us-east-2": "10.20.0.0/24",
};

/** Routes to the VPCs of the other regions: from where drivers run, and from the endpoints for the answers. */
function betweenRegions(view: StackView): readonly Judged[] {
  const tiers = view.region === "us-east-2" ? ["database"] : ["private", "private", "private", "database"];
  const others = Object.entries(vpcs).filter(([region]) => region !== view.region);
  const routes = view.all("aws_route");
  sameSet(
    routes.map((route) => `${route.to("route_table_id").at("tags.Tier")} ${route.at("destination_cidr_block")}`),
    others.flatMap(([, range]) => tiers.map((tier) => `${tier} ${range}`)),
    `routes to other regions in ${view.id}`,
  );
  return routes.flatMap((route) => {
    const way = route.to("vpc_peering_connection_id").type;
    ensure(way.startsWith("aws_vpc_peering_connection"), `${route} leads over ${way}`);
    return route.judged("route_table_id", "destination_cidr_block", "vpc_peering_connection_id");
  });
}

export const dbaNetwork: Checks = {
  "DBA-10": (evidence) =>
    owners(evidence).flatMap((view) => {
      const names = view.one("mongodbatlas_custom_dns_configuration_cluster_aws");
      return [...containersOf(view), ...pair(view, "US_EAST_1"), ...names.has({ enabled: true })];
    }),

  "DBA-11": (evidence) => {
    const stacks = ["prod-atlas", "prod-atlas-usw2"].map((id) => stack(evidence, id));
    const regions = ["US_EAST_1", "US_WEST_2", "US_EAST_2"];
    const owner = stack(evidence, "prod-atlas");
    const ranges = regions.flatMap((region) => {
      const container = containerOf(owner, region.toLowerCase().replaceAll("_", "-"));
      return container.has({ atlas_cidr_block: containers[`prod ${region}`], region_name: region });
    });
    const second = stack(evidence, "prod-atlas-usw2");
    for (const state of second.data("terraform_remote_state"))
      same(state.at("config.region"), "us-west-2", `region of ${state}`);
    for (const view of stacks) count(view.all("mongodbatlas_network_peering"), 3, `peerings of ${view.id}`);
    return [...ranges, ...stacks.flatMap((view) => regions.flatMap((region) => pair(view, region)))];
  },

  "DBA-12": (evidence) => {
    const own = everywhere(evidence, "atlas").flatMap((view) =>
      connectivity(view, connectivities[view.id] ?? [0, false]),
    );
    const variant = (name: string) => stack(evidence.variant(name), "staging-atlas");
    const modes: readonly (readonly [string, readonly [number, boolean]])[] = [
      ["staging by peering", [1, false]],
      ["staging by PrivateLink", [0, true]],
    ];
    for (const view of views(evidence))
      count(view.all("aws_vpc_peering_connection"), 0, `peerings between regions in ${view.id}`);
    return [
      ...own,
      ...modes.flatMap(([name, mode]) => connectivity(variant(name), mode)),
      ...endpointsEverywhere(evidence.variant("prod by PrivateLink")),
    ];
  },
};
