import type { Check, Checks, Evidence, Judged } from "../check";
import { type Block, count, ensure, forEach, type StackView, same, views } from "../lens";
import { occupancies, tableOf } from "./net-tiers";
import { byZone, everywhere, podPrefix, subnets, type Tier, targets, tierOf, vpcPrefix, zonesOf } from "./places";

const networks = (evidence: Evidence) => everywhere(evidence, "network");

const tables = (view: StackView, tier: string): readonly Block[] =>
  view.all("aws_route_table").filter((table) => table.at("tags.Tier") === tier);

/** Routes of a table in the network stack, whoever wrote them. */
const routes = (table: Block): readonly Block[] =>
  table.view.all("aws_route").filter((route) => route.to("route_table_id").address === table.address);

/** Every association of the tier's subnets, and that each leads to `table`. */
function associations(view: StackView, tier: Tier, table: (subnet: Block) => Block): readonly Judged[] {
  return subnets(view, tier).flatMap((subnet) => {
    const found = view.one(
      "aws_route_table_association",
      (block) => block.to("subnet_id").address === subnet.address,
      `association of ${subnet}`,
    );
    same(found.to("route_table_id").address, table(subnet).address, `route table of ${subnet}`);
    return found.judged("subnet_id", "route_table_id");
  });
}

function only(blocks: readonly Block[], what: string): Block {
  const [first] = blocks;
  ensure(first !== undefined && blocks.length === 1, `${what}: ${blocks.length} and not 1`);
  return first;
}

function publicRoutes(view: StackView): readonly Judged[] {
  const table = only(tables(view, "public"), `public route tables of ${view.id}`);
  const route = only(routes(table), `routes of the public table of ${view.id}`);
  same(route.to("gateway_id").type, "aws_internet_gateway", `target of ${route}`);
  const others = view
    .all("aws_route_table_association")
    .filter((block) => block.to("route_table_id").address === table.address);
  for (const other of others) same(tierOf(other.to("subnet_id")), "public", `tier behind ${other}`);
  count(table.blocks("route"), 0, `inline routes of ${table}`);
  return [
    ...route.has({ destination_cidr_block: "0.0.0.0/0" }),
    ...route.judged("gateway_id", "route_table_id"),
    ...table.judged("tags.Tier"),
    ...associations(view, "public", () => table),
  ];
}

/** Zone of a private route table, from the private subnet that uses it. */
function zoneOf(table: Block): unknown {
  const subnet = subnets(table.view, "private").find((candidate) => tableOf(candidate).address === table.address);
  ensure(subnet !== undefined, `no private subnet uses ${table}`);
  return subnet.at("availability_zone");
}

function privateRoutes(view: StackView): readonly Judged[] {
  const found = tables(view, "private");
  count(found, 3, `private route tables of ${view.id}`);
  const perZone = view.account !== "dev";
  const gateways = view.all("aws_nat_gateway");
  count(gateways, perZone ? 3 : 1, `NAT gateways of ${view.id}`);
  for (const gateway of gateways) same(tierOf(gateway.to("subnet_id")), "public", `tier of ${gateway}`);
  const addresses = view
    .all("aws_eip")
    .filter(
      (address) =>
        address.at("instance") === undefined && gateways.some((g) => g.to("allocation_id").address === address.address),
    );
  count(addresses, gateways.length, `addresses of NAT gateways of ${view.id}`);
  const routed = found.flatMap((table) => {
    for (const route of routes(table))
      ensure(route.at("gateway_id") === undefined, `${route} leads a private subnet to a gateway`);
    const route = only(
      routes(table).filter((r) => r.at("destination_cidr_block") === "0.0.0.0/0"),
      `default routes of ${table}`,
    );
    const gateway = route.to("nat_gateway_id");
    same(gateway.type, "aws_nat_gateway", `target of ${route}`);
    if (perZone)
      same(gateway.to("subnet_id").at("availability_zone"), zoneOf(table), `zone of the NAT gateway of ${table}`);
    return [
      ...route.judged("destination_cidr_block", "nat_gateway_id", "route_table_id"),
      ...table.judged("tags.Tier"),
    ];
  });
  return [
    ...routed,
    ...gateways.flatMap((gateway) => [
      ...gateway.judged("subnet_id", "allocation_id"),
      ...gateway.has({ connectivity_type: "public" }),
    ]),
    ...addresses.flatMap((address) => address.has({ domain: "vpc" })),
  ];
}

