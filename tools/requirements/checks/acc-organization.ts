import type { Checks, Evidence, Judged } from "../check";
import { type Block, ensure, type StackView, same, sameSet, stack, views } from "../lens";
import { parseJson } from "../path";
import { type Statement, statements } from "../policy";

const home = (evidence: Evidence): StackView => stack(evidence, "management-organization");

/** Every member account; one too few or too many is a violation. */
function accounts(view: StackView): readonly Block[] {
  const found = view.all("aws_organizations_account");
  sameSet(
    found.map((block) => block.at("name")),
    Object.keys(unitOf),
    "member accounts",
  );
  return found;
}

const principals = [
  ...["sso", "cloudtrail", "config", "guardduty", "access-analyzer", "iam", "ram", "account", "compute-optimizer"].map(
    (name) => `${name}.amazonaws.com`,
  ),
  "cost-optimization-hub.bcm.amazonaws.com",
];

const tags: Readonly<Record<string, string>> = { dev: "development", staging: "staging", prod: "production" };

/** Unit that each account lies in, by the unit's name. */
const unitOf: Readonly<Record<string, string>> = {
  "company-inc-dev": "NonProduction",
  "company-inc-staging": "NonProduction",
  "company-inc-prod": "Production",
  "company-inc-security": "Security",
  "company-inc-log-archive": "Security",
};

/** Unit above each unit; the root has no name. */
const parents: Readonly<Record<string, string>> = {
  Workloads: "root",
  Security: "root",
  NonProduction: "Workloads",
  Production: "Workloads",
};

const scps = [
  "deny-leave-org-and-root",
  "region-lock",
  "protect-audit",
  "deny-unencrypted-ebs-and-public-s3",
  "prod-guard",
];

const policyOf = (view: StackView, name: string): Block =>
  view.one("aws_organizations_policy", (block) => block.at("name") === name, `policy ${name}`);

function targetsOf(view: StackView, policy: Block): readonly Block[] {
  return view
    .all("aws_organizations_policy_attachment")
    .filter((block) => block.to("policy_id").address === policy.address);
}

/** A unit's name, or `root`. */
function unitName(block: Block, path: string): string {
  const found = block.to(path);
  return found.type === "aws_organizations_organization" ? "root" : String(found.at("name"));
}

const exempt = ["OrganizationAccountAccessRole", "company-inc-terraform-deploy", "prod-break-glass"].map(
  (role) => `arn:aws:iam::*:role/${role}`,
);

/** Services that answer from one region for all. */
const globalServices = [
  "iam",
  "sts",
  "organizations",
  "route53",
  "cloudfront",
  "waf",
  "wafv2",
  "shield",
  "support",
  "budgets",
  "ce",
  "cur",
  "globalaccelerator",
  "health",
];

const isRoot = ({ conditions }: Statement): boolean =>
  conditions["ArnLike aws:PrincipalArn"]?.join() === "arn:aws:iam::*:root";

/** A guardrail only denies, and spares the roles that could take it back. */
function guardrail(policy: Block): readonly Judged[] {
  ensure(policy.at<string>("content")?.length <= 5120, `${policy} is longer than AWS takes`);
  return statements(policy, "content").flatMap((statement) => {
    same(statement.effect, "Deny", `effect of ${statement.sid} of ${policy}`);
    if (!isRoot(statement)) {
      const spared = statement.conditions["ArnNotLike aws:PrincipalArn"] ?? [];
      for (const role of exempt) ensure(spared.includes(role), `${statement.sid} of ${policy} does not spare ${role}`);
    }
    return policy.judged(
      `content#Statement.${statement.index}.Effect`,
      `content#Statement.${statement.index}.Condition`,
    );
  });
}

