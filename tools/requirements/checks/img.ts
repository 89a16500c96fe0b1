import type { Checks, Evidence, Judged } from "../check";
import { type Block, count, ensure, forEach, type StackView, same, sameSet, stack, views } from "../lens";
import { parseJson } from "../path";
import { statements } from "../policy";
import { everywhere } from "./places";

const names = ["backend", "frontend", "backend-candidate", "frontend-candidate"].map((name) => `company-inc/${name}`);

const foundations = (evidence: Evidence): readonly StackView[] => everywhere(evidence, "foundation");

function repositories(view: StackView): readonly Block[] {
  const found = view.all("aws_ecr_repository");
  sameSet(
    found.map((block) => block.at("name")),
    names,
    `repositories of ${view.id}`,
  );
  return found;
}

const partOf = (repository: Block, type: string): Block =>
  repository.view.one(
    type,
    (block) => block.to("repository").address === repository.address,
    `${type} of ${repository.at("name")}`,
  );

const isCandidate = (repository: Block): boolean => String(repository.at("name")).endsWith("-candidate");

function repository(block: Block): readonly Judged[] {
  const policy = partOf(block, "aws_ecr_repository_policy");
  const config = block.view.evidence.config;
  const own = config.workloads[block.view.account]?.account.id;
  const prod = config.workloads["prod"]?.account.id;
  const judged = statements(policy, "policy").flatMap(({ index, effect, principals, conditions, sid }) => {
    const allowed = [own, ...(block.view.account === "staging" && !isCandidate(block) ? [prod] : [])].map(
      (id) => `AWS:arn:aws:iam::${id}:root`,
    );
    ensure(
      effect !== "Allow" || (principals.length === 1 && allowed.includes(principals[0] ?? "")),
      `${sid} of ${policy} admits ${principals.join()}`,
    );
    ensure((conditions["ArnLike aws:PrincipalArn"] ?? []).length > 0, `${sid} of ${policy} admits a whole account`);
    return policy.judged(`policy#Statement.${index}.Principal`, `policy#Statement.${index}.Condition`);
  });
  const key = block.to("encryption_configuration.kms_key");
  ensure(/ecr/.test(String(key.at("description"))), `key of ${block}`);
  return [
    ...block.has({ "encryption_configuration.encryption_type": "KMS", force_delete: block.view.account === "dev" }),
    ...block.judged("name", "encryption_configuration.kms_key"),
    ...judged,
  ];
}

interface LifecycleRule {
  readonly rulePriority: number;
  readonly selection: {
    readonly tagStatus: string;
    readonly countType: string;
    readonly countNumber: number;
    readonly tagPrefixList?: readonly string[];
  };
}

function lifecycle(block: Block): readonly Judged[] {
  const policy = partOf(block, "aws_ecr_lifecycle_policy");
  const rules = (parseJson(policy.at("policy")) as { rules?: readonly LifecycleRule[] } | undefined)?.rules ?? [];
  same(new Set(rules.map(({ rulePriority }) => rulePriority)).size, rules.length, `distinct priorities of ${policy}`);
  const meant = rules.map(
    ({ selection: { tagStatus, countType, countNumber, tagPrefixList } }) =>
      `${tagStatus} ${tagPrefixList?.join() ?? ""} ${countType} ${countNumber}`,
  );
  const kept = isCandidate(block)
    ? ["tagged  sinceImagePushed 14"]
    : ["tagged staging- imageCountMoreThan 30", "tagged v imageCountMoreThan 50"];
  sameSet(meant, ["untagged  sinceImagePushed 7", ...kept], `rules of ${policy}`);
  return rules.flatMap((_, place) =>
    policy.judged(`policy#rules.${place}.selection.countNumber`, `policy#rules.${place}.selection.tagStatus`),
  );
}

/** What ECR makes cache repositories by, one for each upstream. */
function templates(view: StackView): readonly Block[] {
  const found = view.all("aws_ecr_repository_creation_template");
  count(found, 5, `cache templates of ${view.id}`);
  return found;
}

const enhanced = ({ account }: StackView): boolean => account !== "dev";

