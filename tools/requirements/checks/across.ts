import type { Checks, Evidence, Judged } from "../check";
import { count, ensure, type StackView, same, sameSet, stack, views } from "../lens";
import { statements } from "../policy";
import { everywhere } from "./places";

const providers: Readonly<Record<string, readonly [source: string, version: string]>> = {
  aws: ["aws", "6.25.0"],
  kubernetes: ["kubernetes", "2.38.0"],
  helm: ["helm", "3.1.1"],
  mongodbatlas: ["mongodb/mongodbatlas", "1.41.1"],
};

const idsOf = ({ config }: Evidence): readonly string[] => [
  config.management.id,
  ...Object.values(config.audit).flatMap((account) => (account === undefined ? [] : [account.id])),
  ...Object.values(config.workloads).map(({ account }) => account.id),
];

const ownId = ({ evidence: { config }, account }: StackView): string => {
  const audit = config.audit as Readonly<Record<string, { readonly id: string } | undefined>>;
  return account === "management"
    ? config.management.id
    : (config.workloads[account]?.account.id ?? audit[account]?.id ?? "");
};

/** Places where an account may name another: whose stack, which resource, and whom it names. */
const foreigners: readonly { readonly in: RegExp; readonly name: RegExp; readonly account: string }[] = [
  { in: /^staging-foundation/, name: /^aws_ecr_repository_policy\./, account: "prod" },
  { in: /^prod-bootstrap$/, name: /^aws_iam_role\./, account: "management" },
];

/** Trust, bucket, key and registry policies. */
const policies: Readonly<Record<string, string>> = {
  aws_iam_role: "assume_role_policy",
  aws_s3_bucket_policy: "policy",
  aws_kms_key: "policy",
  aws_ecr_repository_policy: "policy",
};

/** Uses of each exception: the two deploy repositories of staging, and the emergency role of prod. */
const uses = [2, 1];

function borders(evidence: Evidence): readonly Judged[] {
  const used = foreigners.map((): Judged[] => []);
  for (const view of views(evidence)) {
    for (const [type, attribute] of Object.entries(policies)) {
      for (const block of view.all(type)) {
        for (const { principals, conditions, sid, index } of statements(block, attribute)) {
          const places = new Set<number>();
          const text = [...principals, ...Object.values(conditions).flat()].join(" ");
          for (const [, id] of text.matchAll(/(?:^|\D)(\d{12})(?=\D|$)/g)) {
            if (id === ownId(view)) continue;
            const place = foreigners.findIndex(
              (entry) =>
                entry.in.test(view.id) &&
                entry.name.test(block.address) &&
                idsOf(evidence).includes(id ?? "") &&
                accountOf(evidence, id) === entry.account,
            );
            ensure(place >= 0, `${sid} of ${block} names account ${id}`);
            ensure(principals.join().includes(id ?? ""), `${sid} of ${block} names account ${id} in a condition alone`);
            places.add(place);
          }
          for (const place of places) used[place]?.push(...block.judged(`${attribute}#Statement.${index}.Principal`));
        }
      }
    }
  }
  for (const [place, number] of uses.entries())
    count(used[place] ?? [], number, `uses of the exception for ${foreigners[place]?.in.source}`);
  return used.flat();
}

function accountOf({ config }: Evidence, id: string | undefined): string {
  if (id === config.management.id) return "management";
  return Object.entries(config.workloads).find(([, { account }]) => account.id === id)?.[0] ?? "another";
}

/** Types whose names exist once in an account or in the world. */
const globalNames: Readonly<Record<string, string>> = {
  aws_iam_role: "name",
  aws_iam_policy: "name",
  aws_iam_instance_profile: "name",
  aws_s3_bucket: "bucket",
};

/** Layers whose IAM objects an account has only once. */
const onceOnly = ["bootstrap", "organization", "identity"];