function attachments(view: StackView): readonly Judged[] {
  const perTarget = new Map<string, number>();
  const judged = scps.flatMap((name) => {
    const found = targetsOf(view, policyOf(view, name));
    const expected = name === "prod-guard" ? ["Production"] : ["Workloads", "Security"];
    sameSet(
      found.map((block) => unitName(block, "target_id")),
      expected,
      `targets of ${name}`,
    );
    for (const target of expected) perTarget.set(target, (perTarget.get(target) ?? 0) + 1);
    return found.flatMap((block) => block.judged("target_id", "policy_id"));
  });
  // FullAWSAccess stays attached beside them, and AWS takes five.
  for (const [target, number] of perTarget) ensure(number + 1 <= 5, `${target} has ${number + 1} policies`);
  return judged;
}

const costKeys = ["Environment", "Project", "Owner", "CostCenter", "Component", "ManagedBy"];

export const accOrganization: Checks = {
  "ACC-02": (evidence) => {
    const view = home(evidence);
    for (const other of views(evidence))
      ensure(other.id === view.id || other.all("aws_organizations_account").length === 0, `${other.id} makes accounts`);
    const emails = accounts(view).map((block) => block.at("email"));
    same(new Set(emails).size, emails.length, "distinct e-mails of accounts");
    const organization = view.one("aws_organizations_organization");
    sameSet(organization.at("aws_service_access_principals"), principals, "trusted services");
    return [
      ...organization.has({ feature_set: "ALL", enabled_policy_types: ["SERVICE_CONTROL_POLICY", "TAG_POLICY"] }),
      ...organization.judged("aws_service_access_principals"),
      ...accounts(view).flatMap((block) => {
        ensure(/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(block.at("email")), `${block} has no e-mail`);
        return [
          ...block.has({
            close_on_deletion: false,
            role_name: "OrganizationAccountAccessRole",
            "lifecycle.prevent_destroy": true,
            "lifecycle.ignore_changes": ["role_name", "iam_user_access_to_billing"],
          }),
          ...block.judged("name", "email"),
        ];
      }),
    ];
  },

  "ACC-03": (evidence) => {
    const view = home(evidence);
    const layersOf = (account: string) =>
      views(evidence, { account })
        .filter(({ isPrimary }) => isPrimary)
        .map(({ layer }) => layer);
    sameSet(layersOf("staging"), layersOf("prod"), "layers of staging and prod");
    const production = evidence.config.workloads["prod"]?.account.id;
    for (const account of ["dev", "staging"]) {
      for (const { id, stack: own } of views(evidence, { account })) {
        const reached = JSON.stringify([own.provider, own.resource, own.data]).includes(String(production));
        ensure(!reached || account === "staging", `${id} names the account of prod`);
      }
    }
    return Object.entries(tags).flatMap(([account, environment]) => {
      const found = view.one(
        "aws_organizations_account",
        (block) => block.at("name") === `company-inc-${account}`,
        `account of ${account}`,
      );
      return [...found.judged("name"), ...found.has({ "tags.Environment": environment })];
    });
  },

  "ACC-04": (evidence) => {
    const view = home(evidence);
    for (const other of views(evidence)) {
      ensure(
        other.account === "management" || !other.types.some((type) => type.startsWith("aws_organizations_")),
        `${other.id} has a part of the organization`,
      );
    }
    const bills = accounts(view).flatMap((block) => {
      const allowed = ["company-inc-staging", "company-inc-prod"].includes(block.at("name"));
      ensure(
        block.at<readonly string[]>("lifecycle.ignore_changes")?.includes("iam_user_access_to_billing"),
        `${block} would be replaced on import`,
      );
      return block.has({ iam_user_access_to_billing: allowed ? "ALLOW" : "DENY" });
    });
    return [...view.one("aws_organizations_organization").has({ feature_set: "ALL" }), ...bills];
  },

  "ACC-05": (evidence) => {
    const view = home(evidence);
    const units = view.all("aws_organizations_organizational_unit");
    sameSet(
      units.map((block) => block.at("name")),
      Object.keys(parents),
      "organizational units",
    );
    return [
      ...units.flatMap((block) => {
        same(unitName(block, "parent_id"), parents[block.at<string>("name")], `unit above ${block.at("name")}`);
        return block.judged("name", "parent_id");
      }),
      ...accounts(view).flatMap((block) => {
        same(unitName(block, "parent_id"), unitOf[block.at<string>("name")], `unit of ${block.at("name")}`);
        return block.judged("parent_id", "name");
      }),
    ];
  },

  "ACC-06": (evidence) => {
    const view = home(evidence);
    const found = view.all("aws_organizations_policy").filter((block) => block.at("type") === "SERVICE_CONTROL_POLICY");
    sameSet(
      found.map((block) => block.at("name")),
      scps,
      "service control policies",
    );
    const [lock] = statements(policyOf(view, "region-lock"), "content");
    const stub = Object.values(evidence.config.workloads).some(({ atlas }) => atlas.tieBreakerVpc);
    sameSet(
      lock?.conditions["StringNotEquals aws:RequestedRegion"] ?? [],
      ["us-east-1", "us-west-2", ...(stub ? ["us-east-2"] : [])],
      "open regions",
    );
    const spared = globalServices.map((service) => {
      const place = lock?.notActions.indexOf(`${service}:*`) ?? -1;
      ensure(place >= 0, `the region lock stops ${service}`);
      return `content#Statement.0.NotAction.${place}`;
    });
    const tagPolicy = policyOf(view, "required-tags");
    const rules =
      (
        parseJson(tagPolicy.at("content")) as
          | { tags?: Record<string, { tag_key?: Record<string, string> }> }
          | undefined
      )?.tags ?? {};
    sameSet(
      Object.values(rules).map(({ tag_key: key }) => key?.["@@assign"]),
      costKeys,
      "keys of the tag policy",
    );
    return [
      ...found.flatMap(guardrail),
      ...found.flatMap((block) => block.judged("name", "type")),
      ...policyOf(view, "region-lock").judged(
        'content#Statement.0.Condition.StringNotEquals["aws:RequestedRegion"]',
        ...spared,
      ),
      ...attachments(view),
      ...tagPolicy.has({ type: "TAG_POLICY" }),
      ...costKeys.flatMap((key) => tagPolicy.judged(`content#tags.${key}`)),
    ];
  },

  "ACC-07": (evidence) =>
    views(evidence).flatMap((view) => {
      const [provider] = view.providers("aws");
      ensure(provider !== undefined, `${view.id} has no AWS provider`);
      const given = provider.at<Record<string, string>>("default_tags.tags") ?? {};
      sameSet(Object.keys(given), costKeys, `default tags of ${view.id}`);
      for (const [key, value] of Object.entries(given)) ensure(/^\S/.test(value), `${key} of ${view.id} is empty`);
      return [
        ...provider.has({
          "default_tags.tags.Project": "company-inc",
          "default_tags.tags.ManagedBy": "cdktf",
          "default_tags.tags.Component": view.layer,
        }),
        ...provider.judged("default_tags.tags"),
      ];
    }),
};

/** What the organization does for the second factor and against root. */
export function organizationForMfa(evidence: Evidence): readonly Judged[] {
  const view = home(evidence);
  const guard = policyOf(view, "prod-guard");
  const found = statements(guard, "content");
  const users = found.findIndex(({ actions }) =>
    ["iam:CreateUser", "iam:CreateAccessKey", "iam:DeactivateMFADevice"].every((action) => actions.includes(action)),
  );
  ensure(
    users >= 0 && found[users]?.effect === "Deny",
    "prod-guard lets people make users, keys or drop their second factor",
  );
  ensure(
    found.some((statement) => isRoot(statement) && statement.actions.includes("*")),
    "prod-guard spares root",
  );
  const features = view.one("aws_iam_organizations_features");
  sameSet(features.at("enabled_features"), ["RootCredentialsManagement", "RootSessions"], "central management of root");
  return [
    ...guard.judged(`content#Statement.${users}.Action`, `content#Statement.${users}.Effect`),
    ...features.judged("enabled_features"),
  ];
}
