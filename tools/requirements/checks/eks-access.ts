import type { Checks, Judged } from "../check";
import { type Block, count, ensure, forEach, listOf, type StackView, same, sameSet, valueOf, views } from "../lens";
import { statements } from "../policy";
import { carries, nodePolicies } from "./eks-cluster";
import { belongsTo, clusters, groups } from "./eks-lens";

const admins = ["AmazonEKSClusterAdminPolicy"];

/** Whom an access entry lets in: `terraform-deploy`, `break-glass`, or the permission set of a looked-up role. */
function holder(entry: Block): string {
  // One entry for each role that a lookup finds: a set that only grants hand out has no role most of the time.
  const each = entry.at("principal_arn") === "${each.value}";
  const principal = entry.at<string>(each ? "for_each" : "principal_arn") ?? "";
  const found = /^\$\{(?:one|toset)\((?:tolist\()?(data\.aws_iam_roles\.[\w-]+)\.arns\)?\)\}$/.exec(principal)?.[1];
  if (found !== undefined) {
    const roles = entry.view.data("aws_iam_roles").find(({ address }) => address === found);
    ensure(roles !== undefined, `${entry} looks up no role`);
    same(roles.at("path_prefix"), "/aws-reserved/sso.amazonaws.com/", `path of ${roles}`);
    const name = /AWSReservedSSO_(\w+?)_/.exec(String(roles.at("name_regex")))?.[1];
    ensure(name !== undefined, `${roles} looks up ${roles.at("name_regex")}`);
    return name;
  }
  if (/^arn:aws:iam::\d{12}:role\//.test(principal)) return principal.split("/").at(-1) ?? "";
  return String(valueOf(entry.view, principal)).split("/").at(-1) ?? "";
}

const rightsOf = (view: StackView): readonly Block[] => view.all("aws_eks_access_policy_association");

/** The entry that an association belongs to. */
const entryOf = (association: Block): Block => {
  const principal = association.at("principal_arn");
  const named = association.view.all("aws_eks_access_entry").find((entry) => {
    const same = entry.at("principal_arn") === principal && entry.at("for_each") === association.at("for_each");
    return same || `\${${entry.address}.principal_arn}` === principal;
  });
  ensure(named !== undefined, `${association} has no access entry`);
  return named;
};

/** Permission sets and what they may do in the cluster, by account. */
const people: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dev: { DevPowerUser: "AmazonEKSEditPolicy" },
  staging: { StagingDevOps: "AmazonEKSEditPolicy", StagingQA: "AmazonEKSViewPolicy" },
  prod: { ProdReadOnly: "AmazonEKSViewPolicy", ProdOperator: "AmazonEKSEditPolicy" },
};

function access(view: StackView): readonly Judged[] {
  const deploy = "company-inc-terraform-deploy";
  const emergency = view.account === "prod" ? ["prod-break-glass"] : [];
  const rights = rightsOf(view);
  count(rights, view.all("aws_eks_access_entry").length, `rights of ${view.id}, one per entry`);
  const seen = rights.map((right) => {
    const who = holder(entryOf(right));
    const policy = String(right.at("policy_arn")).split("/").at(-1) ?? "";
    if (admins.includes(policy)) {
      ensure([deploy, ...emergency].includes(who), `${right} makes ${who} an administrator`);
      same(right.at("access_scope.type"), "cluster", `scope of ${right}`);
    } else {
      same(right.at("access_scope.type"), "namespace", `scope of ${right}`);
      same(right.at("access_scope.namespaces"), ["backend", "frontend"], `namespaces of ${right}`);
    }
    return `${who} ${policy}`;
  });
  const pipelines = seen.filter(
    (one) =>
      !Object.keys(people[view.account] ?? {}).some((name) => one.startsWith(`${name} `)) &&
      !one.endsWith(admins[0] ?? ""),
  );
  count(pipelines, 1, `rights of pipelines in ${view.id}`);
  for (const one of pipelines) ensure(/deploy.* AmazonEKSEditPolicy$/.test(one), `a pipeline of ${view.id} has ${one}`);
  const expected = [
    ...[deploy, ...emergency].map((who) => `${who} ${admins[0]}`),
    ...Object.entries(people[view.account] ?? {}).map((pair) => pair.join(" ")),
    ...pipelines,
  ];
  sameSet(seen, expected, `rights in the cluster of ${view.id}`);
  return [
    ...view.one("aws_eks_cluster").has({
      "access_config.authentication_mode": "API",
      "access_config.bootstrap_cluster_creator_admin_permissions": false,
    }),
    ...rights.flatMap((right) => right.judged("policy_arn", "access_scope.type", "principal_arn")),
    ...view
      .all("aws_eks_access_entry")
      .flatMap((entry) => [...entry.has({ type: "STANDARD" }), ...entry.judged("principal_arn")]),
  ];
}

