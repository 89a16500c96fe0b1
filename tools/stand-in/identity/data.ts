import { type Fields, isFields, type Value } from "../protocol/values";
import { hosts } from "./atlas";
import type { Place } from "./birth";
import { zonePrefix } from "./ec2";
import { identityStoreId, instanceArn, shortHash } from "./organizations";
import { policyDocument } from "./policy-document";

/** What a data source asks for does not exist. */
export class DataNotFound extends Error {}

/** Objects of a type in the ledger, by attributes that they must have. */
export type Find = (type: string, wanted: Fields) => readonly Fields[];

interface Question {
  readonly place: Place;
  readonly config: Fields;
  readonly find: Find;
}

type Answer = (question: Question) => Fields | DataNotFound;

const text = (value: Value | undefined): string => (typeof value === "string" ? value : "");

/** The region's zones as the configurations of most accounts see them. */
const zonesOf = (region: string) => ["a", "b", "c", "d"].map((letter) => `${region}${letter}`);

/** `^AWSReservedSSO_ProdReadOnly_.*$` names the set; Identity Center adds sixteen digits of its own. */
function reservedRoles({ place, config }: Question): Fields {
  const pattern = text(config["name_regex"]);
  const set = /AWSReservedSSO_(\w+?)_/.exec(pattern)?.[1];
  if (set === undefined) return { id: place.region, arns: [], names: [] };
  const name = `AWSReservedSSO_${set}_${shortHash(`${place.account} ${set}`, 16)}`;
  const path = text(config["path_prefix"]) || "/";
  return { id: place.region, names: [name], arns: [`arn:aws:iam::${place.account}:role${path}${name}`] };
}

function parameter({ place, config }: Question): Fields {
  const name = text(config["name"]);
  const image = `ami-0${shortHash(`${place.region} ${name}`, 16).replaceAll(/[g-z]/g, "a")}`;
  const release = /eks\/optimized-ami\/(\d+\.\d+)\//.exec(name)?.[1];
  const value = name.endsWith("/release_version") && release !== undefined ? `${release}.0-20260101` : image;
  return {
    id: name,
    arn: `arn:aws:ssm:${place.region}:${name.startsWith("/aws/") ? "" : place.account}:parameter${name}`,
    type: "String",
    value,
    insecure_value: value,
    version: 1,
  };
}

const linkedHost = (name: string, project: string, place: number): string =>
  `mongodb+srv://${name}-pl-${place}.${project.slice(-5)}.mongodb.net`;

function cluster({ config, find }: Question): Fields | DataNotFound {
  const [name, project] = [text(config["name"]), text(config["project_id"])];
  const found = find("mongodbatlas_advanced_cluster", { name, project_id: project })[0];
  if (found === undefined)
    return new DataNotFound(`CLUSTER_NOT_FOUND: no cluster named ${name} exists in group ${project}.`);
  const peered = find("mongodbatlas_network_peering", { project_id: project }).length > 0;
  const endpoints = find("mongodbatlas_privatelink_endpoint_service", { project_id: project });
  return {
    ...found,
    connection_strings: [
      {
        ...hosts(name, project, peered),
        private_endpoint: endpoints.map((_, at) => ({
          connection_string: linkedHost(name, project, at).replace("+srv", ""),
          srv_connection_string: linkedHost(name, project, at),
          srv_shard_optimized_connection_string: "",
          type: "MONGOD",
          endpoints: [
            { endpoint_id: endpoints[at]?.["endpoint_service_id"] ?? null, provider_name: "AWS", region: null },
          ],
        })),
      },
    ],
  };
}

function containers({ config, find }: Question): Fields {
  const project = text(config["project_id"]);
  const results = find("mongodbatlas_network_container", { project_id: project }).map((container) => ({
    ...container,
    id: container["container_id"] ?? null,
  }));
  return { id: project, results };
}

function project({ config, find }: Question): Fields | DataNotFound {
  const [name, id] = [config["name"] ?? null, config["project_id"] ?? null];
  const found = find("mongodbatlas_project", name === null ? { id } : { name })[0];
  if (found === undefined)
    return new DataNotFound(`GROUP_NOT_FOUND: no group with the name or id ${text(name ?? id)} exists.`);
  return { ...found, project_id: found["id"] ?? null };
}

const answers: Readonly<Record<string, Answer>> = {
  aws_caller_identity: ({ place }) => ({
    id: place.account,
    account_id: place.account,
    arn: `arn:aws:sts::${place.account}:assumed-role/terraform/offline`,
    user_id: `AROA${shortHash(place.account, 17).toUpperCase()}:offline`,
  }),
  aws_region: ({ place, config }) => {
    const region = text(config["region"]) || text(config["name"]) || place.region;
    return { id: region, name: region, region, endpoint: `ec2.${region}.amazonaws.com`, description: region };
  },
  aws_partition: () => ({
    id: "aws",
    partition: "aws",
    dns_suffix: "amazonaws.com",
    reverse_dns_prefix: "com.amazonaws",
  }),
  aws_availability_zones: ({ place: { region } }) => ({
    id: region,
    names: zonesOf(region),
    zone_ids: zonesOf(region).map((_, index) => `${zonePrefix(region)}-az${index + 1}`),
    group_names: [region],
  }),
  aws_iam_policy_document: ({ config }) => policyDocument(config),
  aws_iam_roles: reservedRoles,
  aws_ssm_parameter: parameter,
  aws_ssoadmin_instances: ({ place: { account, region } }) => ({
    id: region,
    arns: [instanceArn(account)],
    identity_store_ids: [identityStoreId(account)],
  }),
  mongodbatlas_advanced_cluster: cluster,
  mongodbatlas_network_containers: containers,
  mongodbatlas_project: project,
};

/** Values of the data sources that matter to configurations; undefined for any other. */
export function dataValues(type: string, place: Place, config: Fields, find: Find): Fields | DataNotFound | undefined {
  const answer = answers[type];
  if (answer === undefined) return undefined;
  const values = answer({ place, config, find });
  return values instanceof DataNotFound || !isFields(values) ? values : { ...values };
}
