import type { Check, Checks, Evidence, Judged } from "../check";
import { count, ensure, forEach, layer, type StackView, same, sameSet, views } from "../lens";
import { backends, balancers } from "./edge";
import { everywhere, targets, tierOf } from "./places";
import { bare, decisive, groupOf, opens, type Rule, rulesOf } from "./rules";

const networks = (evidence: Evidence) => everywhere(evidence, "network");

interface Which {
  readonly group?: string;
  readonly direction?: Rule["direction"];
  readonly peer?: string;
}

function rules(view: StackView, which: Which): readonly Rule[] {
  return rulesOf(view).filter(
    (rule) =>
      (which.group ?? rule.group) === rule.group &&
      (which.direction ?? rule.direction) === rule.direction &&
      (which.peer ?? rule.peer) === rule.peer,
  );
}

/** Demands exactly these openings among the rules that `which` selects. */
function exactly(view: StackView, which: Which, openings: readonly string[]): readonly Judged[] {
  const found = rules(view, which);
  sameSet(found.map(opens), openings, `${Object.values(which).join(" ")} rules of ${view.id}`);
  return found.flatMap(decisive);
}

const eachNetwork = (judge: (view: StackView) => readonly Judged[]): Check => forEach(networks, judge);

/** Everything that may reach the application group, but for what the cluster's stack adds. */
const admitted = ["tcp 8080-8080 alb", "tcp 6379-6379 lambda", "tcp 22-22 bastion"];

const hasBastion = (view: StackView): boolean =>
  view.all("aws_security_group").some((block) => block.at("name") === `${view.account}-bastion`);

/** Accounts with a bastion: it stays off in prod, where Session Manager is the way in. */
const bastionAccounts = ["dev", "staging"];

const bastions = (evidence: Evidence): readonly StackView[] => {
  for (const view of layer(evidence, "network")) {
    const expected = bastionAccounts.includes(view.account) && view.isPrimary;
    same(hasBastion(view), expected, `the bastion of ${view.id}`);
  }
  return bastionAccounts.flatMap((account) =>
    layer(evidence, "network", { account }).filter(({ isPrimary }) => isPrimary),
  );
};

function bastionHost(view: StackView): readonly Judged[] {
  const host = view.one("aws_instance");
  same(
    host.at<readonly unknown[]>("vpc_security_group_ids").map((id) => groupOf(view, id)),
    ["bastion"],
    `groups of ${host}`,
  );
  same(tierOf(host.to("subnet_id")), "public", `tier of ${host}`);
  same(host.at("lifecycle.ignore_changes"), ["ami"], `what ${host} ignores`);
  const address = view.one("aws_eip", (block) => block.at("instance") !== undefined, "address of the bastion");
  same(address.to("instance").address, host.address, `host of ${address}`);
  const role = host.to("iam_instance_profile").to("role");
  const attached = view
    .all("aws_iam_role_policy_attachment")
    .filter((block) => block.to("role").address === role.address);
  sameSet(
    attached.map((block) => block.at("policy_arn")),
    ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"],
    `policies of ${role}`,
  );
  const inline = view.all("aws_iam_role_policy").filter((block) => block.to("role").address === role.address);
  count(inline, 0, `inline policies of ${role}`);
  return [
    ...host.has({
      instance_type: "t3.micro",
      "metadata_options.http_tokens": "required",
      "root_block_device.encrypted": true,
    }),
    ...host.judged("vpc_security_group_ids", "subnet_id", "lifecycle.ignore_changes", "iam_instance_profile"),
    ...address.judged("instance"),
    ...attached.flatMap((block) => block.judged("policy_arn")),
  ];
}

