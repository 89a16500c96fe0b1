import type { Fields } from "../protocol/values";
import type { Identities, Newborn } from "./birth";

/** `prod-x7k2f` of `mongodb+srv://prod.x7k2f.mongodb.net`: five letters that are the project's own. */
export function hosts(name: string, project: string, hasPrivate: boolean): Fields {
  const label = project.slice(-5);
  const port = (kind: string) =>
    `mongodb://${["00", "01", "02"].map((n) => `${name}-shard-${n}${kind}.${label}.mongodb.net:27017`).join(",")}/?ssl=true&replicaSet=atlas-${label}-shard-0`;
  return {
    standard: port(""),
    standard_srv: `mongodb+srv://${name}.${label}.mongodb.net`,
    private: hasPrivate ? port("-pri") : "",
    private_srv: hasPrivate ? `mongodb+srv://${name}-pri.${label}.mongodb.net` : "",
    private_endpoint: [],
  };
}

function cluster(newborn: Newborn): Fields {
  const name = newborn.name();
  const project = newborn.text("project_id") ?? newborn.hex(24, "project");
  const specs = newborn.value("replication_specs");
  return {
    id: `${project}-${name}`,
    cluster_id: newborn.hex(24, "cluster"),
    // Private hosts appear once a peering is available; the data source looks for one.
    connection_strings: [hosts(name, project, false)],
    state_name: "IDLE",
    mongo_db_version: `${newborn.text("mongo_db_major_version") ?? "8.0"}.4`,
    create_date: "2026-01-01T00:00:00Z",
    replication_specs: Array.isArray(specs)
      ? specs.map((_, n) => ({
          id: newborn.hex(24, `spec ${n}`),
          zone_id: newborn.hex(24, `zone ${n}`),
          external_id: newborn.hex(24, `spec ${n}`),
        }))
      : [],
  };
}

const joined =
  (...names: readonly string[]) =>
  (newborn: Newborn) => ({
    id: names.map((name) => newborn.text(name) ?? newborn.hex(24, name)).join("-"),
  });

function container(newborn: Newborn): Fields {
  const id = newborn.hex(24, "container");
  return {
    id: `${newborn.text("project_id") ?? ""}-${id}`,
    container_id: id,
    provisioned: true,
    vpc_id: `vpc-0${newborn.hex(16, "vpc")}`,
    regions: [],
  };
}

function peering(newborn: Newborn): Fields {
  const peer = newborn.hex(24, "peer");
  return {
    id: `${newborn.text("project_id") ?? ""}-${peer}-AWS`,
    peer_id: peer,
    connection_id: `pcx-0${newborn.hex(16, "pcx")}`,
    status_name: "AVAILABLE",
    status: "AVAILABLE",
    error_state_name: "",
    atlas_id: newborn.hex(24, "peer"),
  };
}

function link(newborn: Newborn): Fields {
  const id = newborn.hex(24, "link");
  const region = (newborn.text("region") ?? "us-east-1").toLowerCase().replaceAll("_", "-");
  return {
    id: `${newborn.text("project_id") ?? ""}-${id}-AWS-${region}`,
    private_link_id: id,
    endpoint_service_name: `com.amazonaws.vpce.${region}.vpce-svc-0${newborn.hex(16, "service")}`,
    status: "AVAILABLE",
    error_message: "",
    interface_endpoints: [],
  };
}

export const atlas: Identities = {
  mongodbatlas_project: (newborn) => ({
    id: newborn.hex(24, "project"),
    cluster_count: 0,
    created: "2026-01-01T00:00:00Z",
  }),
  mongodbatlas_advanced_cluster: cluster,
  mongodbatlas_network_container: container,
  mongodbatlas_network_peering: peering,
  mongodbatlas_privatelink_endpoint: link,
  mongodbatlas_privatelink_endpoint_service: (newborn) => ({
    ...joined("project_id", "private_link_id", "endpoint_service_id")(newborn),
    interface_endpoint_id: newborn.text("endpoint_service_id") ?? "",
    aws_connection_status: "AVAILABLE",
    delete_requested: false,
  }),
  mongodbatlas_database_user: joined("project_id", "username", "auth_database_name"),
  mongodbatlas_project_ip_access_list: (newborn) => ({
    id: `${newborn.text("project_id") ?? ""}-${newborn.text("cidr_block") ?? newborn.text("ip_address") ?? newborn.text("aws_security_group") ?? ""}`,
  }),
  mongodbatlas_cloud_backup_schedule: joined("project_id", "cluster_name"),
  mongodbatlas_maintenance_window: joined("project_id"),
  mongodbatlas_custom_dns_configuration_cluster_aws: joined("project_id"),
  mongodbatlas_auditing: joined("project_id"),
};
