import type { Check, Checks, Judged } from "../check";
import { type Block, count, ensure, layer, listOf, type StackView, same, sameSet, stack, valueOf } from "../lens";
import { statements } from "../policy";
import { clusterOf, owners, regionsIn } from "./atlas-lens";
import { waits } from "./eks-lens";
import { everywhere, subnets } from "./places";

const users: Readonly<Record<string, string>> = {
  backend: "readWrite app",
  analytics: "read app",
  mongodump: "backup admin",
};

/** Roles of pods that log in, by their ARN. */
const podRoles = (view: StackView): readonly Block[] =>
  view
    .all("aws_iam_role")
    .filter((role) =>
      statements(role, "assume_role_policy").some(({ actions }) => actions.includes("sts:AssumeRoleWithWebIdentity")),
    );

function logins(view: StackView): readonly Judged[] {
  const all = layer(view.evidence, "atlas", { account: view.account });
  const roles = all.flatMap(podRoles);
  const id = view.evidence.config.workloads[view.account]?.account.id;
  const found = view.all("mongodbatlas_database_user");
  sameSet(
    found.map((user) => user.at("username")),
    roles.map((role) => `arn:aws:iam::${id}:role/${role.at("name")}`),
    `users of ${view.id}`,
  );
  count(found, 3 * all.length, `users of ${view.id}`);
  return found.flatMap((user) => {
    const [, login = ""] = new RegExp(`role/${view.account}-(\\w+)-us[ew]`).exec(user.at("username")) ?? [];
    same(
      user.blocks("roles").map((role) => `${role["role_name"]} ${role["database_name"]}`),
      [users[login]],
      `rights of ${user}`,
    );
    same(
      user.blocks("scopes").map((scope) => [scope["type"], valueOf(view, scope["name"])]),
      [["CLUSTER", `\${${clusterOf(view).address}.name}`]],
      `scope of ${user}`,
    );
    ensure(user.at("password") === undefined, `${user} has a password`);
    return [
      ...user.has({ aws_iam_type: "ROLE", auth_database_name: "$external" }),
      ...user.judged("username", "roles", "scopes", "password"),
    ];
  });
}

function trusts(view: StackView): readonly Judged[] {
  const roles = podRoles(view);
  count(roles, 3, `roles of pods in ${view.id}`);
  return roles.flatMap((role) => {
    const [trust] = statements(role, "assume_role_policy");
    const provider = trust?.principals[0]?.replace("Federated:", "");
    same(String(provider).includes(".outputs.oidc_provider_arn}"), true, `who vouches for ${role}`);
    return [...role.judged("name", "assume_role_policy#Statement.0.Principal")];
  });
}

/** Ranges of prod's private subnets in both regions, and so on. */
function accessList(view: StackView): readonly Judged[] {
  const entries = view.all("mongodbatlas_project_ip_access_list");
  const ranges = everywhere(view.evidence, "network", [view.account]).flatMap((network) =>
    subnets(network, "private").map((subnet) => subnet.at("cidr_block")),
  );
  sameSet(
    entries.map((entry) => entry.at("cidr_block")),
    ranges,
    `access list of ${view.id}`,
  );
  return entries.flatMap((entry) => {
    ensure(
      String(entry.at("comment") ?? "").length > 3 && entry.at("comment") !== "corrupted",
      `${entry} does not say what it admits`,
    );
    ensure(entry.at("ip_address") === undefined, `${entry} admits an address`);
    return entry.judged("cidr_block", "comment");
  });
}

const eachOwner =
  (judge: (view: StackView) => readonly Judged[]): Check =>
  (evidence) =>
    owners(evidence).flatMap(judge);

