import type { Evidence, Judged } from "../check";
import { type Block, count, ensure, follow, type StackView, sameSet } from "../lens";
import { everywhere } from "./places";

export const clusters = (evidence: Evidence): readonly StackView[] => everywhere(evidence, "eks");

/** Start of a node group's name: `general-od-1`. */
export const nameOf = (group: Block): string => String(group.at("node_group_name_prefix")).replace(/-$/, "");

const families = {
  general: ["general-od-1", "general-od-2", "general-od-3", "general-od-4", "general-spot-1"],
  "db-pool": ["db-pool-a", "db-pool-b", "db-pool-c"],
} as const;

/** The groups of a family, all of them and no others. */
export function groups(view: StackView, family: keyof typeof families): readonly Block[] {
  const found = view.all("aws_eks_node_group").filter((group) => nameOf(group).startsWith(`${family}-`));
  sameSet(
    found.map(nameOf),
    family === "general" || hasDbPool(view) ? families[family] : [],
    `${family} groups of ${view.id}`,
  );
  return found;
}

/** Every node group of a cluster; one too few or too many is a violation. */
export function nodeGroups(view: StackView): readonly Block[] {
  const found = [...groups(view, "general"), ...groups(view, "db-pool")];
  count(view.all("aws_eks_node_group"), found.length, `node groups of ${view.id}`);
  return found;
}

/** The launch templates of a cluster, one for each family. */
export function templates(view: StackView): readonly Block[] {
  const found = view.all("aws_launch_template");
  count(found, hasDbPool(view) ? 2 : 1, `launch templates of ${view.id}`);
  return found;
}

/** Environments with the optional pool; dev does without. */
export const hasDbPool = ({ account }: StackView): boolean => account !== "dev";

export const sum = (blocks: readonly Block[], path: string): number =>
  blocks.reduce((total, block) => total + Number(block.at(path)), 0);

export const addon = (view: StackView, name: string): Block =>
  view.one("aws_eks_addon", (block) => block.at("addon_name") === name, `add-on ${name}`);

/** Addresses that a block waits for. */
export const waitsFor = (block: Block): readonly string[] =>
  block.at<readonly string[] | undefined>("depends_on") ?? [];

/** Demands that a block waits for another. @returns the place where it says so */
export function waits(block: Block, address: string): readonly Judged[] {
  const place = waitsFor(block).indexOf(address);
  ensure(place >= 0, `${block} does not wait for ${address}`);
  return block.judged(`depends_on.${place}`);
}

/** Roles' managed policies by the last part of their ARN. */
export const attachedTo = (role: Block): readonly Block[] =>
  role.view.all("aws_iam_role_policy_attachment").filter((block) => belongsTo(block, role));

/** True when a policy or an attachment names the role; roles of other stacks may be named by text. */
export const belongsTo = (part: Block, role: Block): boolean => {
  const found = follow(part.view, part.at("role"))?.block;
  return found?.address === role.address && found.view.id === role.view.id;
};

export const policyName = (attachment: Block): string => String(attachment.at("policy_arn")).split("/").at(-1) ?? "";
