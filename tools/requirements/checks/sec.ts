import type { Checks, Evidence, Judged } from "../check";
import { type Block, count, ensure, follow, type StackView, same, sameSet, valueOf, views } from "../lens";
import { parseJson } from "../path";
import { statements } from "../policy";
import { clusterOf, owners } from "./atlas-lens";
import { backends } from "./edge";
import { attachedTo, nodeGroups, policyName, templates, waits } from "./eks-lens";
import { everywhere } from "./places";

const idOf = ({ evidence, account }: StackView): string => evidence.config.workloads[account]?.account.id ?? "";

const keyNamed = (view: StackView, name: RegExp): Block =>
  view.one("aws_kms_key", (block) => name.test(String(block.at("description"))), `key ${name.source}`);

function volumeKey(view: StackView): readonly Judged[] {
  const key = keyNamed(view, /ebs/i);
  const byDefault = view.one("aws_ebs_default_kms_key");
  same(byDefault.to("key_arn").address, key.address, `default key of ${view.id}`);
  const root = `AWS:arn:aws:iam::${idOf(view)}:root`;
  const expected = [
    `arn:aws:iam::${idOf(view)}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    `arn:aws:iam::${idOf(view)}:role/${view.account}-ebs-csi-*`,
  ];
  const use = statements(key, "policy").filter(({ actions }) =>
    actions.some((action) => ["kms:Decrypt", "kms:CreateGrant"].includes(action)),
  );
  ensure(use.length > 0, `${key} lets nobody use it`);
  const judged = use.flatMap(({ index, actions, conditions, sid }) => {
    sameSet(conditions["ArnLike aws:PrincipalArn"] ?? [], expected, `roles in ${sid} of ${key}`);
    ensure(
      !actions.includes("kms:CreateGrant") || conditions["Bool kms:GrantIsForAWSResource"]?.join() === "true",
      `${sid} of ${key} hands out grants`,
    );
    return key.judged(`policy#Statement.${index}.Condition.ArnLike["aws:PrincipalArn"]`);
  });
  for (const { principals, sid } of statements(key, "policy"))
    same(principals, [root], `principals of ${sid} of ${key}`);
  const linked = view
    .all("aws_iam_service_linked_role")
    .filter((block) => block.at("aws_service_name") === "autoscaling.amazonaws.com");
  count(linked, view.isPrimary ? 1 : 0, `service-linked roles of ${view.id}`);
  return [
    ...view.one("aws_ebs_encryption_by_default").has({ enabled: true }),
    ...byDefault.judged("key_arn"),
    ...key.has({ enable_key_rotation: true }),
    ...judged,
    ...linked.flatMap((block) => block.judged("aws_service_name")),
  ];
}

function encryptedCluster(view: StackView): readonly Judged[] {
  const cluster = view.one("aws_eks_cluster");
  ensure(
    /cluster/.test(String(cluster.to("encryption_config.provider.key_arn").at("description"))),
    `key of the secrets of ${cluster}`,
  );
  return [
    ...cluster.has({ "encryption_config.resources": ["secrets"] }),
    ...cluster.judged("encryption_config.provider.key_arn"),
    ...templates(view).flatMap((template) => {
      const key = template.to("block_device_mappings.ebs.kms_key_id");
      ensure(/ebs/i.test(String(key.at("description"))), `key of ${template}`);
      return [
        ...template.has({ "block_device_mappings.ebs.encrypted": "true" }),
        ...template.judged("block_device_mappings.ebs.kms_key_id"),
      ];
    }),
  ];
}

const closedBucket = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};

/** A bucket with all that keeps it private, found by who names it. */
function bucket(block: Block): readonly Judged[] {
  const of = (type: string) =>
    block.view.one(type, (part) => part.to("bucket").address === block.address, `${type} of ${block}`);
  const rule = "rule.apply_server_side_encryption_by_default.sse_algorithm";
  // Access logs of load balancers arrive under S3's own key alone.
  const takesLogs = block.view.all("aws_lb").some((one) => one.to("access_logs.bucket").address === block.address);
  const policy = of("aws_s3_bucket_policy");
  const tls = statements(policy, "policy").find(
    ({ effect, principals, conditions }) =>
      effect === "Deny" && principals.join() === "*" && conditions["Bool aws:SecureTransport"]?.join() === "false",
  );
  ensure(tls !== undefined, `${block} answers without TLS`);
  return [
    ...of("aws_s3_bucket_server_side_encryption_configuration").has({
      [rule]: takesLogs ? "AES256" : "aws:kms",
      "rule.bucket_key_enabled": !takesLogs,
    }),
    ...of("aws_s3_bucket_public_access_block").has(closedBucket),
    ...of("aws_s3_bucket_ownership_controls").has({ "rule.object_ownership": "BucketOwnerEnforced" }),
    ...policy.judged(`policy#Statement.${tls.index}.Effect`, `policy#Statement.${tls.index}.Condition`),
  ];
}

