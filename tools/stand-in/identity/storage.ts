import type { Identities, Newborn } from "./birth";
import { zonePrefix } from "./ec2";

// Hosted zones of S3 endpoints: https://docs.aws.amazon.com/general/latest/gr/s3.html
const bucketZones: Readonly<Record<string, string>> = { "us-east-1": "Z3AQBSTGFYJSTF", "us-west-2": "Z3BJ6K6RIION7M" };

function bucket(newborn: Newborn) {
  const name = newborn.name("bucket");
  const { region } = newborn.place;
  return {
    id: name,
    bucket: name,
    bucket_prefix: "",
    arn: `arn:${newborn.place.partition}:s3:::${name}`,
    bucket_domain_name: `${name}.s3.amazonaws.com`,
    bucket_regional_domain_name: `${name}.s3.${region}.amazonaws.com`,
    bucket_region: region,
    hosted_zone_id: bucketZones[region] ?? `Z${newborn.letters(13)}`,
    policy: "",
    request_payer: "BucketOwner",
    acceleration_status: "",
    grant: [],
  };
}

const ofBucket = (newborn: Newborn) => ({ id: newborn.text("bucket") ?? newborn.hex(20) });

const key = (newborn: Newborn) => {
  const id = newborn.uuid();
  return { id, key_id: id, arn: newborn.arn("kms", `key/${id}`) };
};

const alias = (newborn: Newborn) => {
  const name = newborn.name();
  const target = newborn.text("target_key_id") ?? "";
  return {
    id: name,
    name,
    name_prefix: "",
    arn: newborn.arn("kms", name),
    target_key_arn: target.startsWith("arn:") ? target : newborn.arn("kms", `key/${target}`),
  };
};

const grant = (newborn: Newborn) => {
  const id = newborn.hex(64, "grant");
  return { id: `${newborn.text("key_id") ?? ""}:${id}`, grant_id: id, grant_token: newborn.letters(30, "token") };
};

const secret = (newborn: Newborn) => {
  const name = newborn.name();
  const arn = newborn.arn("secretsmanager", `secret:${name}-${newborn.hex(6, "suffix")}`);
  return { id: arn, arn, name, name_prefix: "", policy: "", replica: [] };
};

function repository(newborn: Newborn) {
  const { account, region } = newborn.place;
  const name = newborn.name();
  return {
    id: name,
    arn: newborn.arn("ecr", `repository/${name}`),
    registry_id: account,
    repository_url: `${account}.dkr.ecr.${region}.amazonaws.com/${name}`,
  };
}

const inRegistry = (attribute: string) => (newborn: Newborn) => ({
  id: newborn.text(attribute) ?? newborn.place.account,
  registry_id: newborn.place.account,
});

export const storage: Identities = {
  aws_s3_bucket: bucket,
  aws_s3_bucket_policy: ofBucket,
  aws_s3_bucket_versioning: ofBucket,
  aws_s3_bucket_lifecycle_configuration: (newborn) => ({
    ...ofBucket(newborn),
    transition_default_minimum_object_size: "all_storage_classes_128K",
  }),
  aws_s3_bucket_ownership_controls: ofBucket,
  aws_s3_bucket_public_access_block: ofBucket,
  aws_s3_bucket_server_side_encryption_configuration: ofBucket,
  aws_s3_account_public_access_block: ({ place }) => ({ id: place.account }),
  aws_dynamodb_table: (newborn) => ({
    id: newborn.name(),
    arn: newborn.arn("dynamodb", `table/${newborn.name()}`),
    stream_arn: "",
    stream_label: "",
    stream_view_type: "",
    read_capacity: 0,
    write_capacity: 0,
  }),
  aws_kms_key: key,
  aws_kms_alias: alias,
  aws_kms_grant: grant,
  aws_secretsmanager_secret: secret,
  aws_ecr_repository: repository,
  aws_ecr_lifecycle_policy: inRegistry("repository"),
  aws_ecr_repository_policy: inRegistry("repository"),
  aws_ecr_pull_through_cache_rule: inRegistry("ecr_repository_prefix"),
  aws_ecr_repository_creation_template: inRegistry("prefix"),
  aws_ecr_registry_scanning_configuration: inRegistry("registry_id"),
  aws_ecr_replication_configuration: inRegistry("registry_id"),
  aws_route53_zone: (newborn) => {
    const id = `Z0${newborn.letters(18)}`;
    return {
      id,
      zone_id: id,
      arn: `arn:aws:route53:::hostedzone/${id}`,
      name_servers: ["com", "net", "org", "co.uk"].map(
        (top, n) => `ns-${newborn.digits(3, top)}.awsdns-${10 + n}.${top}`,
      ),
      primary_name_server: `ns-${newborn.digits(3, "com")}.awsdns-10.com`,
    };
  },
  aws_prometheus_workspace: (newborn) => {
    const id = `ws-${newborn.uuid()}`;
    const { region } = newborn.place;
    return {
      id,
      arn: newborn.arn("aps", `workspace/${id}`),
      prometheus_endpoint: `https://aps-workspaces.${region}.amazonaws.com/workspaces/${id}/`,
    };
  },
  aws_efs_file_system: (newborn) => ({
    id: newborn.id("fs"),
    availability_zone_id: `${zonePrefix(newborn.place.region)}-az1`,
  }),
};
