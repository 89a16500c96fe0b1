import type { Checks, Evidence, Judged } from "../check";
import { type Block, beside, ensure, follow, forEach, type StackView, same, sameSet } from "../lens";
import { statements } from "../policy";
import { everywhere, targets, tierOf, zonesOf } from "./places";
import { bare, decisive, groupOf, opens, rulesOf } from "./rules";

const networks = (evidence: Evidence) => everywhere(evidence, "network");

const required = ["ecr.api", "ecr.dkr", "secretsmanager", "logs"];

/** Services that nodes, runners and functions need with the four. */
const supporting = [
  "sts",
  "ec2",
  "elasticloadbalancing",
  "autoscaling",
  "eks",
  "eks-auth",
  "kms",
  "ssm",
  "ssmmessages",
  "ec2messages",
  "monitoring",
  "xray",
  "aps-workspaces",
];

/** Services whose endpoints take no policy (AWS PrivateLink guide, "AWS services that integrate with AWS PrivateLink"). */
const withoutPolicy = ["eks-auth"];

const serviceOf = (endpoint: Block): string =>
  String(endpoint.at("service_name")).replace(`com.amazonaws.${endpoint.view.region}.`, "");

const interfaces = (view: StackView): readonly Block[] =>
  view.all("aws_vpc_endpoint").filter((block) => block.at("vpc_endpoint_type") === "Interface");

function gateway(view: StackView, service: string): Block {
  return view.one(
    "aws_vpc_endpoint",
    (block) => block.at("service_name") === `com.amazonaws.${view.region}.${service}`,
    `endpoint of ${service}`,
  );
}

function requiredEndpoints(view: StackView): readonly Judged[] {
  return interfaces(view).flatMap((endpoint) => {
    same(
      targets(endpoint, "subnet_ids")
        .map(tierOf)
        .filter((tier) => tier !== "private"),
      [],
      `foreign tiers of ${endpoint}`,
    );
    same(
      endpoint.at<readonly unknown[]>("security_group_ids").map((id) => groupOf(view, id)),
      ["vpce"],
      `groups of ${endpoint}`,
    );
    return [
      ...endpoint.has({ private_dns_enabled: true }),
      ...endpoint.judged("subnet_ids", "security_group_ids", "service_name", "vpc_endpoint_type"),
    ];
  });
}

function endpointRules(view: StackView): readonly Judged[] {
  const rules = rulesOf(view);
  const ingress = rules.filter(({ group, direction }) => group === "vpce" && direction === "ingress");
  const bastion = view.all("aws_security_group").some((block) => block.at("name") === `${view.account}-bastion`);
  const callers = ["app", "ci", "lambda", ...(bastion ? ["bastion"] : [])];
  sameSet(
    ingress.map(opens),
    callers.map((caller) => `tcp 443-443 ${caller}`),
    `ingress of the endpoint group of ${view.id}`,
  );
  const own = rules.filter(({ group }) => ["ci", "lambda"].includes(group));
  sameSet(
    own.map((rule) => `${rule.group} ${rule.direction} ${opens(rule)}`),
    ["ci egress tcp 443-443 0.0.0.0/0", "lambda egress tcp 443-443 0.0.0.0/0", "lambda egress tcp 6379-6379 app"],
    `rules of the runner and function groups of ${view.id}`,
  );
  const redis = rules.filter((rule) => rule.group === "app" && rule.peer === "lambda");
  sameSet(redis.map(opens), ["tcp 6379-6379 lambda"], `ingress from functions to the application group of ${view.id}`);
  return [...ingress, ...own, ...redis].flatMap(decisive);
}

const layerBuckets = (region: string) => [
  `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`,
  `arn:aws:s3:::al2023-repos-${region}-*/*`,
];

function storageEndpoints(view: StackView): readonly Judged[] {
  const found = ["s3", "dynamodb"].map((service) => gateway(view, service));
  const tables = view.all("aws_route_table").filter((table) => table.at("tags.Tier") === "private");
  const judged = found.flatMap((endpoint) => {
    sameSet(
      targets(endpoint, "route_table_ids").map(({ address }) => address),
      tables.map(({ address }) => address),
      `route tables of ${endpoint}`,
    );
    return [...endpoint.has({ vpc_endpoint_type: "Gateway" }), ...endpoint.judged("service_name", "route_table_ids")];
  });
  const [storage] = found as [Block];
  const open = statements(storage, "policy").filter(
    ({ effect, conditions }) => effect === "Allow" && Object.keys(conditions).length === 0,
  );
  for (const { actions, resources } of open) {
    same(actions, ["s3:GetObject"], `unconditioned actions of ${storage}`);
    sameSet(resources, layerBuckets(view.region), `unconditioned resources of ${storage}`);
  }
  ensure(open.length === 1, `${storage} has ${open.length} statements without a condition`);
  return [...judged, ...storage.judged(`policy#Statement.${open[0]?.index}.Resource`, "policy")];
}