const retention: Readonly<Record<string, number>> = { dev: 14, staging: 30, prod: 90 };

/** Names that something of an account and region writes logs to. */
function writtenTo(view: StackView): readonly string[] {
  const cluster = `company-inc-${view.account}-${view.region}`;
  const insights = ["application", "host", "dataplane", "performance"].map(
    (kind) => `/aws/containerinsights/${cluster}/${kind}`,
  );
  return [...insights, `/aws/eks/${cluster}/cluster`, `aws-waf-logs-${view.account}`, `/aws/vpc/${view.account}/flow`];
}

function logs(view: StackView): readonly Judged[] {
  const place = views(view.evidence, { account: view.account, region: view.region });
  const groups = place.flatMap((other) => other.all("aws_cloudwatch_log_group"));
  const made = groups.map((group) => String(group.at("name")));
  for (const name of made)
    count(
      made.filter((other) => other === name),
      1,
      `log groups ${name}`,
    );
  const own = view.all("aws_cloudwatch_log_group").map((group) => String(group.at("name")));
  for (const name of writtenTo(view)) ensure(own.includes(name), `${view.id} has no log group ${name}`);
  const key = keyNamed(view, /logs/i);
  const service = statements(key, "policy").find(({ principals }) =>
    principals.includes(`Service:logs.${view.region}.amazonaws.com`),
  );
  ensure(
    Object.keys(service?.conditions ?? {}).some((condition) =>
      condition.endsWith("kms:EncryptionContext:aws:logs:arn"),
    ),
    `${key} serves other accounts' logs`,
  );
  return [
    ...key.judged(`policy#Statement.${service?.index}.Condition`, `policy#Statement.${service?.index}.Principal`),
    ...groups.flatMap((group) => {
      same(group.to("kms_key_id").address, key.address, `key of ${group}`);
      const written = writtenTo(view).includes(String(group.at("name"))) && group.view.id === view.id;
      const judged = group.has({ retention_in_days: retention[view.account] });
      return written ? [...judged, ...group.judged("kms_key_id", "name")] : [];
    }),
  ];
}

const publishers = ["cloudwatch", "events", "budgets"].map((name) => `Service:${name}.amazonaws.com`);

function topics(view: StackView): readonly Judged[] {
  const found = view.all("aws_sns_topic");
  sameSet(
    found.map((topic) => topic.at("name")),
    ["critical", "warning"].map((severity) => `${view.account}-alerts-${severity}`),
    `topics of ${view.id}`,
  );
  return found.flatMap((topic) => {
    const key = topic.to("kms_master_key_id");
    const policy = view.one(
      "aws_sns_topic_policy",
      (block) => block.to("arn").address === topic.address,
      `policy of ${topic}`,
    );
    const [publish, ...others] = statements(policy, "policy");
    count(others, 0, `further statements of ${policy}`);
    sameSet(publish?.principals ?? [], publishers, `publishers of ${topic}`);
    same(publish?.conditions["StringEquals aws:SourceAccount"], [idOf(view)], `account behind ${topic}`);
    const use = statements(key, "policy").find(({ principals }) =>
      publishers.every((name) => principals.includes(name)),
    );
    ensure(
      use !== undefined && ["kms:Decrypt", "kms:GenerateDataKey*"].every((action) => use.actions.includes(action)),
      `${key} drops messages`,
    );
    return [
      ...topic.judged("name", "kms_master_key_id"),
      ...policy.judged("policy#Statement.0.Principal", "policy#Statement.0.Condition"),
      ...key.judged(`policy#Statement.${use.index}.Principal`, `policy#Statement.${use.index}.Action`),
    ];
  });
}

function insights(view: StackView): readonly Judged[] {
  const addon = view.one(
    "aws_eks_addon",
    (block) => block.at("addon_name") === "amazon-cloudwatch-observability",
    "Container Insights",
  );
  const values = parseJson(addon.at("configuration_values")) as
    | {
        containerLogs?: { enabled?: boolean };
        agent?: {
          config?: { logs?: { metrics_collected?: { kubernetes?: { enhanced_container_insights?: boolean } } } };
        };
      }
    | undefined;
  same(values?.containerLogs?.enabled, false, `logs by Container Insights of ${view.id}`);
  same(
    values?.agent?.config?.logs?.metrics_collected?.kubernetes?.enhanced_container_insights,
    true,
    `enhanced Container Insights of ${view.id}`,
  );
  const role = addon.to("service_account_role_arn");
  const attached = attachedTo(role).filter((block) => policyName(block) === "CloudWatchAgentServerPolicy");
  count(attached, 1, `policies of ${role}`);
  return [
    ...addon.judged(
      "configuration_values#containerLogs.enabled",
      "configuration_values#agent.config.logs.metrics_collected.kubernetes.enhanced_container_insights",
      "service_account_role_arn",
    ),
    ...attached.flatMap((block) => block.judged("policy_arn")),
    ...nodeGroups(view).flatMap((group) => waits(addon, group.address)),
  ];
}