export const sgrNetwork: Checks = {
  "SGR-01": (evidence) => [
    ...networks(evidence).flatMap((view) => [
      ...bare(view, "alb"),
      ...exactly(view, { group: "alb", direction: "ingress" }, ["tcp 80-80 0.0.0.0/0", "tcp 443-443 0.0.0.0/0"]),
    ]),
    ...balancers(evidence),
  ],

  "SGR-02": (evidence) => [
    ...networks(evidence).flatMap((view) =>
      exactly(view, { group: "alb", direction: "egress" }, ["tcp 8080-8080 app"]),
    ),
    ...backends(evidence),
  ],

  "SGR-03": eachNetwork((view) => {
    for (const rule of rules(view, { group: "app", direction: "ingress" }))
      ensure(admitted.includes(opens(rule)), `${rule.block} opens ${opens(rule)}`);
    return [
      ...bare(view, "app"),
      ...exactly(view, { group: "app", direction: "ingress", peer: "alb" }, ["tcp 8080-8080 alb"]),
    ];
  }),

  "SGR-04": eachNetwork((view) =>
    exactly(view, { group: "app", direction: "egress", peer: "db" }, ["tcp 27017-27017 db"]),
  ),

  "SGR-05": (evidence) => {
    for (const view of views(evidence)) {
      const open = rules(view, { group: "app", direction: "egress", peer: "0.0.0.0/0" });
      ensure(view.layer === "network" || open.length === 0, `${view.id} opens the application group to the internet`);
    }
    return networks(evidence).flatMap((view) =>
      exactly(view, { group: "app", direction: "egress", peer: "0.0.0.0/0" }, ["tcp 443-443 0.0.0.0/0"]),
    );
  },

  "SGR-09": (evidence) => {
    for (const view of views(evidence)) {
      for (const { block, peer } of rules(view, { group: "db", direction: "ingress" }))
        same(peer, "app", `source of ${block}`);
    }
    return networks(evidence).flatMap((view) => [
      ...bare(view, "db"),
      ...exactly(view, { group: "db", direction: "ingress" }, ["tcp 27017-27017 app"]),
    ]);
  },

  "SGR-11": (evidence) => {
    for (const view of views(evidence))
      count(rules(view, { group: "db", direction: "egress" }), 0, `egress rules of the database group in ${view.id}`);
    const endpoints = layer(evidence, "atlas").flatMap((view) => view.all("aws_vpc_endpoint"));
    sameSet(
      endpoints.map(({ view }) => view.id),
      ["staging-atlas"],
      "stacks with an endpoint to Atlas",
    );
    return [
      ...networks(evidence).flatMap((view) => bare(view, "db")),
      ...endpoints.flatMap((endpoint) => {
        same(
          endpoint.at<readonly unknown[]>("security_group_ids").map((id) => groupOf(endpoint.view, id)),
          ["db"],
          `groups of ${endpoint}`,
        );
        same(endpoint.to("service_name").type, "mongodbatlas_privatelink_endpoint", `service of ${endpoint}`);
        for (const subnet of targets(endpoint, "subnet_ids")) same(tierOf(subnet), "database", `tier of ${endpoint}`);
        // Atlas owns the name; a private zone of AWS would hide it.
        ensure(endpoint.at("private_dns_enabled") !== true, `${endpoint} takes over Atlas's name`);
        return [
          ...endpoint.has({ vpc_endpoint_type: "Interface" }),
          ...endpoint.judged("security_group_ids", "service_name", "subnet_ids"),
        ];
      }),
    ];
  },

  "SGR-13": (evidence) =>
    bastions(evidence).flatMap((view) => {
      const list = view.one(
        "aws_ec2_managed_prefix_list",
        (block) => block.at("name") === `${view.account}-approved-admin-cidrs`,
        "list of approved ranges",
      );
      const found = exactly(view, { group: "bastion", direction: "ingress" }, ["tcp 22-22 list"]);
      const [rule] = rules(view, { group: "bastion", direction: "ingress" });
      same(rule?.block.to("prefix_list_id").address, list.address, `list of ${rule?.block}`);
      const entries = [
        ...list.blocks("entry").map((entry) => String(entry["cidr"])),
        ...view.all("aws_ec2_managed_prefix_list_entry").map((entry) => String(entry.at("cidr"))),
      ];
      ensure(entries.length > 0 && entries.length <= 15, `${list} has ${entries.length} entries`);
      for (const range of entries) ensure(Number(range.split("/")[1]) >= 16, `${list} admits ${range}`);
      return [
        ...bare(view, "bastion"),
        ...found,
        ...list.has({ address_family: "IPv4", max_entries: 15 }),
        ...list.judged("name"),
      ];
    }),

  "SGR-14": (evidence) =>
    bastions(evidence).flatMap((view) => {
      const ssm = view.evidence.config.workloads[view.account]?.network.bastion.ssm === true;
      return [
        ...exactly(view, { group: "bastion", direction: "egress" }, [
          "tcp 22-22 app",
          ...(ssm ? ["tcp 443-443 vpce"] : []),
        ]),
        ...exactly(view, { group: "app", direction: "ingress", peer: "bastion" }, ["tcp 22-22 bastion"]),
      ];
    }),

  "SGR-15": (evidence) => {
    const found = bastions(evidence);
    for (const view of views(evidence)) {
      ensure(
        found.some(({ id }) => id === view.id) || view.all("aws_instance").length === 0,
        `${view.id} has an instance and no bastion`,
      );
    }
    return found.flatMap(bastionHost);
  },
};