function scanning(view: StackView): readonly Judged[] {
  const found = view.one("aws_ecr_registry_scanning_configuration");
  const filters = found
    .blocks("rule")
    .flatMap((rule) =>
      [rule["repository_filter"]]
        .flat()
        .map((filter) => `${rule["scan_frequency"]} ${filter?.filter} ${filter?.filter_type}`),
    );
  ensure(filters.includes("SCAN_ON_PUSH company-inc/* WILDCARD"), `${found} leaves repositories out`);
  for (const name of ["backend", "frontend"]) {
    ensure(
      !enhanced(view) || filters.includes(`CONTINUOUS_SCAN company-inc/${name} WILDCARD`),
      `${found} does not watch ${name}`,
    );
  }
  count(view.all("aws_inspector2_enabler"), enhanced(view) ? 1 : 0, `Inspector of ${view.id}`);
  return [
    ...found.has({ scan_type: enhanced(view) ? "ENHANCED" : "BASIC" }),
    ...found.judged("rule"),
    ...view.all("aws_inspector2_enabler").flatMap((block) => block.has({ resource_types: ["ECR"] })),
    ...repositories(view).flatMap((block) => block.has({ "image_scanning_configuration.scan_on_push": true })),
  ];
}

const mutability: Readonly<Record<string, string>> = { dev: "MUTABLE", staging: "IMMUTABLE", prod: "IMMUTABLE" };

export const img: Checks = {
  "IMG-01": forEach(foundations, (view) => repositories(view).flatMap(repository)),

  "IMG-02": forEach(foundations, (view) => {
    const cache = view.one(
      "aws_ecr_pull_through_cache_rule",
      (block) => block.at("ecr_repository_prefix") === "docker-hub",
      "cache of Docker Hub",
    );
    const secret = cache.to("credential_arn");
    // ECR takes secrets of this name only.
    ensure(String(secret.at("name")).startsWith("ecr-pullthroughcache/"), `secret of ${cache}`);
    return [
      ...cache.has({ upstream_registry_url: "registry-1.docker.io" }),
      ...cache.judged("ecr_repository_prefix", "credential_arn"),
      ...secret.judged("name"),
    ];
  }),

  "IMG-05": forEach(foundations, scanning),

  "IMG-06": forEach(foundations, (view) => [
    ...repositories(view).flatMap(lifecycle),
    ...templates(view).flatMap((template) => {
      const rules =
        (parseJson(template.at("lifecycle_policy")) as { rules?: readonly LifecycleRule[] } | undefined)?.rules ?? [];
      ensure(
        rules.some(({ selection }) => selection.tagStatus === "untagged" && selection.countNumber === 7),
        `${template} keeps untagged images`,
      );
      return template.judged("lifecycle_policy#rules.0.selection.countNumber");
    }),
  ]),

  "IMG-07": forEach(foundations, (view) =>
    repositories(view).flatMap((block) => block.has({ image_tag_mutability: mutability[view.account] })),
  ),

  "IMG-08": (evidence) => {
    const replication = stack(evidence, "prod-foundation").one("aws_ecr_replication_configuration");
    const prod = evidence.config.workloads["prod"]?.account.id;
    for (const view of views(evidence))
      ensure(
        view.id === "prod-foundation" || view.all("aws_ecr_replication_configuration").length === 0,
        `${view.id} replicates images`,
      );
    const rule = "replication_configuration.rule";
    const settings = [
      "image_tag_mutability",
      "image_scanning_configuration",
      "encryption_configuration.encryption_type",
    ];
    const replicas = repositories(stack(evidence, "prod-foundation-usw2"));
    const pairs = repositories(stack(evidence, "prod-foundation")).flatMap((block) => {
      const replica = replicas.find((other) => other.at("name") === block.at("name"));
      ensure(replica !== undefined, `${block.at("name")} has no replica`);
      for (const path of settings) same(replica.at(path), block.at(path), `${path} of ${replica}`);
      return [...replica.judged("name", ...settings), ...lifecycle(replica)];
    });
    return [
      ...replication.has({
        [`${rule}.destination.region`]: "us-west-2",
        [`${rule}.destination.registry_id`]: prod,
        [`${rule}.repository_filter.filter`]: "company-inc/",
        [`${rule}.repository_filter.filter_type`]: "PREFIX_MATCH",
      }),
      ...pairs,
    ];
  },
};