function uniqueNames(evidence: Evidence): readonly Judged[] {
  const seen = new Map<string, string>();
  return views(evidence).flatMap((view) =>
    Object.entries(globalNames).flatMap(([type, attribute]) =>
      view.all(type).flatMap((block) => {
        const name = String(block.at(attribute));
        const key = type === "aws_s3_bucket" ? name : `${view.account} ${type} ${name}`;
        ensure(!seen.has(key), `${block} and ${seen.get(key)} are both called ${name}`);
        seen.set(key, String(block));
        if (onceOnly.includes(view.layer) && type !== "aws_s3_bucket") return [];
        ensure(
          name.endsWith(view.isPrimary ? "-use1" : view.region === "us-west-2" ? "-usw2" : "-use2"),
          `${block} is called ${name}, which a second region would claim too`,
        );
        return [];
      }),
    ),
  );
}

function protectedParts(evidence: Evidence): readonly Judged[] {
  const safe = ["staging", "prod"];
  return safe.flatMap((account) => [
    ...everywhere(evidence, "eks", [account]).flatMap((view) =>
      view.one("aws_eks_cluster").has({ deletion_protection: true }),
    ),
    ...stack(evidence, `${account}-atlas`)
      .one("mongodbatlas_advanced_cluster")
      .has({ termination_protection_enabled: true, "lifecycle.prevent_destroy": true }),
    ...stack(evidence, `${account}-foundation`).one("aws_route53_zone").has({ "lifecycle.prevent_destroy": true }),
  ]);
}

const purposes: Readonly<Record<string, readonly string[]>> = {
  bootstrap: ["state", "ebs", "cluster"],
  foundation: ["logs", "alerts", "artifact", "ecr"],
};

/** A key for each purpose, account and region. */
function keys(evidence: Evidence): readonly Judged[] {
  return Object.entries(purposes).flatMap(([layer, names]) =>
    everywhere(evidence, layer).flatMap((view) => {
      sameSet(
        view.all("aws_kms_key").map((key) => key.at("description")),
        names.map((name) => `${name} CMK`),
        `keys of ${view.id}`,
      );
      return view
        .all("aws_kms_key")
        .flatMap((key) => key.has({ enable_key_rotation: true, deletion_window_in_days: 30 }));
    }),
  );
}

function flowLog(view: StackView): readonly Judged[] {
  const found = view.one("aws_flow_log");
  same(found.to("vpc_id").address, view.one("aws_vpc").address, `VPC of ${found}`);
  return [
    ...found.has({ traffic_type: "ALL", log_destination_type: "cloud-watch-logs", max_aggregation_interval: 60 }),
    ...found.judged("vpc_id"),
  ];
}

const roles: readonly (readonly [account: string, purpose: string])[] = ["dev", "staging", "prod"].flatMap((account) =>
  ["plan", "deploy"].map((purpose) => [account, purpose] as const),
);