/** What in any stack of the place writes into the database route table. */
function databaseTable(view: StackView): readonly Judged[] {
  const table = only(tables(view, "database"), `database route tables of ${view.id}`);
  const meant = (block: Block, path: string) =>
    block.to(path).address === table.address && block.to(path).view.id === view.id;
  for (const other of views(view.evidence, { account: view.account, region: view.region })) {
    for (const route of other.all("aws_route"))
      ensure(!meant(route, "route_table_id"), `${route} leads out of the database subnets`);
    for (const association of other.all("aws_vpc_endpoint_route_table_association"))
      ensure(!meant(association, "route_table_id"), `${association} opens the database subnets`);
    for (const endpoint of other.all("aws_vpc_endpoint").filter((block) => block.at("route_table_ids") !== undefined)) {
      ensure(
        !targets(endpoint, "route_table_ids").some(({ address }) => address === table.address),
        `${endpoint} names the database route table`,
      );
    }
  }
  const main = view.one("aws_default_route_table");
  same(main.to("default_route_table_id").address, view.one("aws_vpc").address, `the VPC of ${main}`);
  for (const block of [table, main]) count(block.blocks("route"), 0, `inline routes of ${block}`);
  return [
    ...table.judged("tags.Tier", "route"),
    ...main.judged("default_route_table_id", "route"),
    ...associations(view, "database", () => table),
  ];
}

function podAddresses(view: StackView): readonly Judged[] {
  const secondary = view.one("aws_vpc_ipv4_cidr_block_association");
  const pods = subnets(view, "pod").toSorted(byZone);
  const prefix = podPrefix(view);
  same(
    pods.map((subnet) => subnet.at("availability_zone")),
    zonesOf(view),
    `zones of the pod tier of ${view.id}`,
  );
  const ranges = [0, 64, 128].map((third) => `${prefix}.${third}.0/18`);
  same(
    pods.map((subnet) => subnet.at("cidr_block")),
    ranges,
    `ranges of the pod tier of ${view.id}`,
  );
  const privateTable = (pod: Block) => {
    const peer = subnets(view, "private").find(
      (subnet) => subnet.at("availability_zone") === pod.at("availability_zone"),
    );
    ensure(peer !== undefined, `no private subnet beside ${pod}`);
    return tableOf(peer);
  };
  return [
    ...secondary.has({ cidr_block: `${prefix}.0.0/16` }),
    ...pods.flatMap((subnet) => {
      // Without an order Terraform may ask for the subnet before the VPC has the range.
      const waits =
        subnet.to("vpc_id").address === secondary.address ||
        subnet.at<readonly string[]>("depends_on")?.includes(secondary.address);
      ensure(waits, `${subnet} does not wait for the range that it lies in`);
      return [
        ...subnet.judged("cidr_block", "availability_zone", "tags.Tier"),
        ...subnet.has({ map_public_ip_on_launch: false }),
      ];
    }),
    ...associations(view, "pod", privateTable),
  ];
}

/** Nodes of one zone at the maximum, also after the loss of another zone, with an update's surge and 20 other addresses. */
function capacity(view: StackView): readonly Judged[] {
  const groups = view.all("aws_eks_node_group");
  ensure(groups.length > 0, `${view.id} has no node group`);
  const total = groups.reduce((sum, group) => sum + Number(group.at("scaling_config.max_size")), 0);
  const afterLoss = Math.ceil(total / 2);
  ensure(
    afterLoss * 96 <= 2 ** 14 - 5,
    `${view.id}: ${afterLoss} nodes per zone need more addresses than a pod subnet has`,
  );
  ensure(
    afterLoss + 6 + 20 <= 251,
    `${view.id}: ${afterLoss} nodes per zone need more addresses than a private subnet has`,
  );
  return groups.flatMap((group) => {
    for (const subnet of targets(group, "subnet_ids")) same(tierOf(subnet), "private", `tier of ${group}`);
    return group.judged("subnet_ids");
  });
}

const eachNetwork = (judge: (view: StackView) => readonly Judged[]): Check => forEach(networks, judge);

export const netRoutes: Checks = {
  "NET-06": eachNetwork(publicRoutes),

  "NET-08": (evidence) => {
    const groups = everywhere(evidence, "eks");
    for (const view of groups) {
      const expected = view.account === "dev" ? 5 : 8;
      count(view.all("aws_eks_node_group"), expected, `node groups of ${view.id}`);
    }
    return [...networks(evidence).flatMap(podAddresses), ...groups.flatMap(capacity)];
  },

  "NET-09": eachNetwork(privateRoutes),

  "NET-10": (evidence) => {
    const within = occupancies(evidence).filter(({ tiers }) => tiers.includes("database"));
    for (const { block } of within)
      ensure(
        block.type === "aws_vpc_endpoint" && block.view.layer === "atlas",
        `${block} stands in the database subnets`,
      );
    // Staging reaches Atlas by both paths; prod and dev by peering alone (DBA-12).
    same(
      within.map(({ block }) => block.view.id),
      ["staging-atlas"],
      "stacks with an endpoint in the database subnets",
    );
    return networks(evidence)
      .flatMap((view) => {
        const found = subnets(view, "database").toSorted(byZone);
        const ranges = [20, 21, 22].map((third) => `${vpcPrefix(view)}.${third}.0/24`);
        same(
          found.map((subnet) => subnet.at("cidr_block")),
          ranges,
          `ranges of the database tier of ${view.id}`,
        );
        return found.flatMap((subnet) => [
          ...subnet.judged("cidr_block", "tags.Tier"),
          ...subnet.has({ map_public_ip_on_launch: false }),
        ]);
      })
      .concat(within.flatMap(({ block, path }) => block.judged(path)));
  },

  "NET-11": eachNetwork(databaseTable),
};