const each = (layer: string, judge: (view: StackView) => readonly Judged[]) => (evidence: Evidence) =>
  everywhere(evidence, layer).flatMap(judge);

/** Roles that pipelines and clusters assume. */
function capped(view: StackView): readonly string[] {
  if (view.layer === "eks")
    return ["eks-cluster", "eks-node", "vpc-cni", "ebs-csi"].map(
      (name) => `${view.account}-${name}-${view.isPrimary ? "use1" : "usw2"}`,
    );
  return view.isPrimary ? ["plan", "deploy"].map((name) => `${view.account}-ci-${name}`) : [];
}

/** Roles that Terraform itself or nobody but AWS uses; everybody else's have a boundary. */
const withoutBoundary = /^company-inc-terraform-|^hcp-|terraform-deploy/;

export const sec: Checks = {
  "SEC-02": (evidence) =>
    everywhere(evidence, "bootstrap", ["dev", "staging", "prod"])
      .concat(everywhere(evidence, "eks"))
      .flatMap((view) => {
        const roles = view.all("aws_iam_role").flatMap((role) => {
          ensure(
            withoutBoundary.test(String(role.at("name"))) || role.at("permissions_boundary") !== undefined,
            `${role} has no boundary`,
          );
          return [];
        });
        const bounded = capped(view).flatMap((name) => {
          const role = view.one("aws_iam_role", (block) => block.at("name") === name, `role ${name}`);
          const boundary =
            follow(view, role.at("permissions_boundary"))?.block.at("name") ??
            valueOf(view, role.at("permissions_boundary"));
          ensure(String(boundary).endsWith("workload-boundary"), `${role} has no boundary`);
          return [...role.has({ max_session_duration: 3600 }), ...role.judged("name", "permissions_boundary")];
        });
        for (const type of ["aws_iam_policy", "aws_iam_role_policy"]) {
          for (const policy of view.all(type)) {
            if (String(policy.at("path") ?? "").startsWith("/boundary/")) continue;
            for (const { effect, actions } of statements(policy, "policy"))
              ensure(effect !== "Allow" || !actions.includes("*"), `${policy} allows everything`);
          }
        }
        const analyzers = view.all("aws_accessanalyzer_analyzer").filter((block) => block.at("type") === "ACCOUNT");
        ensure(view.layer !== "bootstrap" || analyzers.length === 1, `${view.id} has no access analyzer`);
        return [...roles, ...bounded, ...analyzers.flatMap((block) => block.judged("type"))];
      }),

  "SEC-08": (evidence) => [
    ...everywhere(evidence, "bootstrap").flatMap(volumeKey),
    ...everywhere(evidence, "eks").flatMap(encryptedCluster),
  ],

  "SEC-09": (evidence) => {
    const buckets = views(evidence).flatMap((view) => view.all("aws_s3_bucket"));
    ensure(buckets.length > 0, "there is no bucket");
    return buckets.flatMap(bucket);
  },

  "SEC-11": (evidence) => [
    ...owners(evidence).flatMap((view) =>
      clusterOf(view).has({ "advanced_configuration.minimum_enabled_tls_protocol": "TLS1_2" }),
    ),
    ...backends(evidence),
  ],

  "LOG-01": each("foundation", logs),

  "MET-01": each("eks", insights),

  "MET-02": each("foundation", (view) => {
    const workspace = view.one("aws_prometheus_workspace");
    ensure(/logs/i.test(String(workspace.to("kms_key_arn").at("description"))), `key of ${workspace}`);
    const output = view.output("amp_endpoint");
    ensure(
      output !== undefined && String(output.at("value")).includes(`${workspace.address}.prometheus_endpoint`),
      `${view.id} hands over no endpoint`,
    );
    return [...workspace.has({ alias: view.account }), ...workspace.judged("kms_key_arn"), ...output.judged("value")];
  }),

  "ALR-01": each("foundation", topics),

  "SCL-01": each("eks", (view) => {
    const addon = view.one("aws_eks_addon", (block) => block.at("addon_name") === "metrics-server", "metrics-server");
    return [...addon.judged("addon_name"), ...nodeGroups(view).flatMap((group) => waits(addon, group.address))];
  }),
};
