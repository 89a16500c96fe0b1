import type { Attributes, Checks, Evidence, Judged } from "../check";
import { count, ensure, forEach, judgedFile, layer, producerOf, type StackView, same, views } from "../lens";
import { statements } from "../policy";
import { everywhere } from "./places";

const suffix = (view: StackView): string =>
  ({ "us-east-1": "use1", "us-west-2": "usw2", "us-east-2": "use2" })[view.region] ?? "";

const idOf = ({ evidence: { config }, account }: StackView): string => {
  const audit = config.audit as Readonly<Record<string, { readonly id: string } | undefined>>;
  return account === "management"
    ? config.management.id
    : (config.workloads[account]?.account.id ?? audit[account]?.id ?? "");
};

/** What the backend of a stack says. */
function backend(view: StackView): Readonly<Record<string, unknown>> {
  return {
    bucket: `company-inc-${view.account}-tfstate-${suffix(view)}`,
    key: `${view.id}.tfstate`,
    region: view.region,
    dynamodb_table: "company-inc-tflock",
    use_lockfile: true,
    encrypt: true,
    kms_key_id: "alias/company-inc-tfstate",
    assume_role: { role_arn: `arn:aws:iam::${idOf(view)}:role/company-inc-terraform-deploy` },
  };
}

function placed(view: StackView): readonly Judged[] {
  const kinds = Object.keys(view.terraform.at<Attributes>("backend") ?? {});
  count(kinds, 1, `backends of ${view.id}`);
  if (view.layer === "bootstrap" && kinds[0] === "local") {
    // Before its own bucket exists. An absolute path would tie the state to one machine.
    const path = view.terraform.at<string>("backend.local.path") ?? "";
    ensure(
      /^[^/]/.test(path) && (path === `${view.id}.tfstate` || path.endsWith(`/${view.id}.tfstate`)),
      `${view.id} keeps its state at ${path}`,
    );
    return view.terraform.judged("backend.local.path");
  }
  const expected = backend(view);
  same(view.terraform.at("backend.s3"), expected, `backend of ${view.id}`);
  return view.terraform.judged(...Object.keys(expected).map((key) => `backend.s3.${key}`));
}

function store(view: StackView): readonly Judged[] {
  const bucket = view.one("aws_s3_bucket", (block) => String(block.at("bucket")).includes("-tfstate-"), "state bucket");
  const of = (type: string) =>
    view.one(type, (block) => block.to("bucket").address === bucket.address, `${type} of the state bucket`);
  const policy = of("aws_s3_bucket_policy");
  const encryption = of("aws_s3_bucket_server_side_encryption_configuration");
  const key = encryption.to("rule.apply_server_side_encryption_by_default.kms_master_key_id");
  const alias = view.one(
    "aws_kms_alias",
    (block) => block.at("name") === "alias/company-inc-tfstate",
    "alias of the state key",
  );
  same(alias.to("target_key_id").address, key.address, "key behind the alias");
  const found = statements(policy, "policy");
  const tls = found.find(
    ({ effect, conditions }) => effect === "Deny" && conditions["Bool aws:SecureTransport"]?.join() === "false",
  );
  const strangers = found.filter((statement) => statement !== tls);
  ensure(tls !== undefined && strangers.length > 0, `${policy} lets strangers in`);
  for (const { effect, principals, conditions, sid } of strangers) {
    const admitted = conditions["ArnNotLike aws:PrincipalArn"] ?? [];
    same([effect, principals.join(), Object.keys(conditions).length], ["Deny", "*", 1], `${sid} of ${policy}`);
    ensure(
      admitted.includes(`arn:aws:iam::${idOf(view)}:role/company-inc-terraform-deploy`),
      `${sid} of ${policy} shuts the deploy role out`,
    );
    ensure(
      admitted.every((arn) => arn.startsWith(`arn:aws:iam::${idOf(view)}:`)),
      `${sid} of ${policy} admits another account`,
    );
  }
  const table = view.one("aws_dynamodb_table", (block) => block.at("name") === "company-inc-tflock", "lock table");
  return [
    ...bucket.has({
      bucket: `company-inc-${view.account}-tfstate-${suffix(view)}`,
      force_destroy: false,
      "lifecycle.prevent_destroy": true,
    }),
    ...of("aws_s3_bucket_versioning").has({ "versioning_configuration.status": "Enabled" }),
    ...encryption.has({ "rule.apply_server_side_encryption_by_default.sse_algorithm": "aws:kms" }),
    ...key.has({ enable_key_rotation: true, "lifecycle.prevent_destroy": true }),
    ...alias.judged("name", "target_key_id"),
    ...policy.judged(
      `policy#Statement.${tls.index}.Condition`,
      ...strangers.map(({ index }) => `policy#Statement.${index}.Condition`),
    ),
    ...table.has({
      billing_mode: "PAY_PER_REQUEST",
      hash_key: "LockID",
      "attribute.name": "LockID",
      "attribute.type": "S",
      "point_in_time_recovery.enabled": true,
      "server_side_encryption.enabled": true,
      deletion_protection_enabled: true,
    }),
    ...table.judged("name"),
  ];
}

