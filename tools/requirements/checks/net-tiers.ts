import { contains, overlaps } from "../../../src/lib/cidr";
import type { Checks, Evidence, Judged } from "../check";
import { type Block, count, ensure, forEach, judgedConfig, type StackView, same, sameSet, stack, views } from "../lens";
import { byZone, environments, everywhere, subnets, type Tier, targets, tierOf, vpcPrefix, zonesOf } from "./places";

const networks = (evidence: Evidence) => everywhere(evidence, "network");

/** The subnets of a tier stand one per zone, in the order of the zones, with these ranges. */
function tier(
  view: StackView,
  name: Tier,
  ranges: readonly string[],
  tags: Readonly<Record<string, string>> = {},
): readonly Judged[] {
  const found = subnets(view, name).toSorted(byZone);
  same(
    found.map((subnet) => subnet.at("availability_zone")),
    zonesOf(view),
    `zones of the ${name} tier of ${view.id}`,
  );
  same(
    found.map((subnet) => subnet.at("cidr_block")),
    ranges,
    `ranges of the ${name} tier of ${view.id}`,
  );
  return found.flatMap((subnet) => [
    ...subnet.judged("cidr_block", "availability_zone", "tags.Tier"),
    ...subnet.has({
      map_public_ip_on_launch: false,
      ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`tags["${key}"]`, value])),
    }),
  ]);
}

const ranges = (view: StackView, thirds: readonly number[]) =>
  thirds.map((third) => `${vpcPrefix(view)}.${third}.0/24`);

/** Blocks that put an interface or a host into subnets, and where they say so. */
const occupants: Readonly<Record<string, string>> = {
  aws_nat_gateway: "subnet_id",
  aws_instance: "subnet_id",
  aws_eks_node_group: "subnet_ids",
  aws_eks_cluster: "vpc_config.subnet_ids",
  aws_lambda_function: "vpc_config.subnet_ids",
  aws_codebuild_project: "vpc_config.subnets",
  aws_vpc_endpoint: "subnet_ids",
  aws_lb: "subnets",
};

interface Occupancy {
  readonly block: Block;
  readonly path: string;
  readonly tiers: readonly string[];
}

/** Who stands in which tier, over all stacks of the workload accounts. */
export function occupancies(evidence: Evidence): readonly Occupancy[] {
  return views(evidence).flatMap((view) =>
    Object.entries(occupants).flatMap(([type, path]) =>
      view.all(type).flatMap((block): Occupancy[] => {
        if (block.at(path) === undefined) return [];
        const where = path === "subnet_id" ? [block.to(path)] : targets(block, path);
        return [{ block, path, tiers: where.map(tierOf) }];
      }),
    ),
  );
}

function vpcOf(view: StackView): readonly Judged[] {
  const vpc = view.one("aws_vpc");
  const gateway = view.one("aws_internet_gateway");
  same(gateway.to("vpc_id").address, vpc.address, `the VPC of ${gateway}`);
  const settings = {
    enable_dns_support: true,
    enable_dns_hostnames: true,
    instance_tenancy: "default",
    enable_network_address_usage_metrics: true,
  };
  return [...vpc.has(settings), ...gateway.judged("vpc_id")];
}

function blocksOfPlan({ config }: Evidence): readonly string[] {
  const own = Object.values(config.workloads).flatMap(({ addresses }) =>
    Object.values(addresses).flatMap(({ vpc, pods, atlas }) => [vpc, atlas, ...(pods === undefined ? [] : [pods])]),
  );
  const { services, clientVpn, onPremises } = config.sharedAddresses;
  return [...own, services, clientVpn, ...Object.values(onPremises)];
}

function disjoint(blocks: readonly string[], what: string): void {
  for (const [place, one] of blocks.entries()) {
    for (const other of blocks.slice(place + 1)) ensure(!overlaps(one, other), `${what}: ${one} and ${other} overlap`);
  }
}

function inPlan(view: StackView): void {
  const outer = [
    view.one("aws_vpc").at<string>("cidr_block"),
    ...view.all("aws_vpc_ipv4_cidr_block_association").map((b) => b.at<string>("cidr_block")),
  ];
  const inner = view.all("aws_subnet").map((subnet) => subnet.at<string>("cidr_block"));
  disjoint(inner, view.id);
  for (const range of inner)
    ensure(
      outer.some((block) => contains(block, range)),
      `${view.id}: ${range} lies outside of the VPC`,
    );
}

