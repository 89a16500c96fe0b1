import type { Identities, Newborn } from "./birth";

const named =
  (
    service: string,
    resource: (name: string) => string,
    more: (newborn: Newborn) => Record<string, string> = () => ({}),
  ) =>
  (newborn: Newborn) => {
    const name = newborn.name();
    return {
      id: name,
      name,
      name_prefix: newborn.text("name_prefix") ?? "",
      arn: newborn.arn(service, resource(name)),
      ...more(newborn),
    };
  };

/** A certificate's outer form; nothing of a cluster is verified against it. */
const certificate = (newborn: Newborn): string =>
  Buffer.from(
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(newborn.hex(96, "ca")).toString("base64")}\n-----END CERTIFICATE-----\n`,
  ).toString("base64");

function cluster(newborn: Newborn) {
  const name = newborn.name();
  const { region } = newborn.place;
  const host = newborn.hex(32, "endpoint").toUpperCase();
  return {
    id: name,
    arn: newborn.arn("eks", `cluster/${name}`),
    cluster_id: "",
    endpoint: `https://${host}.gr7.${region}.eks.amazonaws.com`,
    status: "ACTIVE",
    platform_version: "eks.1",
    created_at: "2026-01-01T00:00:00Z",
    certificate_authority: [{ data: certificate(newborn) }],
    identity: [{ oidc: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${host}` }] }],
    vpc_config: [{ cluster_security_group_id: newborn.id("sg"), vpc_id: newborn.id("vpc") }],
  };
}

const inCluster = (service: (newborn: Newborn) => string, attribute: string) => (newborn: Newborn) => {
  const clusterName = newborn.text("cluster_name") ?? "";
  const name = newborn.name(attribute);
  return {
    id: `${clusterName}:${name}`,
    arn: newborn.arn("eks", `${service(newborn)}/${clusterName}/${name}/${newborn.uuid()}`),
    status: "ACTIVE",
  };
};

function entry(newborn: Newborn) {
  const clusterName = newborn.text("cluster_name") ?? "";
  const principal = newborn.text("principal_arn") ?? "";
  const [, , , , account = "", role = ""] = principal.split(":");
  return {
    id: `${clusterName}:${principal}`,
    access_entry_arn: newborn.arn(
      "eks",
      `access-entry/${clusterName}/role/${account}/${role.split("/").pop() ?? ""}/${newborn.uuid()}`,
    ),
    user_name: `${principal.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/{{SessionName}}`,
    kubernetes_groups: [],
  };
}

export const services: Identities = {
  aws_eks_cluster: cluster,
  aws_eks_node_group: (newborn) => ({
    ...inCluster(() => "nodegroup", "node_group_name")(newborn),
    node_group_name: newborn.name("node_group_name"),
    resources: [
      {
        autoscaling_groups: [{ name: `eks-${newborn.name("node_group_name")}-${newborn.uuid()}` }],
        remote_access_security_group_id: "",
      },
    ],
  }),
  aws_eks_addon: inCluster(() => "addon", "addon_name"),
  aws_eks_access_entry: entry,
  aws_eks_access_policy_association: (newborn) => ({
    id: [newborn.text("cluster_name"), newborn.text("principal_arn"), newborn.text("policy_arn")].join("#"),
  }),
  aws_eks_pod_identity_association: (newborn) => ({
    association_id: `a-${newborn.hex(17)}`,
    association_arn: newborn.arn(
      "eks",
      `podidentityassociation/${newborn.text("cluster_name") ?? ""}/a-${newborn.hex(17)}`,
    ),
    external_id: "",
  }),
  aws_cloudwatch_log_group: named("logs", (name) => `log-group:${name}`),
  aws_sns_topic: (newborn) => {
    const arn = newborn.arn("sns", newborn.name());
    return { id: arn, arn, name: newborn.name(), name_prefix: "", owner: newborn.place.account };
  },
  aws_sns_topic_policy: (newborn) => ({ id: newborn.text("arn") ?? "", owner: newborn.place.account }),
  aws_lambda_function: (newborn) => {
    const name = newborn.name("function_name");
    const arn = newborn.arn("lambda", `function:${name}`);
    const invoke = (target: string) =>
      `arn:aws:apigateway:${newborn.place.region}:lambda:path/2015-03-31/functions/${target}/invocations`;
    return {
      id: name,
      arn,
      qualified_arn: `${arn}:$LATEST`,
      version: "$LATEST",
      invoke_arn: invoke(arn),
      qualified_invoke_arn: invoke(`${arn}:$LATEST`),
      last_modified: "2026-01-01T00:00:00.000+0000",
      signing_job_arn: "",
      signing_profile_version_arn: "",
    };
  },
  aws_scheduler_schedule: (newborn) => {
    const group = newborn.text("group_name") ?? "default";
    const name = newborn.name();
    return {
      id: `${group}/${name}`,
      group_name: group,
      name,
      name_prefix: "",
      arn: newborn.arn("scheduler", `schedule/${group}/${name}`),
    };
  },
  aws_codebuild_project: (newborn) => {
    const arn = newborn.arn("codebuild", `project/${newborn.name()}`);
    return { id: arn, arn, badge_url: "", public_project_alias: "" };
  },
  aws_accessanalyzer_analyzer: (newborn) => ({
    id: newborn.name("analyzer_name"),
    arn: newborn.arn("access-analyzer", `analyzer/${newborn.name("analyzer_name")}`),
  }),
  aws_inspector2_enabler: (newborn) => {
    const list = (name: string) => {
      const value = newborn.value(name);
      return Array.isArray(value) ? [...value].map(String).sort().join("-") : "";
    };
    return { id: `${list("account_ids")}:${list("resource_types")}` };
  },
  aws_servicequotas_service_quota: (newborn) => {
    const service = newborn.text("service_code") ?? "";
    const quota = newborn.text("quota_code") ?? "";
    return {
      id: `${service}/${quota}`,
      arn: newborn.arn("servicequotas", `${service}/${quota}`),
      request_id: newborn.uuid("request"),
      request_status: "PENDING",
      adjustable: true,
      default_value: 1,
      quota_name: quota,
      service_name: service,
    };
  },
};