/** `backend-config/<account>.s3.tfbackend` says the same as the backend blocks. */
function backendFile(evidence: Evidence, view: StackView): readonly Judged[] {
  const path = `backend-config/${view.account}${view.isPrimary ? "" : `-${suffix(view)}`}.s3.tfbackend`;
  const text = String(evidence.files[path]?.["text"] ?? "");
  ensure(text !== "", `there is no ${path}`);
  const values = Object.fromEntries(
    [...text.matchAll(/^ *(\w+) *= *"?([^"\n{]+?)"? *$/gm)].map(([, key = "", value]) => [key, value]),
  );
  for (const [key, value] of Object.entries(backend(view))) {
    if (key !== "key" && typeof value !== "object")
      same(values[key], `${value as string | boolean}`, `${key} in ${path}`);
  }
  return [judgedFile(path)];
}

/** The readers that lie in a stack, and what it reads through them. */
function reads(view: StackView): readonly Judged[] {
  const text = JSON.stringify([view.stack.resource, view.stack.data, view.stack.output]);
  const used = new Set(
    [...text.matchAll(/data\.terraform_remote_state\.([\w-]+)\.outputs\.(\w+)/g)].map(
      ([, name, output]) => `${name} ${output}`,
    ),
  );
  for (const one of used)
    ensure(
      view.stack.data["terraform_remote_state"]?.[one.split(" ")[0] ?? ""] !== undefined,
      `${view.id} reads ${one} of nobody`,
    );
  return view.data("terraform_remote_state").flatMap((state) => {
    const name = state.address.split(".").at(-1) ?? "";
    const producer = producerOf(view, name);
    same([producer.account, producer.region], [view.account, view.region], `place of what ${view.id} reads`);
    const expected = backend(producer);
    const pairs = ["bucket", "key", "region"].map((key) => [`config.${key}`, expected[key]]);
    const outputs = [...used].filter((one) => one.startsWith(`${name} `)).map((one) => one.split(" ")[1] ?? "");
    ensure(outputs.length > 0, `${view.id} reads nothing of ${producer.id}`);
    const declared = outputs.flatMap((output) => {
      const found = producer.output(output);
      ensure(found !== undefined, `${producer.id} hands over no ${output}`);
      ensure(
        found.at("sensitive") === undefined && found.at("description") !== undefined,
        `${found} is sensitive or not described`,
      );
      return found.judged("sensitive");
    });
    return [...state.has({ backend: "s3", ...Object.fromEntries(pairs) }), ...declared];
  });
}

const contracts: Readonly<Record<string, readonly string[]>> = {
  bootstrap: ["ebs_key_arn", "cluster_key_arn", "deploy_role_arn", "ci_role_arns", "boundary_arns"],
  foundation: [
    "zone_id",
    "repository_urls",
    "registry_cache_prefixes",
    "artifact_bucket",
    "topic_arns",
    "log_group_names",
    "logs_key_arn",
    "alerts_key_arn",
    "amp_workspace_arn",
    "amp_endpoint",
  ],
  network: [
    "vpc_id",
    "vpc_cidr",
    "public_subnet_ids",
    "private_subnet_ids",
    "database_subnet_ids",
    "pod_subnet_ids",
    "private_route_table_ids",
    "alb_sg_id",
    "app_sg_id",
    "db_sg_id",
    "vpce_sg_id",
    "ci_sg_id",
    "lambda_sg_id",
  ],
  eks: ["cluster_name", "endpoint", "ca", "oidc_provider_arn", "oidc_issuer_host", "cluster_security_group_id"],
  atlas: ["srv_host_private", "srv_host_privatelink", "cluster_name", "project_id", "atlas_cidrs", "pod_role_arns"],
};

/** Every promised output is there, described and not sensitive. */
function handsOver(view: StackView): readonly Judged[] {
  return (contracts[view.layer] ?? []).flatMap((name) => {
    const output = view.output(name);
    ensure(output !== undefined, `${view.id} hands over no ${name}`);
    ensure(output.at("value") !== undefined && output.at("sensitive") === undefined, `${output} is empty or sensitive`);
    return output.judged("sensitive");
  });
}

const order = ["bootstrap", "organization", "identity", "foundation", "network", "eks", "atlas", "edge"];

export const accState: Checks = {
  "ACC-17": (evidence) => {
    const all = views(evidence);
    const stores = everywhere(evidence, "bootstrap").concat(
      layer(evidence, "bootstrap").filter(({ account }) => evidence.config.workloads[account] === undefined),
    );
    return [...all.flatMap(placed), ...stores.flatMap(store), ...stores.flatMap((view) => backendFile(evidence, view))];
  },

  "ACC-18": forEach(views, (view) => {
    for (const name of Object.keys(view.stack.output))
      ensure(!/cross-stack|_[0-9A-F]{8}$/.test(name), `${view.id} hands over the generated ${name}`);
    for (const state of view.data("terraform_remote_state")) {
      const producer = producerOf(view, state.address.split(".").at(-1) ?? "");
      ensure(
        order.indexOf(producer.layer) < order.indexOf(view.layer),
        `${view.id} reads ${producer.id}, which comes later`,
      );
    }
    return [...reads(view), ...handsOver(view)];
  }),
};
