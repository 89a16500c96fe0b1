import type { Checks, Evidence, Judged } from "../check";
import { type Block, ensure, type StackView, same, sameSet, stack } from "../lens";
import { type Statement, statements } from "../policy";

export const home = (evidence: Evidence): StackView => stack(evidence, "management-identity");

export const setOf = (view: StackView, name: string): Block =>
  view.one("aws_ssoadmin_permission_set", (block) => block.at("name") === name, `permission set ${name}`);

export const partsOf = (set: Block, type: string): readonly Block[] =>
  set.view.all(type).filter((block) => block.to("permission_set_arn").address === set.address);

export const inlineOf = (set: Block): Block => {
  const [inline] = partsOf(set, "aws_ssoadmin_permission_set_inline_policy");
  ensure(inline !== undefined, `${set} has no inline policy`);
  return inline;
};

export const idOf = ({ config }: Evidence, account: string): string => {
  const id = config.workloads[account]?.account.id;
  ensure(id !== undefined, `there is no account ${account}`);
  return id;
};

export const groupOf = (assignment: Block): string => String(assignment.to("principal_id").at("display_name"));

/** `set group` of every assignment to an account. */
export function assigned(
  evidence: Evidence,
  account: string,
): readonly { readonly block: Block; readonly set: string; readonly group: string }[] {
  const found = home(evidence)
    .all("aws_ssoadmin_account_assignment")
    .filter((block) => block.at("target_id") === idOf(evidence, account));
  return found.map((block) => ({
    block,
    set: String(block.to("permission_set_arn").at("name")),
    group: groupOf(block),
  }));
}

export function assignments(evidence: Evidence, account: string, expected: readonly string[]): readonly Judged[] {
  const found = assigned(evidence, account);
  sameSet(
    found.map(({ set, group }) => `${set} ${group}`),
    expected,
    `assignments in ${account}`,
  );
  return found.flatMap(({ block }) => [
    ...block.has({ principal_type: "GROUP", target_type: "AWS_ACCOUNT" }),
    ...block.judged("target_id", "principal_id", "permission_set_arn"),
  ]);
}

function managed(set: Block, policies: readonly string[]): readonly Judged[] {
  const found = partsOf(set, "aws_ssoadmin_managed_policy_attachment");
  sameSet(
    found.map((block) => block.at("managed_policy_arn")),
    policies.map((name) => `arn:aws:iam::aws:policy/${name}`),
    `policies of ${set}`,
  );
  return found.flatMap((block) => block.judged("managed_policy_arn", "permission_set_arn"));
}

const denied = (found: readonly Statement[]): readonly string[] =>
  found
    .filter(({ effect, conditions }) => effect === "Deny" && Object.keys(conditions).length === 0)
    .flatMap(({ actions }) => actions);

/** Where a policy denies `actions`. */
export function denial(
  block: Block,
  attribute: string,
  actions: readonly string[],
  resources?: RegExp,
): readonly Judged[] {
  const found = statements(block, attribute).find(
    ({ effect, actions: all, resources: where }) =>
      effect === "Deny" &&
      actions.every((action) => all.includes(action)) &&
      (resources === undefined || where.some((one) => resources.test(one))),
  );
  ensure(found !== undefined, `${block} does not deny ${actions.join(", ")}`);
  return block.judged(`${attribute}#Statement.${found.index}.Effect`, `${attribute}#Statement.${found.index}.Action`);
}

export const boundaryOf = (view: StackView, name: string): Block =>
  view.one("aws_iam_policy", (block) => block.at("name") === name, `policy ${name}`);

export const prodSets = ["ProdReadOnly", "ProdOperator"];

export const accPeople: Checks = {
  "ACC-08": (evidence) => {
    const view = home(evidence);
    const set = setOf(view, "DevPowerUser");
    const inline = inlineOf(set);
    const boundary = `arn:aws:iam::${idOf(evidence, "dev")}:policy/boundary/developer-boundary`;
    const grant = statements(inline, "inline_policy").find(
      ({ effect, actions }) => effect === "Allow" && actions.includes("iam:CreateRole"),
    );
    same(grant?.conditions["StringEquals iam:PermissionsBoundary"], [boundary], "condition on new roles of developers");
    ensure(
      grant?.resources.length === 1 && grant.resources.every((arn) => arn.includes(":role/app/")),
      "developers make roles outside of /app/",
    );
    for (const assignment of partsOf(set, "aws_ssoadmin_account_assignment"))
      same(assignment.at("target_id"), idOf(evidence, "dev"), `account of ${assignment}`);
    sameSet(
      view.all("aws_identitystore_group").map((group) => group.at("display_name")),
      ["Developers", "DevOps", "QA", "Security", "BreakGlass"],
      "groups of people",
    );
    const limit = boundaryOf(stack(evidence, "dev-bootstrap"), "developer-boundary");
    const unbounded = statements(inline, "inline_policy").find(
      ({ effect, actions, conditions }) =>
        effect === "Deny" &&
        actions.includes("iam:CreateRole") &&
        conditions["StringNotEquals iam:PermissionsBoundary"]?.join() === boundary,
    );
    ensure(unbounded !== undefined, "developers may make roles without the boundary");
    ensure(view.data("aws_ssoadmin_instances").length === 1, "Identity Center is not looked up");
    return [
      ...set.has({ session_duration: "PT8H" }),
      ...managed(set, ["PowerUserAccess"]),
      ...assignments(evidence, "dev", ["DevPowerUser Developers", "DevPowerUser DevOps"]),
      ...inline.judged(
        `inline_policy#Statement.${grant?.index}.Condition`,
        `inline_policy#Statement.${grant?.index}.Resource`,
        `inline_policy#Statement.${unbounded.index}.Effect`,
      ),
      ...view.all("aws_identitystore_group").flatMap((group) => group.judged("display_name")),
      ...limit.has({ path: "/boundary/" }),
      ...denial(limit, "policy", ["iam:Create*", "iam:Delete*", "iam:Set*"], /policy\/boundary\/\*$/),
      ...denial(limit, "policy", ["organizations:*", "account:*"]),
      ...denial(limit, "policy", ["s3:*"], /tfstate/),
    ];
  },

  "ACC-09": (evidence) => {
    const view = home(evidence);
    const groups = assigned(evidence, "staging").map(({ group }) => group);
    sameSet([...new Set(groups)], ["DevOps", "QA"], "who reaches staging");
    const demanded = denied(prodSets.flatMap((name) => statements(inlineOf(setOf(view, name)), "inline_policy")));
    ensure(
      ["iam:*", "organizations:*", "kms:ScheduleKeyDeletion", "s3:DeleteBucket"].every((action) =>
        demanded.includes(action),
      ),
      "prod denies less than it should",
    );
    return [
      ...assignments(evidence, "staging", ["StagingDevOps DevOps", "StagingQA QA"]),
      ...["StagingDevOps", "StagingQA"].flatMap((name) => {
        const set = setOf(view, name);
        return [
          ...set.has({ session_duration: "PT4H" }),
          ...managed(set, ["ReadOnlyAccess"]),
          ...denial(inlineOf(set), "inline_policy", [...new Set(demanded)]),
        ];
      }),
    ];
  },
};
