import type { Checks, Judged } from "../check";
import {
  type Block,
  beside,
  count,
  ensure,
  forEach,
  judgedConfig,
  layer,
  type StackView,
  same,
  sameSet,
  views,
} from "../lens";
import { parseJson } from "../path";
import { clusters, nodeGroups } from "./eks-lens";
import { everywhere, zonesOf } from "./places";
import { decisive, groupOf, opens, type Rule, rulesOf } from "./rules";

/** Ports on which the control plane calls nodes and pods: kubelet, metrics, adapter, VPA, load-balancer controller, istiod. */
const controlPlane = ["443", "4443", "6443", "8000", "8443", "9443", "10250", "10251", "15017"].map(
  (port) => `tcp ${port}-${port} cluster`,
);

/** Ports between nodes and pods. */
const peers = [
  ...[
    "udp 53-53",
    "tcp 53-53",
    "tcp 8080-8080",
    "tcp 10250-10250",
    "tcp 15010-15021",
    "tcp 15090-15090",
    "tcp 9090-9100",
    "tcp 9153-9153",
  ],
  ...[
    "tcp 4317-4318",
    "tcp 6379-6379",
    "tcp 26379-26379",
    "tcp 5473-5473",
    "tcp 10249-10249",
    "tcp 8085-8085",
    "tcp 6443-6443",
    "tcp 8090-8090",
    "tcp 9402-9402",
  ],
].map((ports) => `${ports} app`);

/** Ports that the enabled add-ons declare, once each. */
function declared(view: StackView, kind: "internal" | "webhook", peer: string): readonly string[] {
  const owners = Object.values(view.evidence.config.workloads[view.account]?.eks.internalPorts ?? {}).filter(
    ({ enabled }) => enabled,
  );
  return [
    ...new Set(
      owners.flatMap((owner) => owner[kind].map(({ protocol, from, to }) => `${protocol} ${from}-${to} ${peer}`)),
    ),
  ];
}

function described(rule: Rule): readonly Judged[] {
  const text = rule.block.at("description");
  ensure(typeof text === "string" && text.length > 10 && text.length <= 255, `${rule.block} does not say who needs it`);
  return decisive(rule);
}

/** Exactly these openings, each with a description. */
function exactly(found: readonly Rule[], openings: readonly string[], what: string): readonly Judged[] {
  sameSet(found.map(opens), openings, what);
  return found.flatMap(described);
}

/** Container ranges that a region's VPC reaches over peering: the container of every region with a node. */
function atlasRanges(view: StackView): readonly string[] {
  const primary = layer(view.evidence, "atlas", { account: view.account }).find(({ isPrimary }) => isPrimary) ?? view;
  return primary.all("mongodbatlas_network_container").map((container) => container.at<string>("atlas_cidr_block"));
}

const reachesByEndpoint = (view: StackView): boolean =>
  view.evidence.config.workloads[view.account]?.atlas.connectivity !== "peering";

/** `group direction opening` of every rule that a place may have; the one table of what is open. */
function table(network: StackView): readonly string[] {
  const bastion = network.isPrimary && network.account !== "prod";
  const ssm = network.evidence.config.workloads[network.account]?.network.bastion.ssm === true;
  return [
    ...["alb ingress tcp 80-80 0.0.0.0/0", "alb ingress tcp 443-443 0.0.0.0/0", "alb egress tcp 8080-8080 app"],
    ...[
      "app ingress tcp 8080-8080 alb",
      "app ingress tcp 6379-6379 lambda",
      "app egress tcp 27017-27017 db",
      "app egress tcp 443-443 0.0.0.0/0",
    ],
    ...[
      "db ingress tcp 27017-27017 app",
      "ci egress tcp 443-443 0.0.0.0/0",
      "lambda egress tcp 443-443 0.0.0.0/0",
      "lambda egress tcp 6379-6379 app",
    ],
    ...["app", "ci", "lambda"].map((caller) => `vpce ingress tcp 443-443 ${caller}`),
    ...(bastion
      ? [
          "bastion ingress tcp 22-22 list",
          "bastion egress tcp 22-22 app",
          ...(ssm ? ["bastion egress tcp 443-443 vpce"] : []),
          "app ingress tcp 22-22 bastion",
          "vpce ingress tcp 443-443 bastion",
        ]
      : []),
    ...["cluster ingress tcp 443-443 app", "cluster ingress tcp 443-443 ci"],
    ...declared(network, "webhook", "cluster").map((opening) => `app ingress ${opening}`),
    ...declared(network, "internal", "app").flatMap((opening) => [`app ingress ${opening}`, `app egress ${opening}`]),
    ...atlasRanges(beside(network, "atlas")).map((range) => `app egress tcp 27015-27017 ${range}`),
    ...(reachesByEndpoint(network) ? ["db ingress tcp 1024-65535 app", "app egress tcp 1024-65535 db"] : []),
  ];
}

const worldwide = [
  "alb ingress tcp 80-80",
  "alb ingress tcp 443-443",
  "app egress tcp 443-443",
  "ci egress tcp 443-443",
  "lambda egress tcp 443-443",
];

function closedByDefault(view: StackView): readonly Judged[] {
  const found = view.one("aws_default_security_group");
  same(found.to("vpc_id").address, view.one("aws_vpc").address, `the VPC of ${found}`);
  for (const path of ["ingress", "egress"]) count(found.blocks(path), 0, `${path} of ${found}`);
  return found.judged("vpc_id", "ingress", "egress");
}

function addon(view: StackView, name: string): Block {
  return view.one("aws_eks_addon", (block) => block.at("addon_name") === name, `add-on ${name}`);
}

