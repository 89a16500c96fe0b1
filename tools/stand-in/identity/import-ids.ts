import { type Fields, isFields, isList, textOf } from "../protocol/values";

/**
 * What `terraform import` takes where it is not the id. Formats: the "Import" section of each resource's page in the
 * provider's documentation.
 */
const formats: Readonly<Record<string, (text: (name: string) => string, attributes: Fields) => string>> = {
  aws_route: (text) =>
    `${text("route_table_id")}_${text("destination_cidr_block") || text("destination_prefix_list_id") || text("destination_ipv6_cidr_block")}`,
  aws_route_table_association: (text) => `${text("subnet_id") || text("gateway_id")}/${text("route_table_id")}`,
  aws_network_acl_rule: (text, { rule_number, egress }) =>
    `${text("network_acl_id")}:${textOf(rule_number)}:${text("protocol")}:${String(egress === true)}`,
  aws_iam_role_policy_attachment: (text) => `${text("role")}/${text("policy_arn")}`,
  aws_default_route_table: (text) => text("vpc_id"),
  aws_kms_alias: (text) => text("name"),
  aws_launch_template: (text) => text("id"),
  aws_ssoadmin_customer_managed_policy_attachment: (text, attributes) => {
    const list = attributes["customer_managed_policy_reference"];
    const reference = isList(list) && isFields(list[0]) ? list[0] : {};
    return [reference["name"], reference["path"] ?? "/", text("permission_set_arn"), text("instance_arn")]
      .map(textOf)
      .join(",");
  },
  mongodbatlas_network_container: (text) => `${text("project_id")}-${text("container_id")}`,
  helm_release: (text) => `${text("namespace") || "default"}/${text("name")}`,
};

/** The id under which `terraform import` finds this object. */
export function importIdOf(type: string, attributes: Fields): string {
  const text = (name: string) => {
    const value = attributes[name];
    return typeof value === "string" ? value : "";
  };
  return formats[type]?.(text, attributes) ?? text("id");
}