/** The node role has the three managed policies and nothing more: pods have roles of their own. */
function nodeRole(view: StackView): readonly Judged[] {
  if (view.layer !== "eks") return [];
  const [group] = groups(view, "general");
  ensure(group !== undefined, `${view.id} has no nodes`);
  const role = group.to("node_role_arn");
  count(
    view.all("aws_iam_role_policy").filter((block) => belongsTo(block, role)),
    0,
    `inline policies of ${role}`,
  );
  return carries(role, nodePolicies);
}

export const eksAccess: Checks = {
  "EKS-18": (evidence) => {
    for (const view of views(evidence)) {
      const own = view.types.includes("aws_eks_cluster");
      for (const name of ["kubernetes", "helm"])
        ensure(!own || view.providers(name).length === 0, `${view.id} has a cluster and a ${name} provider`);
    }
    return clusters(evidence).flatMap((view) => {
      const found = view.one("aws_eks_cluster");
      const ranges = listOf<string>(found.at("vpc_config.public_access_cidrs"));
      ensure(!ranges.includes("0.0.0.0/0"), `${found} is open to the world`);
      const open = view.account !== "prod";
      const approved = evidence.config.workloads[view.account]?.eks.endpoint.approvedCidrs ?? [];
      same(ranges, open ? approved : [], `ranges that ${found} admits`);
      return [
        ...found.has({ "vpc_config.endpoint_public_access": open }),
        ...found.judged("vpc_config.public_access_cidrs"),
      ];
    });
  },

  "EKS-19": forEach(clusters, access),

  "SEC-03": (evidence) =>
    views(evidence).flatMap((view) => {
      const federated = view
        .all("aws_iam_role")
        .filter((role) =>
          statements(role, "assume_role_policy").some(
            ({ actions, principals }) =>
              actions.includes("sts:AssumeRoleWithWebIdentity") &&
              !principals.some((name) => name.includes("app.terraform.io")),
          ),
        );
      // Three EKS add-ons and three workloads call AWS or Atlas.
      const expected =
        ["eks", "atlas"].includes(view.layer) && view.region !== evidence.config.regions.tieBreaker ? 3 : 0;
      count(federated, expected, `roles for service accounts in ${view.id}`);
      const trusts = federated.flatMap((role) => {
        const [trust, ...others] = statements(role, "assume_role_policy");
        ensure(trust !== undefined && others.length === 0, `${role} has ${others.length + 1} statements of trust`);
        const keys = Object.entries(trust.conditions);
        const claim = (name: string) =>
          keys
            .filter(([key]) => key.startsWith("StringEquals ") && key.endsWith(`:${name}`))
            .flatMap(([, values]) => values);
        ensure(
          keys.length === 2 &&
            claim("sub").length === 1 &&
            /^system:serviceaccount:[a-z0-9-]+:[a-z0-9-]+$/.test(claim("sub")[0] ?? ""),
          `${role} trusts ${claim("sub").join()}`,
        );
        same(claim("aud"), ["sts.amazonaws.com"], `audience of ${role}`);
        return role.judged("assume_role_policy#Statement.0.Condition", "assume_role_policy");
      });
      return [
        ...trusts,
        ...view.all("aws_eks_cluster").flatMap((found) => {
          const provider = view.one("aws_iam_openid_connect_provider");
          ensure(
            String(provider.at("url")).includes(`${found.address}.identity[0].oidc[0].issuer`),
            `${provider} is not of ${found}`,
          );
          return [...provider.has({ client_id_list: ["sts.amazonaws.com"] }), ...provider.judged("url")];
        }),
        ...nodeRole(view),
      ];
    }),
};