export const dbaAccess: Checks = {
  "DBA-06": (evidence) => [...owners(evidence).flatMap(logins), ...everywhere(evidence, "atlas").flatMap(trusts)],

  "DBA-13": eachOwner(accessList),

  "DBA-15": (evidence) =>
    owners(evidence).flatMap((view) => {
      const found = view
        .all("mongodbatlas_database_user")
        .filter((user) => String(user.at("username")).includes("-analytics-"));
      count(found, layer(evidence, "atlas", { account: view.account }).length, `analytics users of ${view.id}`);
      return found.flatMap((user) => {
        same(
          user.blocks("roles").map((role) => `${role["role_name"]} ${role["database_name"]}`),
          ["read app"],
          `rights of ${user}`,
        );
        return user.judged("roles", "username");
      });
    }),

  "DBA-16": (evidence) =>
    everywhere(evidence, "atlas").flatMap((view) => {
      const [host] = view.data("mongodbatlas_advanced_cluster");
      ensure(host !== undefined, `${view.id} does not look the host up`);
      const conditions = listOf<{ condition?: string }>(host.at("lifecycle.postcondition")).map(({ condition }) =>
        String(condition),
      );
      const hosts = [".private_srv", ...(view.account === "staging" ? [".srv_connection_string"] : [])];
      for (const name of hosts)
        ensure(
          conditions.some((condition) => condition.includes(name)),
          `${host} accepts an empty ${name}`,
        );
      const accepters = view.all("aws_vpc_peering_connection_accepter");
      const output = view.output("srv_host_private");
      ensure(
        output !== undefined && String(output.at("value")).includes(host.address),
        `${view.id} hands over no private host`,
      );
      return [
        ...accepters.flatMap(({ address }) => waits(host, address)),
        ...host.judged("lifecycle.postcondition"),
        ...output.judged("value"),
      ];
    }),

  "DBA-17": (evidence) => {
    const limits: Readonly<Record<string, number>> = { M10: 1500, M20: 3000, M30: 3000, M40: 6000 };
    return owners(evidence).flatMap((view) => {
      const { connections, startTier, acceptConnectionRisk } = evidence.config.workloads[view.account]?.atlas ?? {};
      ensure(connections !== undefined && startTier !== undefined, `${view.account} has no connection budget`);
      same(
        [connections.workersPerPod * connections.poolPerWorker, connections.poolPerPod, connections.maxReplicas],
        [100, 100, 50],
        `pools of ${view.account}`,
      );
      const need =
        (connections.maxReplicas + connections.rolloutSurge) * connections.poolPerPod +
        connections.analytics +
        connections.backup;
      ensure(
        need <= 0.9 * (limits[startTier] ?? 0) || (acceptConnectionRisk?.by ?? "") !== "",
        `${view.account} needs ${need} connections and accepts no risk`,
      );
      const at = `workloads.${view.account}.atlas`;
      const paths = ["workersPerPod", "poolPerWorker", "poolPerPod", "maxReplicas"].map((name) => ({
        stack: "config",
        address: at,
        attribute: `connections.${name}`,
      }));
      return paths;
    });
  },

  "SCL-11": (evidence) => {
    const view = stack(evidence, "prod-atlas");
    const nodes = stack(evidence, "prod-eks")
      .all("aws_eks_node_group")
      .filter((group) => String(group.at("node_group_name_prefix")).startsWith("general-"));
    const most = nodes.reduce((sum, group) => sum + Number(group.at("scaling_config.max_size")), 0);
    // 50 backends of 500m, 50 frontends of 100m, each with a sidecar of 100m; a t3.large leaves 1.9 of its 2 vCPU.
    ensure(
      50 * 0.5 + 50 * 0.1 + 100 * 0.1 <= most * 1.9 && most === 150,
      `${most} nodes do not carry the largest load`,
    );
    const paths = regionsIn(view).flatMap((region, place) => {
      const {
        compute_enabled: on,
        compute_min_instance_size: min,
        compute_max_instance_size: max,
      } = region["auto_scaling"] ?? {};
      same([on, min, max], [true, "M10", "M40"], `scaling of ${view.id}`);
      return ["compute_enabled", "compute_min_instance_size", "compute_max_instance_size"].map(
        (name) => `replication_specs.region_configs.${place}.auto_scaling.${name}`,
      );
    });
    return [...clusterOf(view).judged(...paths), ...nodes.flatMap((group) => group.judged("scaling_config.max_size"))];
  },
};