function podGroups(view: StackView): readonly Judged[] {
  const cni = addon(view, "vpc-cni");
  const values = parseJson(cni.at("configuration_values")) as
    | { eniConfig?: { subnets?: Record<string, { securityGroups?: unknown[] }> } }
    | undefined;
  const zones = values?.eniConfig?.subnets ?? {};
  sameSet(Object.keys(zones), zonesOf(view), `zones of ${cni}`);
  return Object.entries(zones).flatMap(([zone, { securityGroups = [] }]) => {
    same(
      securityGroups.map((id) => groupOf(view, id)),
      ["app"],
      `groups of pods in ${zone} of ${view.id}`,
    );
    return cni.judged(`configuration_values#eniConfig.subnets.${zone}.securityGroups`);
  });
}

export const sgrRules: Checks = {
  "SGR-06": forEach(clusters, (view) => {
    const templates = view.all("aws_launch_template");
    ensure(templates.length > 0, `${view.id} has no launch template`);
    const used = new Set(nodeGroups(view).map((nodes) => nodes.to("launch_template.id").address));
    sameSet(
      [...used],
      templates.map(({ address }) => address),
      `launch templates in use in ${view.id}`,
    );
    return [
      ...templates.flatMap((template) => {
        same(
          template.at<readonly unknown[]>("vpc_security_group_ids")?.map((id) => groupOf(view, id)),
          ["app"],
          `groups of ${template}`,
        );
        return template.judged("vpc_security_group_ids");
      }),
      ...podGroups(view),
    ];
  }),

  "SGR-07": forEach(clusters, (view) => {
    const found = rulesOf(view).filter(({ direction }) => direction === "ingress");
    const toApi = found.filter(({ group }) => group === "cluster");
    const fromApi = found.filter(({ group, peer }) => group === "app" && peer === "cluster");
    sameSet(declared(view, "webhook", "cluster"), controlPlane, `declared ports of the control plane in ${view.id}`);
    return [
      ...exactly(toApi, ["tcp 443-443 app", "tcp 443-443 ci"], `ingress of the cluster group of ${view.id}`),
      ...exactly(fromApi, controlPlane, `ingress from the cluster group of ${view.id}`),
      judgedConfig(`workloads.${view.account}.eks`, "internalPorts.istio.webhook"),
    ];
  }),

  "SGR-08": forEach(clusters, (view) => {
    const own = rulesOf(view).filter(({ group, peer }) => group === "app" && peer === "app");
    sameSet(declared(view, "internal", "app"), peers, `declared ports between nodes in ${view.id}`);
    return (["ingress", "egress"] as const)
      .flatMap((direction) =>
        exactly(
          own.filter((rule) => rule.direction === direction),
          peers,
          `${direction} inside the application group of ${view.id}`,
        ),
      )
      .concat(judgedConfig(`workloads.${view.account}.eks`, "internalPorts.redis.internal"));
  }),

  "SGR-10": (evidence) => {
    const judge = (view: StackView, expected: boolean): readonly Judged[] => {
      const found = rulesOf(view).filter(({ ports }) => ports === "tcp 1024-65535");
      const openings = found.map((rule) => `${rule.group} ${rule.direction} ${opens(rule)}`);
      sameSet(
        openings,
        expected ? ["db ingress tcp 1024-65535 app", "app egress tcp 1024-65535 db"] : [],
        `endpoint rules of ${view.id}`,
      );
      return found.flatMap((rule) => {
        ensure(
          String(rule.block.at("description")).includes("Atlas PrivateLink"),
          `${rule.block} does not name Atlas PrivateLink`,
        );
        return [...decisive(rule), ...rule.block.judged("description")];
      });
    };
    const expected: Readonly<Record<string, boolean>> = { dev: false, staging: true, prod: false };
    return [
      ...everywhere(evidence, "atlas").flatMap((view) => judge(view, expected[view.account] === true)),
      ...layer(evidence.variant("staging by peering"), "atlas").flatMap((view) => judge(view, false)),
      ...layer(evidence.variant("staging by PrivateLink"), "atlas").flatMap((view) => judge(view, true)),
    ];
  },

  "SGR-12": (evidence) => {
    const judge = (view: StackView, peered: boolean): readonly Judged[] => {
      const found = rulesOf(view).filter(
        ({ group, direction, peer }) => group === "app" && direction === "egress" && peer.includes("/"),
      );
      const ranges = peered ? atlasRanges(view) : [];
      ensure(ranges.length > 0 || !peered, `${view.id} has no Atlas container`);
      sameSet(
        found.map(opens),
        ranges.map((range) => `tcp 27015-27017 ${range}`),
        `rules to Atlas in ${view.id}`,
      );
      return found.flatMap(decisive);
    };
    return [
      ...everywhere(evidence, "atlas").flatMap((view) => judge(view, true)),
      ...layer(evidence.variant("staging by PrivateLink"), "atlas").flatMap((view) => judge(view, false)),
    ];
  },

  "SGR-16": forEach(
    (evidence) => everywhere(evidence, "network"),
    (network) => {
      const place = views(network.evidence, { account: network.account, region: network.region });
      const found = place.flatMap(rulesOf);
      sameSet(
        found.map((rule) => `${rule.group} ${rule.direction} ${opens(rule)}`),
        table(network),
        `all rules of ${network.account} in ${network.region}`,
      );
      for (const rule of found) {
        ensure(
          !rule.ports.startsWith("-1 ") && !/ (0|undefined|null)-/.test(rule.ports),
          `${rule.block} opens all ports`,
        );
        const open = rule.peer !== "0.0.0.0/0" || worldwide.includes(`${rule.group} ${rule.direction} ${rule.ports}`);
        ensure(open, `${rule.block} is open to the world`);
      }
      return [...closedByDefault(network), ...found.flatMap(described)];
    },
  ),
};
