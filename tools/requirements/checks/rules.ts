import type { Judged } from "../check";
import { type Block, count, ensure, follow, type StackView } from "../lens";

/** One rule of a security group, as configuration means it. */
export interface Rule {
  readonly block: Block;
  readonly direction: "ingress" | "egress";
  /** Purpose of the group that the rule belongs to: `app`, `alb`, `cluster`... */
  readonly group: string;
  /** Purpose of the other group, an IPv4 range, or `list` for a prefix list. */
  readonly peer: string;
  /** `tcp 443-443`. */
  readonly ports: string;
}

/** Purpose of the security group that an expression means, from its name: `prod-app` is `app`; EKS's own is `cluster`. */
export function groupOf(view: StackView, expression: unknown): string {
  const found = follow(view, expression);
  ensure(found !== undefined, `${view.id}: no security group behind ${String(expression)}`);
  const { block } = found;
  if (block.type === "aws_eks_cluster") return "cluster";
  ensure(block.type === "aws_security_group", `${view.id}: ${block.address} is no security group`);
  return String(block.at("name")).slice(block.view.account.length + 1);
}

/** The group of a purpose. */
export const group = (view: StackView, purpose: string): Block =>
  view.one(
    "aws_security_group",
    (block) => block.at("name") === `${view.account}-${purpose}`,
    `security group ${view.account}-${purpose}`,
  );

function peerOf({ view, attributes, address }: Block): string {
  const { referenced_security_group_id: other, cidr_ipv4: range, prefix_list_id: list } = attributes;
  const named = [other, range, list].filter((value) => value !== undefined);
  ensure(named.length === 1, `${view.id} ${address} names ${named.length} peers`);
  if (other !== undefined) return groupOf(view, other);
  if (range !== undefined) return String(range);
  ensure(follow(view, list)?.block.type === "aws_ec2_managed_prefix_list", `${view.id} ${address} names no list`);
  return "list";
}

function rule(block: Block, direction: Rule["direction"]): Rule {
  const { ip_protocol: protocol, from_port: from, to_port: to, security_group_id: owner } = block.attributes;
  return {
    block,
    direction,
    group: groupOf(block.view, owner),
    peer: peerOf(block),
    ports: `${protocol} ${from}-${to}`,
  };
}

/** All rules that a stack writes. */
export const rulesOf = (view: StackView): readonly Rule[] => [
  ...view.all("aws_vpc_security_group_ingress_rule").map((block) => rule(block, "ingress")),
  ...view.all("aws_vpc_security_group_egress_rule").map((block) => rule(block, "egress")),
];

/** `tcp 443-443 app`: what a rule opens, and to whom. */
export const opens = ({ ports, peer }: Rule): string => `${ports} ${peer}`;

/** What of a rule decides. */
export const decisive = ({ block }: Rule) => {
  const peer = ["referenced_security_group_id", "cidr_ipv4", "prefix_list_id"].filter(
    (key) => block.attributes[key] !== undefined,
  );
  return block.judged("ip_protocol", "from_port", "to_port", "security_group_id", ...peer);
};

/** Inline rules and rule resources fight each other. */
export function bare(view: StackView, purpose: string): readonly Judged[] {
  const found = group(view, purpose);
  for (const path of ["ingress", "egress"]) count(found.blocks(path), 0, `inline ${path} of ${found}`);
  return found.judged("name", "ingress", "egress");
}
