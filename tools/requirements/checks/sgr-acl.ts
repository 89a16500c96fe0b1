import type { Checks, Judged } from "../check";
import { type Block, count, ensure, forEach, type StackView, same, sameSet, stack } from "../lens";
import { everywhere, podPrefix, subnets, type Tier, targets, vpcPrefix } from "./places";

/** A subnet-level rule as configuration means it: `in tcp 443-443 0.0.0.0/0`. */
function meaning(rule: Block): string {
  const {
    egress,
    protocol,
    from_port: from,
    to_port: to,
    cidr_block: range,
    icmp_type: type,
    icmp_code: code,
  } = rule.attributes;
  const direction = egress === true ? "out" : "in";
  const names: Readonly<Record<string, string>> = { "6": "tcp", "17": "udp", "1": "icmp" };
  const name = names[String(protocol)] ?? String(protocol);
  if (name === "icmp") return `${direction} icmp ${type}/${code} ${range}`;
  return name === "-1" ? `${direction} all ${range}` : `${direction} ${name} ${from}-${to} ${range}`;
}

const aclOf = (view: StackView, tier: Tier): Block =>
  view.one(
    "aws_network_acl",
    (acl) => targets(acl, "subnet_ids").some((subnet) => subnet.at("tags.Tier") === tier),
    `ACL of the ${tier} tier`,
  );

const rulesOf = (acl: Block): readonly Block[] =>
  acl.view.all("aws_network_acl_rule").filter((rule) => rule.to("network_acl_id").address === acl.address);

const judgedRule = (rule: Block): readonly Judged[] => {
  // Without the attribute a rule is one of ingress.
  const ways = rule.attributes["egress"] === true ? ["egress"] : [];
  const present = ["protocol", "from_port", "to_port", "cidr_block", "icmp_type", "icmp_code", "rule_action"].filter(
    (key) => rule.attributes[key] !== undefined,
  );
  return rule.judged(...ways, ...present, "network_acl_id");
};

const any = "0.0.0.0/0";
const both = (meanings: readonly string[]) => meanings.flatMap((one) => [`in ${one}`, `out ${one}`]);

/** ICMP 3/4 tells the sender of a jumbo frame to send smaller ones. */
const everywhereOpen = both([`tcp 1024-65535 ${any}`, `icmp 3/4 ${any}`]);

function ranges(view: StackView): { readonly vpc: string; readonly pods: string; readonly nodes: readonly string[] } {
  const prefix = vpcPrefix(view);
  return {
    vpc: `${prefix}.0.0/16`,
    pods: `${podPrefix(view)}.0.0/16`,
    nodes: [10, 11, 12].map((third) => `${prefix}.${third}.0/24`),
  };
}

/** The document's filter per tier; the ranges that are approved for the bastion come beside it. */
function required(view: StackView, tier: Tier): readonly string[] {
  const { vpc, pods, nodes } = ranges(view);
  const clients = [...nodes, pods];
  if (tier === "public") {
    const web = both([`tcp 80-80 ${any}`, `tcp 443-443 ${any}`]);
    return [...web, ...everywhereOpen, ...clients.map((range) => `out tcp 8080-8080 ${range}`)];
  }
  if (tier === "database") {
    return clients.flatMap((range) => [
      `in tcp 27017-27017 ${range}`,
      `in tcp 1024-65535 ${range}`,
      `out tcp 1024-65535 ${range}`,
    ]);
  }
  const atlas = atlasRanges(view).map((range) => `out tcp 27015-27017 ${range}`);
  return [
    `in tcp 1024-65535 ${any}`,
    ...both([`icmp 3/4 ${any}`, `all ${vpc}`, `all ${pods}`]),
    `out tcp 443-443 ${any}`,
    ...atlas,
  ];
}

/** Containers of the environment: peering leads to each of them. */
const atlasRanges = ({ evidence, account }: StackView): readonly string[] =>
  stack(evidence, `${account}-atlas`)
    .all("mongodbatlas_network_container")
    .map((container) => String(container.at("atlas_cidr_block")));

/** SSH to and from the bastion, which the row of the bastion judges. */
const isSsh = (meant: string): boolean => / tcp 22-22 /.test(meant);

function limits(acl: Block, rules: readonly Block[]): void {
  for (const egress of [true, false]) {
    const ours = rules.filter((rule) => (rule.at("egress") === true) === egress);
    // 20 a direction with the final deny; 15 approved ranges have to fit (VPC quotas).
    ensure(ours.length <= 19, `${acl} has ${ours.length} rules in one direction`);
    const numbers = ours.map((rule) => rule.at("rule_number"));
    same(new Set(numbers).size, numbers.length, `distinct rule numbers of ${acl}`);
  }
}

function acl(view: StackView, tier: Tier): readonly Judged[] {
  const found = aclOf(view, tier);
  const rules = rulesOf(found);
  const written = rules.map(meaning);
  limits(found, rules);
  for (const rule of rules) same(rule.at("rule_action"), "allow", `action of ${rule}`);
  const ssh = tier === "public" ? written.filter(isSsh) : [];
  ensure(ssh.length === 0 || (view.isPrimary && view.account !== "prod"), `${found} lets SSH pass without a bastion`);
  ensure(!ssh.includes(`in tcp 22-22 ${any}`), `${found} lets SSH in from anywhere`);
  sameSet(written, [...required(view, tier), ...ssh], `rules of ${found}`);
  return [...found.judged("subnet_ids"), ...rules.filter((rule) => !isSsh(meaning(rule))).flatMap(judgedRule)];
}

function closed(view: StackView): readonly Judged[] {
  const found = view.one("aws_default_network_acl");
  same(found.to("default_network_acl_id").address, view.one("aws_vpc").address, `the VPC of ${found}`);
  for (const path of ["ingress", "egress"]) count(found.blocks(path), 0, `${path} of ${found}`);
  return found.judged("default_network_acl_id", "ingress", "egress");
}

export const sgrAcl: Checks = {
  "SGR-17": forEach(
    (evidence) => everywhere(evidence, "network"),
    (view) => {
      const acls = view.all("aws_network_acl");
      const members = acls.flatMap((found) => targets(found, "subnet_ids").map(({ address }) => address));
      sameSet(
        members,
        view.all("aws_subnet").map(({ address }) => address),
        `subnets in ACLs of ${view.id}`,
      );
      same(aclOf(view, "private").address, aclOf(view, "pod").address, `ACL of private and pod subnets of ${view.id}`);
      count(acls, 3, `ACLs of ${view.id}`);
      ensure(subnets(view, "pod").length === 3, `${view.id} lacks pod subnets`);
      return [...(["public", "private", "database"] as const).flatMap((tier) => acl(view, tier)), ...closed(view)];
    },
  ),
};
