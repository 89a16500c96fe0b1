import { textOf } from "../protocol/values";
import type { Identities, Identity, Newborn } from "./birth";

const at =
  (prefix: string, resource: string, more: Identity = () => ({})): Identity =>
  (newborn) => {
    const id = newborn.id(prefix);
    return { id, arn: newborn.arn("ec2", `${resource}/${id}`), ...more(newborn) };
  };

const only =
  (prefix: string): Identity =>
  (newborn) => ({ id: newborn.id(prefix) });

const owner: Identity = ({ place }) => ({ owner_id: place.account });

function endpoint(newborn: Newborn) {
  const id = newborn.id("vpce");
  const { region } = newborn.place;
  const service = (newborn.text("service_name") ?? "").split(".").slice(3).reverse().join(".") || "vpce-svc";
  const interfaces = newborn.text("vpc_endpoint_type") === "Interface";
  const name = `${id}-${newborn.hex(8, "dns")}.${service}.${region}.vpce.amazonaws.com`;
  return {
    id,
    arn: newborn.arn("ec2", `vpc-endpoint/${id}`),
    owner_id: newborn.place.account,
    state: "available",
    prefix_list_id: interfaces ? "" : newborn.id("pl").slice(0, 11),
    cidr_blocks: [],
    requester_managed: false,
    dns_entry: interfaces ? [{ dns_name: name, hosted_zone_id: `Z${newborn.letters(13)}` }] : [],
    network_interface_ids: interfaces ? [newborn.id("eni")] : [],
  };
}

function rule(newborn: Newborn) {
  const id = newborn.id("sgr");
  return { id, security_group_rule_id: id, arn: newborn.arn("ec2", `security-group-rule/${id}`) };
}

function eip(newborn: Newborn) {
  const id = newborn.id("eipalloc");
  const ip = `52.${newborn.address("public")}`;
  return {
    id,
    allocation_id: id,
    arn: newborn.arn("ec2", `elastic-ip/${id}`),
    public_ip: ip,
    public_dns: `ec2-${ip.replaceAll(".", "-")}.${newborn.place.region}.compute.amazonaws.com`,
    private_ip: "",
    association_id: "",
    domain: "vpc",
  };
}

function instance(newborn: Newborn) {
  const ip = `10.${newborn.address("private")}`;
  return {
    ...at("i", "instance")(newborn),
    private_ip: ip,
    private_dns: `ip-${ip.replaceAll(".", "-")}.ec2.internal`,
    primary_network_interface_id: newborn.id("eni"),
    instance_state: "running",
    public_ip: "",
    public_dns: "",
  };
}

const route: Identity = (newborn) => {
  const destination =
    newborn.text("destination_cidr_block") ??
    newborn.text("destination_prefix_list_id") ??
    newborn.text("destination_ipv6_cidr_block") ??
    "";
  // The provider hashes the destination into the id, so a second route to it in the table has the same id.
  return {
    id: `r-${newborn.text("route_table_id") ?? ""}${Buffer.from(destination).toString("hex")}`,
    state: "active",
    origin: "CreateRoute",
    instance_id: "",
    instance_owner_id: "",
  };
};

export const ec2: Identities = {
  aws_vpc: at("vpc", "vpc", (newborn) => ({
    owner_id: newborn.place.account,
    main_route_table_id: newborn.id("rtb"),
    default_route_table_id: newborn.id("rtb"),
    default_network_acl_id: newborn.id("acl"),
    default_security_group_id: newborn.id("sg"),
    dhcp_options_id: newborn.id("dopt"),
  })),
  aws_subnet: at("subnet", "subnet", (newborn) => ({
    owner_id: newborn.place.account,
    availability_zone_id: `${zonePrefix(newborn.place.region)}-az${"abcdef".indexOf((newborn.text("availability_zone") ?? "a").slice(-1)) + 1}`,
  })),
  aws_security_group: at("sg", "security-group", owner),
  aws_default_security_group: at("sg", "security-group", owner),
  aws_internet_gateway: at("igw", "internet-gateway", owner),
  aws_nat_gateway: (newborn) => ({
    id: newborn.id("nat"),
    public_ip: `52.${newborn.address("public")}`,
    private_ip: `10.${newborn.address("private")}`,
    network_interface_id: newborn.id("eni"),
    association_id: newborn.id("eipassoc"),
  }),
  aws_eip: eip,
  aws_route_table: at("rtb", "route-table", owner),
  aws_default_route_table: (newborn) => ({
    id: newborn.text("default_route_table_id") ?? newborn.id("rtb"),
    arn: newborn.arn("ec2", `route-table/${newborn.text("default_route_table_id") ?? newborn.id("rtb")}`),
    owner_id: newborn.place.account,
  }),
  aws_default_network_acl: (newborn) => ({
    id: newborn.text("default_network_acl_id") ?? newborn.id("acl"),
    arn: newborn.arn("ec2", `network-acl/${newborn.text("default_network_acl_id") ?? newborn.id("acl")}`),
    owner_id: newborn.place.account,
  }),
  aws_route_table_association: only("rtbassoc"),
  aws_route: route,
  aws_network_acl: at("acl", "network-acl", owner),
  aws_network_acl_rule: (newborn) => ({
    id: `nacl-${newborn.text("network_acl_id")}-${textOf(newborn.value("rule_number"))}-${newborn.value("egress") === true ? "egress" : "ingress"}`,
  }),
  aws_vpc_endpoint: endpoint,
  aws_vpc_ipv4_cidr_block_association: only("vpc-cidr-assoc"),
  aws_vpc_security_group_ingress_rule: rule,
  aws_vpc_security_group_egress_rule: rule,
  aws_vpc_peering_connection: only("pcx"),
  aws_vpc_peering_connection_accepter: (newborn) => ({
    id: newborn.text("vpc_peering_connection_id") ?? newborn.id("pcx"),
    accept_status: "active",
    peer_owner_id: newborn.place.account,
    vpc_id: newborn.id("vpc"),
  }),
  aws_vpc_peering_connection_options: (newborn) => ({
    id: newborn.text("vpc_peering_connection_id") ?? newborn.id("pcx"),
  }),
  aws_ec2_managed_prefix_list: at("pl", "prefix-list", (newborn) => ({ owner_id: newborn.place.account, version: 1 })),
  aws_ec2_instance_metadata_defaults: ({ place }) => ({
    id: `ec2-instance-metadata-defaults-${place.account}-${place.region}`,
  }),
  aws_flow_log: at("fl", "vpc-flow-log"),
  aws_launch_template: at("lt", "launch-template", () => ({ latest_version: 1, default_version: 1 })),
  aws_instance: instance,
  aws_ebs_default_kms_key: (newborn) => ({ id: newborn.text("key_arn") ?? "" }),
  aws_ebs_encryption_by_default: ({ place }) => ({ id: `ebs-encryption-${place.account}-${place.region}` }),
};

/** `use1` of `us-east-1`. */
export function zonePrefix(region: string): string {
  const [area = "us", side = "east", number = "1"] = region.split("-");
  const short: Readonly<Record<string, string>> = {
    northeast: "ne",
    southeast: "se",
    northwest: "nw",
    southwest: "sw",
  };
  return `${area}${short[side] ?? side.charAt(0)}${number}`;
}
