import type { Checks, Evidence, Judged } from "../check";
import { type Block, count, ensure, judgedFile, same, stack, views } from "../lens";
import { securityAudit, statements } from "../policy";
import { organizationForMfa } from "./acc-organization";
import {
  assigned,
  assignments,
  boundaryOf,
  denial,
  home,
  idOf,
  inlineOf,
  partsOf,
  prodSets,
  setOf,
} from "./acc-people";

const wild = (action: string): boolean => action === "*" || /^[\w-]+:\*$/.test(action);

/** No statement allows everything, or everything of a service. */
function named(block: Block, attribute: string): readonly Judged[] {
  for (const { effect, actions, notActions } of statements(block, attribute)) {
    ensure(
      actions.length > 0 && notActions.length === 0 && actions.every((action) => /^[\w-]+:[\w*]+$/.test(action)),
      `${block} does not name its actions`,
    );
    ensure(effect !== "Allow" || !actions.some(wild), `${block} allows ${actions.filter(wild).join()}`);
  }
  return block.judged(`${attribute}#Statement.0.Action`, attribute);
}

const neverInProd = [
  "iam:*",
  "organizations:*",
  "kms:ScheduleKeyDeletion",
  "s3:DeleteBucket",
  "secretsmanager:GetSecretValue",
];

function breakGlass(evidence: Evidence): readonly Judged[] {
  const name = "prod-break-glass";
  const holders = views(evidence).filter((view) => view.all("aws_iam_role").some((role) => role.at("name") === name));
  same(
    holders.map(({ id }) => id),
    ["prod-bootstrap"],
    `stacks with ${name}`,
  );
  const role = stack(evidence, "prod-bootstrap").one("aws_iam_role", (block) => block.at("name") === name, name);
  const [trust, ...others] = statements(role, "assume_role_policy");
  count(others, 0, `further trusts of ${name}`);
  same(trust?.principals, [`AWS:arn:aws:iam::${evidence.config.management.id}:root`], `who may take ${name}`);
  same(trust?.conditions["Bool aws:MultiFactorAuthPresent"], ["true"], `second factor of ${name}`);
  same(trust?.conditions["NumericLessThan aws:MultiFactorAuthAge"], ["3600"], `age of the second factor of ${name}`);
  const condition = "assume_role_policy#Statement.0.Condition";
  return [
    ...role.has({ max_session_duration: 3600 }),
    ...role.judged(
      "name",
      "assume_role_policy#Statement.0.Principal",
      `${condition}.Bool["aws:MultiFactorAuthPresent"]`,
      `${condition}.NumericLessThan["aws:MultiFactorAuthAge"]`,
    ),
  ];
}