export const netTiers: Checks = {
  "NET-01": (evidence) => {
    for (const view of views(evidence)) {
      ensure(!view.types.includes("aws_ram_resource_share"), `${view.id} shares resources with other accounts`);
      const stub = view.region === evidence.config.regions.tieBreaker;
      ensure(view.layer === "network" || stub || view.all("aws_vpc").length === 0, `${view.id} has a VPC of its own`);
    }
    return networks(evidence).flatMap(vpcOf);
  },

  "NET-02": (evidence) => {
    const layers = ["bootstrap", "foundation", "network", "eks", "atlas", "edge"];
    const expected = layers.flatMap((layer) => [`prod-${layer}`, `prod-${layer}-usw2`]);
    const found = views(evidence, { account: "prod" });
    sameSet(
      found.filter(({ region }) => region !== "us-east-2").map(({ id }) => id),
      expected,
      "the stacks of prod",
    );
    const regions = found.flatMap((view) =>
      view.providers("aws").flatMap((provider) => {
        const region = view.id.endsWith("-usw2") ? "us-west-2" : view.id.endsWith("-use2") ? "us-east-2" : "us-east-1";
        return provider.has({ region });
      }),
    );
    count(regions, found.length, "AWS providers of prod");
    for (const view of views(evidence)) {
      for (const block of view.everything)
        ensure(
          block.at("region") === undefined || !block.type.startsWith("aws_"),
          `${block} names a region of its own`,
        );
    }
    same(evidence.config.workloads["prod"]?.secondaryRegion.enabled, true, "prod's secondary region");
    same(evidence.config.regions.secondary, "us-west-2", "the secondary region");
    return [
      ...regions,
      judgedConfig("workloads.prod.secondaryRegion", "enabled"),
      judgedConfig("regions", "secondary"),
    ];
  },

  "NET-03": (evidence) =>
    environments.flatMap((account) => {
      const view = stack(evidence, `${account}-network`);
      const cidr = { prod: "10.0.0.0/16", staging: "10.1.0.0/16", dev: "10.2.0.0/16" }[account];
      return view.one("aws_vpc").has({ cidr_block: cidr });
    }),

  "NET-04": (evidence) => {
    const second = stack(evidence, "prod-network-usw2");
    const container = stack(evidence, "prod-atlas").one(
      "mongodbatlas_network_container",
      (block) => block.at("region_name") === "US_WEST_2",
      "Atlas container of US_WEST_2",
    );
    disjoint(blocksOfPlan(evidence), "the address plan");
    for (const view of networks(evidence)) inPlan(view);
    return [
      ...second.one("aws_vpc").has({ cidr_block: "10.10.0.0/16" }),
      ...second.one("aws_vpc_ipv4_cidr_block_association").has({ cidr_block: "100.74.0.0/16" }),
      ...container.has({ atlas_cidr_block: "192.168.8.0/21", region_name: "US_WEST_2" }),
      judgedConfig("sharedAddresses", "services"),
    ];
  },

  "NET-05": (evidence) => {
    const allowed = ["aws_lb", "aws_nat_gateway", "aws_instance"];
    for (const { block, tiers } of occupancies(evidence)) {
      ensure(allowed.includes(block.type) || !tiers.includes("public"), `${block} stands in a public subnet`);
    }
    return networks(evidence).flatMap((view) =>
      tier(view, "public", ranges(view, [1, 2, 3]), { "kubernetes.io/role/elb": "1" }),
    );
  },

  "NET-07": forEach(networks, (view) => [
    ...tier(view, "private", ranges(view, [10, 11, 12]), { "kubernetes.io/role/internal-elb": "1" }),
    ...subnets(view, "private").flatMap((subnet) => {
      const table = tableOf(subnet);
      same(table.at("tags.Tier"), "private", `tier of the route table of ${subnet}`);
      return table.judged("tags.Tier");
    }),
  ]),

  "NET-12": forEach(networks, (view) => {
    for (const name of ["public", "private", "pod", "database"] as const) {
      const zones = new Set(subnets(view, name).map((subnet) => subnet.at("availability_zone")));
      ensure(zones.size === 3, `the ${name} tier of ${view.id} spans ${zones.size} zones`);
    }
    same(view.data("aws_availability_zones").length, 0, `zone lookups of ${view.id}`);
    return view.all("aws_subnet").flatMap((subnet) => {
      ensure(zonesOf(view).includes(subnet.at("availability_zone")), `${subnet} lies outside of the three zones`);
      return subnet.judged("availability_zone");
    });
  }),

  "HAV-01": forEach(networks, (view) =>
    (["public", "private", "pod", "database"] as const).flatMap((name) => {
      const found = subnets(view, name);
      sameSet(
        found.map((subnet) => subnet.at("availability_zone")),
        zonesOf(view),
        `zones of the ${name} tier of ${view.id}`,
      );
      same(view.data("aws_availability_zones").length, 0, `zone lookups of ${view.id}`);
      return found.flatMap((subnet) => subnet.judged("availability_zone"));
    }),
  ),
};

/** The route table that a subnet is associated with, exactly one. */
export function tableOf(subnet: Block): Block {
  const association = subnet.view.one(
    "aws_route_table_association",
    (block) => block.to("subnet_id").address === subnet.address,
    `route table association of ${subnet.address}`,
  );
  return association.to("route_table_id");
}