const upstreams: Readonly<Record<string, string>> = {
  "docker-hub": "registry-1.docker.io",
  k8s: "registry.k8s.io",
  quay: "quay.io",
  ghcr: "ghcr.io",
  "ecr-public": "public.ecr.aws",
};

function caches(view: StackView): readonly Judged[] {
  const rules = view.all("aws_ecr_pull_through_cache_rule");
  sameSet(
    rules.map((rule) => `${rule.at("ecr_repository_prefix")} ${rule.at("upstream_registry_url")}`),
    Object.entries(upstreams).map((pair) => pair.join(" ")),
    `caches of ${view.id}`,
  );
  const templates = view.all("aws_ecr_repository_creation_template");
  sameSet(
    templates.map((template) => template.at("prefix")),
    Object.keys(upstreams),
    `cache templates of ${view.id}`,
  );
  return [
    ...rules.flatMap((rule) => {
      const secret = ["docker-hub", "ghcr"].includes(rule.at("ecr_repository_prefix"));
      ensure((rule.at("credential_arn") !== undefined) === secret, `${rule} has the wrong kind of access`);
      return rule.judged("ecr_repository_prefix", "upstream_registry_url");
    }),
    ...templates.flatMap((template) => [
      ...template.has({ applied_for: ["PULL_THROUGH_CACHE"], "encryption_configuration.encryption_type": "KMS" }),
      ...template.judged("prefix"),
    ]),
  ];
}

/** The organization's id: from the organization itself or as it was configured. */
function privatePolicy(endpoint: Block): readonly Judged[] {
  const allowed = statements(endpoint, "policy").filter(({ effect }) => effect === "Allow");
  const sts = serviceOf(endpoint) === "sts";
  const federated = allowed.filter(
    ({ actions }) => actions.includes("sts:AssumeRoleWithWebIdentity") && actions.length === 1,
  );
  ensure(federated.length === (sts ? 1 : 0), `${endpoint} has ${federated.length} statements for web identities`);
  for (const { index, conditions } of allowed) {
    const key = federated.some((one) => one.index === index)
      ? "StringEquals aws:ResourceOrgID"
      : "StringEquals aws:PrincipalOrgID";
    same(Object.keys(conditions), [key], `conditions of statement ${index} of ${endpoint}`);
    const [id] = Object.values(conditions)[0] ?? [];
    ensure(
      /^o-[a-z0-9]{10,32}$/.test(String(id)) || follow(endpoint.view, id) !== undefined,
      `${endpoint} is tied to no organization: ${id}`,
    );
  }
  ensure(allowed.length === (sts ? 2 : 1), `${endpoint} has ${allowed.length} Allow statements`);
  return endpoint.judged("policy", ...allowed.map(({ index }) => `policy#Statement.${index}.Condition`));
}

const zonesPerEndpoint: Readonly<Record<string, number>> = { dev: 1, staging: 2, prod: 3 };

export const netEndpoints: Checks = {
  "NET-13": forEach(networks, (view) => {
    const services = interfaces(view).map(serviceOf);
    const expected = view.account === "dev" ? required : [...required, ...supporting];
    sameSet(services, expected, `interface endpoints of ${view.id}`);
    return [
      ...requiredEndpoints(view),
      ...endpointRules(view),
      ...["vpce", "ci", "lambda"].flatMap((name) => bare(view, name)),
    ];
  }),

  "NET-14": (evidence) => [
    ...networks(evidence).flatMap(storageEndpoints),
    ...networks(evidence).flatMap((view) => caches(beside(view, "foundation"))),
  ],

  "NET-15": forEach(networks, (view) => {
    const endpoints = interfaces(view);
    const expected = view.account === "dev" ? required : [...required, ...supporting];
    sameSet(endpoints.map(serviceOf), expected, `interface endpoints of ${view.id}`);
    const judged = endpoints.flatMap((endpoint) => {
      const zones = targets(endpoint, "subnet_ids").map((subnet) => subnet.at("availability_zone"));
      same(zones, zonesOf(view).slice(0, zonesPerEndpoint[view.account]), `zones of ${endpoint}`);
      return [
        ...endpoint.judged("subnet_ids"),
        ...(withoutPolicy.includes(serviceOf(endpoint)) ? [] : privatePolicy(endpoint)),
      ];
    });
    return judged;
  }),
};
