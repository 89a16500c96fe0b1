import type { Checks, Judged } from "../check";
import { type Block, count, ensure, follow, forEach, type StackView, same } from "../lens";
import { parseJson } from "../path";
import { addon, clusters, nameOf, nodeGroups, templates } from "./eks-lens";
import { template } from "./eks-nodes";
import { tierOf, zonesOf } from "./places";

interface CniValues {
  readonly enableNetworkPolicy?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly eniConfig?: {
    readonly create?: boolean;
    readonly region?: string;
    readonly subnets?: Readonly<Record<string, { readonly id?: string }>>;
  };
}

function podNetworking(view: StackView): readonly Judged[] {
  const cni = addon(view, "vpc-cni");
  const values = parseJson(cni.at("configuration_values")) as CniValues | undefined;
  const settings = {
    AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "true",
    ENI_CONFIG_LABEL_DEF: "topology.kubernetes.io/zone",
    ENABLE_PREFIX_DELEGATION: "true",
    WARM_PREFIX_TARGET: "1",
    AWS_VPC_K8S_CNI_EXTERNALSNAT: "false",
    ANNOTATE_POD_IP: "true",
  };
  for (const [name, value] of Object.entries(settings)) same(values?.env?.[name], value, `${name} of ${view.id}`);
  const { create, region, subnets = {} } = values?.eniConfig ?? {};
  same([create, region], [true, view.region], `ENIConfig of ${view.id}`);
  same(values?.enableNetworkPolicy, "false", `network policies by the CNI in ${view.id}, beside Calico`);
  same(Object.keys(subnets).sort(), zonesOf(view), `zones of pods in ${view.id}`);
  const zones = Object.entries(subnets).flatMap(([zone, { id }]) => {
    const subnet = follow(view, id)?.block;
    ensure(subnet !== undefined, `pods of ${zone} in ${view.id} have no subnet`);
    same([tierOf(subnet), subnet.at("availability_zone")], ["pod", zone], `subnet of pods in ${zone}`);
    return cni.judged(`configuration_values#eniConfig.subnets.${zone}.id`);
  });
  return [
    ...Object.keys(settings).flatMap((name) => cni.judged(`configuration_values#env.${name}`)),
    ...cni.judged("configuration_values#enableNetworkPolicy"),
    ...zones,
  ];
}

interface Part {
  readonly type: string;
  readonly body: string;
}

/** The parts of MIME user data. */
function mime(template: Block): readonly Part[] {
  const text = Buffer.from(String(template.at("user_data")), "base64").toString("utf8");
  const boundary = /^MIME-Version: 1\.0\n(?:.*\n)*?Content-Type: multipart\/mixed; boundary="([^"]+)"/.exec(text)?.[1];
  ensure(boundary !== undefined, `${template} has no MIME user data`);
  ensure(text.trimEnd().endsWith(`--${boundary}--`), `the user data of ${template} does not end`);
  return text
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const [head = "", ...body] = part.trim().split("\n\n");
      return { type: /Content-Type: ([^;\n]+)/.exec(head)?.[1] ?? "", body: body.join("\n\n") };
    });
}

const isDbPool = (template: Block): boolean => String(template.at("name_prefix")).includes("db-pool");

function nodeConfig(template: Block): readonly Judged[] {
  const parts = mime(template).filter(({ type }) => type === "application/node.eks.aws");
  count(parts, 1, `NodeConfig parts of ${template}`);
  const config = parseJson(parts[0]?.body) as
    | { apiVersion?: string; kind?: string; spec?: { kubelet?: { config?: { maxPods?: number } } } }
    | undefined;
  same(
    [config?.apiVersion, config?.kind],
    ["node.eks.aws/v1alpha1", "NodeConfig"],
    `kind of the NodeConfig of ${template}`,
  );
  same(config?.spec?.kubelet?.config?.maxPods, isDbPool(template) ? 30 : 58, `pods per node of ${template}`);
  return template.judged("user_data");
}

export const eksTemplates: Checks = {
  "EKS-05": forEach(clusters, (view) => [...podNetworking(view), ...templates(view).flatMap(nodeConfig)]),

  "EKS-12": forEach(clusters, (view) => {
    const { version, amiRelease } = view.evidence.config.workloads[view.account]?.eks ?? {};
    ensure(amiRelease?.startsWith(`${version}.`), `the AMI release of ${view.account} is of another version`);
    for (const found of templates(view)) ensure(found.at("image_id") === undefined, `${found} names an image`);
    return [
      ...nodeGroups(view).flatMap((group) =>
        group.has({ ami_type: "AL2023_x86_64_STANDARD", release_version: amiRelease }),
      ),
      ...templates(view).flatMap((found) => found.judged("image_id")),
    ];
  }),

  "EKS-15": forEach(clusters, (view) => [
    ...templates(view).flatMap(template),
    ...nodeGroups(view).flatMap((group) => {
      const found = group.to("launch_template.id");
      same(
        [found.type, isDbPool(found)],
        ["aws_launch_template", nameOf(group).startsWith("db-pool")],
        `template of ${group}`,
      );
      same(group.to("launch_template.version").address, found.address, `template version of ${group}`);
      for (const path of ["disk_size", "remote_access"]) ensure(group.at(path) === undefined, `${group} has ${path}`);
      return group.judged("launch_template.id", "launch_template.version", "disk_size", "remote_access");
    }),
  ]),

  "EKS-16": forEach(clusters, (view) =>
    templates(view).flatMap((found) => {
      const scripts = mime(found).filter(({ type }) => type === "text/x-shellscript");
      ensure(
        scripts.some(
          ({ body }) =>
            body.startsWith("#!/bin/bash") &&
            /chrony[\s\S]*169\.254\.169\.123|169\.254\.169\.123[\s\S]*chrony/.test(body),
        ),
        `${found} does not set the clock`,
      );
      ensure(!scripts.some(({ body }) => body.includes("bootstrap.sh")), `${found} calls a script that AL2023 lacks`);
      return nodeConfig(found);
    }),
  ),
};