export const across: Checks = {
  "ACC-01": (evidence) => {
    const seen = new Set<string>();
    const judged = views(evidence).flatMap((view) => {
      const required =
        view.terraform.at<Record<string, { source: string; version: string }>>("required_providers") ?? {};
      ensure(Object.keys(required).length > 0, `${view.id} names no provider`);
      for (const type of view.types) ensure(!/^(google|azurerm)_/.test(type), `${view.id} has a ${type}`);
      return Object.entries(required).flatMap(([name, { source, version }]) => {
        same(
          [source.replace(/^(registry\.terraform\.io\/)?(hashicorp\/)?/, ""), version],
          providers[name],
          `provider ${name} of ${view.id}`,
        );
        seen.add(name);
        return view.terraform.judged(`required_providers.${name}.version`, `required_providers.${name}.source`);
      });
    });
    // Kubernetes and Helm come with the platform layer.
    sameSet([...seen], ["aws", "mongodbatlas"], "providers of the built layers");
    return judged;
  },

  "ACC-14": (evidence) => {
    const exceptions = borders(evidence);
    const accounts = views(evidence).flatMap((view) => {
      const [provider] = view.providers("aws");
      ensure(provider !== undefined, `${view.id} has no AWS provider`);
      const role = provider.at<string | undefined>("assume_role.role_arn");
      ensure(
        role === undefined || role.startsWith(`arn:aws:iam::${ownId(view)}:`),
        `${view.id} acts in another account`,
      );
      return [...provider.has({ allowed_account_ids: [ownId(view)] })];
    });
    const projects = ["dev", "staging", "prod"].flatMap((account) =>
      stack(evidence, `${account}-atlas`)
        .one("mongodbatlas_project")
        .has({ name: `company-inc-${account}` }),
    );
    for (const view of views(evidence)) {
      for (const peering of view.all("aws_vpc_peering_connection"))
        ensure([undefined, ownId(view)].includes(peering.at("peer_owner_id")), `${peering} joins accounts`);
    }
    return [...exceptions, ...accounts, ...projects];
  },

  "ACC-15": (evidence) => [
    ...everywhere(evidence, "network").flatMap(flowLog),
    ...everywhere(evidence, "eks").flatMap((view) =>
      view
        .one("aws_eks_cluster")
        .has({ enabled_cluster_log_types: ["api", "audit", "authenticator", "controllerManager", "scheduler"] }),
    ),
  ],

  "ACC-16": (evidence) => {
    const states = views(evidence).map((view) => JSON.stringify(view.terraform.at("backend")));
    same(new Set(states).size, states.length, "distinct places of state");
    return [...uniqueNames(evidence), ...protectedParts(evidence), ...keys(evidence)];
  },

  "CIC-06": (evidence) =>
    everywhere(evidence, "eks").flatMap((view) => {
      const edit = view
        .all("aws_eks_access_policy_association")
        .filter((block) => String(block.at("policy_arn")).endsWith("/AmazonEKSEditPolicy"));
      // The pipeline, and the people of the environment who deploy.
      count(edit, 2, `rights to deploy in ${view.id}`);
      return edit.flatMap((block) =>
        block.has({ "access_scope.type": "namespace", "access_scope.namespaces": ["backend", "frontend"] }),
      );
    }),

  "CIC-07": (evidence) => [
    ...roles.flatMap(([account, purpose]) => {
      const view = stack(evidence, `${account}-bootstrap`);
      const role = view.one(
        "aws_iam_role",
        (block) => block.at("name") === `${account}-ci-${purpose}`,
        `role ${purpose}`,
      );
      const [trust, ...others] = statements(role, "assume_role_policy");
      count(others, 0, `further trusts of ${role}`);
      same(
        [trust?.principals, trust?.conditions["StringEquals aws:SourceAccount"]],
        [["Service:codebuild.amazonaws.com"], [ownId(view)]],
        `trust of ${role}`,
      );
      ensure(role.at("permissions_boundary") !== undefined, `${role} has no boundary`);
      return role.judged(
        "name",
        "assume_role_policy#Statement.0.Principal",
        "assume_role_policy#Statement.0.Condition",
      );
    }),
    ...everywhere(evidence, "foundation").flatMap((view) => {
      const end = view.isPrimary ? "use1" : "usw2";
      const bucket = view.one(
        "aws_s3_bucket",
        (block) => block.at("bucket") === `company-inc-${view.account}-artifacts-${end}`,
        "artifact bucket",
      );
      const encryption = view.one(
        "aws_s3_bucket_server_side_encryption_configuration",
        (block) => block.to("bucket").address === bucket.address,
        "its encryption",
      );
      const key = encryption.to("rule.apply_server_side_encryption_by_default.kms_master_key_id");
      ensure(/artifact/.test(String(key.at("description"))), `key of ${bucket}`);
      return [...bucket.judged("bucket"), ...key.has({ enable_key_rotation: true })];
    }),
  ],

  "CIC-03": (evidence) =>
    everywhere(evidence, "foundation").flatMap((view) => {
      count(view.all("aws_ecr_repository_policy"), 4, `repository policies of ${view.id}`);
      return view.all("aws_ecr_repository_policy").flatMap((policy) => {
        const candidate = String(policy.to("repository").at("name")).endsWith("-candidate");
        const push = statements(policy, "policy").filter(({ actions }) => actions.includes("ecr:PutImage"));
        count(push, 1, `statements that push by ${policy}`);
        const who = push[0]?.conditions["ArnLike aws:PrincipalArn"] ?? [];
        const names = who.map((arn) => arn.split(":role/")[1]);
        sameSet(
          names,
          candidate ? [`${view.account}-ci-build`, `${view.account}-ci-promote`] : [`${view.account}-ci-scan-gate`],
          `who pushes by ${policy}`,
        );
        return policy.judged(`policy#Statement.${push[0]?.index}.Condition.ArnLike["aws:PrincipalArn"]`);
      });
    }),
};