/** Days from one date to a later one. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

export const accProduction: Checks = {
  "ACC-10": (evidence) => {
    const view = home(evidence);
    const groups = assigned(evidence, "prod");
    for (const { group, set } of groups)
      ensure(!["Developers", "QA"].includes(group) && set !== "ProdOperator", `${group} has ${set} in prod`);
    const operator = setOf(view, "ProdOperator");
    const [boundary] = partsOf(operator, "aws_ssoadmin_permissions_boundary_attachment");
    ensure(boundary !== undefined, "ProdOperator has no boundary");
    const granted = home(evidence.variant("a grant for prod"));
    const grants = granted
      .all("aws_ssoadmin_account_assignment")
      .filter((block) => block.to("permission_set_arn").at("name") === "ProdOperator");
    count(grants, 1, "assignments by one valid, one expired and one unapproved grant");
    const bootstrap = stack(evidence, "prod-bootstrap");
    const deploy = bootstrap.one(
      "aws_iam_role",
      (block) => block.at("name") === "company-inc-terraform-deploy",
      "deploy role",
    );
    const policies = bootstrap
      .all("aws_iam_role_policy_attachment")
      .filter((block) => block.to("role").address === deploy.address && block.at("policy_arn") !== securityAudit)
      .map((block) => block.to("policy_arn"));
    ensure(policies.length > 0, "the deploy role of prod has no policy");
    const analyzer = bootstrap.one(
      "aws_accessanalyzer_analyzer",
      (block) => block.at("type") === "ACCOUNT_UNUSED_ACCESS",
      "analyzer of unused access",
    );
    const limit = boundaryOf(bootstrap, "prod-boundary");
    return [
      ...setOf(view, "ProdReadOnly").has({ session_duration: "PT2H" }),
      ...operator.has({ session_duration: "PT1H" }),
      ...boundary.has({
        "permissions_boundary.customer_managed_policy_reference.name": "prod-boundary",
        "permissions_boundary.customer_managed_policy_reference.path": "/boundary/",
      }),
      ...limit.has({ path: "/boundary/" }),
      ...limit.judged("name"),
      ...assignments(evidence, "prod", ["ProdReadOnly DevOps", "ProdReadOnly Security", "ProdApprover DevOps"]),
      ...grants.flatMap((block) => block.judged("permission_set_arn")),
      ...prodSets.flatMap((name) => [
        ...named(inlineOf(setOf(view, name)), "inline_policy"),
        ...denial(inlineOf(setOf(view, name)), "inline_policy", neverInProd),
      ]),
      ...policies.flatMap((policy) => named(policy, "policy")),
      ...analyzer.has({ analyzer_name: "prod-unused-access", "configuration.unused_access.unused_access_age": 90 }),
    ];
  },

  "ACC-11": (evidence) => {
    const holders = views(evidence).flatMap((view) =>
      view
        .all("aws_iam_policy")
        .filter(
          (block) =>
            !String(block.at("path") ?? "/").startsWith("/boundary/") &&
            statements(block, "policy").some(
              ({ effect, actions }) => effect === "Allow" && actions.includes("codepipeline:PutApprovalResult"),
            ),
        ),
    );
    same(
      holders.map(({ view, attributes }) => `${view.id} ${attributes["name"]}`),
      ["prod-bootstrap prod-approvers"],
      "policies that approve",
    );
    const [policy] = holders;
    ensure(policy !== undefined, "nobody approves");
    const [approve, ...others] = statements(policy, "policy");
    count(others, 0, `further statements of ${policy}`);
    same(approve?.actions, ["codepipeline:PutApprovalResult"], `actions of ${policy}`);
    ensure(
      approve !== undefined &&
        approve.resources.length > 0 &&
        approve.resources.every((arn) =>
          new RegExp(`^arn:aws:codepipeline:us-east-1:${idOf(evidence, "prod")}:[\\w-]+/Approval/`).test(arn),
        ),
      `${policy} approves elsewhere`,
    );
    const set = setOf(home(evidence), "ProdApprover");
    const [attached] = partsOf(set, "aws_ssoadmin_customer_managed_policy_attachment");
    ensure(attached !== undefined, "no permission set holds the approval");
    return [
      ...policy.judged("name", "policy#Statement.0.Action", "policy#Statement.0.Resource"),
      ...attached.has({ "customer_managed_policy_reference.name": "prod-approvers" }),
    ];
  },

  "ACC-12": (evidence) => {
    const bootstrap = stack(evidence, "prod-bootstrap");
    const path = "docs/runbooks/identity-center-mfa.md";
    const text = String(evidence.files[path]?.["text"] ?? "");
    const [, owner] = /^owner: *(\S.*)$/im.exec(text) ?? [];
    const [, reviewed] = /^reviewed: *"?(\d{4}-\d{2}-\d{2})"?$/im.exec(text) ?? [];
    ensure(
      owner !== undefined && reviewed !== undefined && /multi-factor|MFA/i.test(text),
      `${path} names no setting, owner or review`,
    );
    const age = daysBetween(reviewed, evidence.config.asOf);
    ensure(age <= 92, `${path} was last reviewed on ${reviewed}`);
    return [
      ...breakGlass(evidence),
      ...bootstrap
        .one("aws_iam_account_password_policy")
        .has({ minimum_password_length: 16, password_reuse_prevention: 24, max_password_age: 90 }),
      ...organizationForMfa(evidence),
      judgedFile(path),
    ];
  },
};
