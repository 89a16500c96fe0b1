import { arn, cidr, type Form, oneOf, pattern, policy, vpcCidr } from "./forms";

// Sizes: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (trust 4,096 at the raised quota),
// S3 and KMS policies 20 KB and 32 KB by their own quota pages, service control policies 5,120.
const trust = policy("resource", 4096);
const managed = policy("identity", 6144);
const inline = policy("identity", 10_240);

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const bucketName = pattern(
  /^(?!xn--|sthree-)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  "is no bucket name; write 3 to 63 small letters, digits, dots and hyphens",
);
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
const roleName = pattern(/^[\w+=,.@-]{1,64}$/, "is no role name; write up to 64 letters, digits and +=,.@_-");
const policyName = pattern(/^[\w+=,.@-]{1,128}$/, "is no policy name; write up to 128 letters, digits and +=,.@_-");
// https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
const clusterName = pattern(
  /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/,
  "is no cluster name; write up to 100 letters, digits, - and _",
);
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
const logGroupName = pattern(
  /^[.\-_/#A-Za-z0-9]{1,512}$/,
  "is no log group name; write up to 512 letters, digits and ./_-#",
);
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
const balancerName = pattern(
  /^(?!internal-)(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/,
  "is no name of a load balancer or target group; write up to 32 letters, digits and inner hyphens",
);
const accountId = pattern(/^\d{12}$/, "is not an AWS account id; write twelve digits");
const region = pattern(/^[a-z]{2}(-[a-z]+)+-\d$/, "is no region; write e.g. us-east-1");
const email = pattern(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "is no e-mail address");
// https://www.mongodb.com/docs/atlas/reference/amazon-aws/
const atlasRegion = pattern(/^[A-Z]{2}(_[A-Z]+)+_\d$/, "is no Atlas region; write e.g. US_EAST_1");

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
const retention = oneOf(
  ...[0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653].map(
    String,
  ),
);

/** Forms by type and dotted path; enumerations as the provider's documentation of each type lists them. */
export const byType: Readonly<Record<string, Readonly<Record<string, Form>>>> = {
  aws: { region, allowed_account_ids: accountId, "assume_role.role_arn": arn },
  aws_vpc: { cidr_block: vpcCidr, instance_tenancy: oneOf("default", "dedicated") },
  aws_subnet: { cidr_block: vpcCidr },
  aws_vpc_ipv4_cidr_block_association: { cidr_block: vpcCidr },
  aws_vpc_endpoint: {
    vpc_endpoint_type: oneOf("Gateway", "GatewayLoadBalancer", "Interface", "Resource", "ServiceNetwork"),
  },
  aws_network_acl_rule: { rule_action: oneOf("allow", "deny") },
  aws_nat_gateway: { connectivity_type: oneOf("private", "public") },
  aws_eip: { domain: oneOf("vpc", "standard") },
  aws_flow_log: {
    traffic_type: oneOf("ACCEPT", "REJECT", "ALL"),
    log_destination_type: oneOf("cloud-watch-logs", "s3", "kinesis-data-firehose"),
  },
  aws_instance: { "metadata_options.http_tokens": oneOf("optional", "required") },
  aws_launch_template: { "metadata_options.http_tokens": oneOf("optional", "required") },
  aws_eks_cluster: {
    name: clusterName,
    enabled_cluster_log_types: oneOf("api", "audit", "authenticator", "controllerManager", "scheduler"),
    "access_config.authentication_mode": oneOf("CONFIG_MAP", "API", "API_AND_CONFIG_MAP"),
    version: pattern(/^1\.\d+$/, "is no Kubernetes minor; write 1.NN"),
  },
  aws_eks_node_group: {
    capacity_type: oneOf("ON_DEMAND", "SPOT", "CAPACITY_BLOCK"),
    "taint.effect": oneOf("NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"),
  },
  aws_eks_addon: {
    resolve_conflicts_on_create: oneOf("NONE", "OVERWRITE"),
    resolve_conflicts_on_update: oneOf("NONE", "OVERWRITE", "PRESERVE"),
  },
  aws_eks_access_entry: {
    type: oneOf("STANDARD", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "EC2", "HYBRID_LINUX", "HYPERPOD_LINUX"),
  },
  aws_eks_access_policy_association: { "access_scope.type": oneOf("cluster", "namespace") },
  aws_iam_role: { name: roleName, assume_role_policy: trust },
  aws_iam_policy: { name: policyName, policy: managed },
  aws_iam_role_policy: { name: policyName, policy: inline },
  aws_iam_group_policy: { name: policyName, policy: inline },
  aws_iam_openid_connect_provider: { url: pattern(/^https:\/\/.+/, "is no issuer; write https://<host>/<path>") },
  aws_s3_bucket: { bucket: bucketName },
  aws_s3_bucket_policy: { policy: policy("resource", 20_480) },
  aws_s3_bucket_versioning: { "versioning_configuration.status": oneOf("Enabled", "Suspended", "Disabled") },
  aws_s3_bucket_ownership_controls: {
    "rule.object_ownership": oneOf("BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"),
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    "rule.apply_server_side_encryption_by_default.sse_algorithm": oneOf("AES256", "aws:kms", "aws:kms:dsse"),
  },
  aws_s3_bucket_lifecycle_configuration: { "rule.status": oneOf("Enabled", "Disabled") },
  aws_dynamodb_table: { billing_mode: oneOf("PROVISIONED", "PAY_PER_REQUEST"), "attribute.type": oneOf("S", "N", "B") },
  aws_kms_key: {
    policy: policy("resource", 32_768),
    key_usage: oneOf("ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"),
  },
  aws_kms_alias: { name: pattern(/^alias\/(?!aws\/)[a-zA-Z0-9/_-]{1,250}$/, "is no alias; write alias/<name>") },
  aws_ecr_repository: {
    image_tag_mutability: oneOf("MUTABLE", "IMMUTABLE", "MUTABLE_WITH_EXCLUSION", "IMMUTABLE_WITH_EXCLUSION"),
  },
  aws_ecr_repository_policy: { policy: policy("resource", 10_240) },
  aws_cloudwatch_log_group: { name: logGroupName, retention_in_days: retention },
  aws_lambda_function: {
    function_name: pattern(/^[a-zA-Z0-9-_]{1,64}$/, "is no function name; write up to 64 letters, digits, - and _"),
  },
  aws_sns_topic_policy: { policy: policy("resource", 30_720) },
  aws_acm_certificate: { validation_method: oneOf("DNS", "EMAIL") },
  aws_lb: { name: balancerName, load_balancer_type: oneOf("application", "network", "gateway") },
  aws_lb_target_group: {
    name: balancerName,
    protocol: oneOf("HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC"),
    target_type: oneOf("instance", "ip", "lambda", "alb"),
    "health_check.protocol": oneOf("HTTP", "HTTPS", "TCP"),
  },
  aws_lb_listener: {
    protocol: oneOf("HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC"),
    "default_action.type": oneOf(
      "forward",
      "redirect",
      "fixed-response",
      "authenticate-cognito",
      "authenticate-oidc",
      "jwt-validation",
    ),
    "default_action.redirect.status_code": oneOf("HTTP_301", "HTTP_302"),
  },
  aws_route53_record: {
    type: oneOf(
      "A",
      "AAAA",
      "CAA",
      "CNAME",
      "DS",
      "HTTPS",
      "MX",
      "NAPTR",
      "NS",
      "PTR",
      "SOA",
      "SPF",
      "SRV",
      "SSHFP",
      "SVCB",
      "TLSA",
      "TXT",
    ),
  },
  aws_wafv2_web_acl: {
    scope: oneOf("CLOUDFRONT", "REGIONAL"),
    "rule.statement.rate_based_statement.aggregate_key_type": oneOf("CONSTANT", "CUSTOM_KEYS", "FORWARDED_IP", "IP"),
  },
  // https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
  aws_wafv2_web_acl_logging_configuration: {
    log_destination_configs: pattern(
      /:aws-waf-logs-|\/aws-waf-logs-|:log-group:aws-waf-logs-/,
      "is no destination that AWS WAF takes; its name begins with aws-waf-logs-",
    ),
  },
  aws_organizations_account: { email, iam_user_access_to_billing: oneOf("ALLOW", "DENY") },
  aws_organizations_organization: { feature_set: oneOf("ALL", "CONSOLIDATED_BILLING") },
  aws_ssoadmin_permission_set: {
    session_duration: pattern(
      /^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/,
      "is no ISO 8601 duration; write e.g. PT8H",
    ),
  },
  aws_ssoadmin_account_assignment: {
    principal_type: oneOf("USER", "GROUP"),
    target_type: oneOf("AWS_ACCOUNT"),
    target_id: accountId,
  },
  mongodbatlas_advanced_cluster: {
    cluster_type: oneOf("REPLICASET", "SHARDED", "GEOSHARDED"),
    "replication_specs.region_configs.region_name": atlasRegion,
    "replication_specs.region_configs.provider_name": oneOf("AWS", "GCP", "AZURE", "TENANT", "FLEX"),
  },
  mongodbatlas_network_container: { atlas_cidr_block: cidr, region_name: atlasRegion },
};

/** Forms by the name of an attribute, for every type. */
export const byName: readonly (readonly [name: RegExp, form: Form])[] = [
  [/^(cidr_block|cidr_ipv4|cidr_ipv6|destination_cidr_block|route_table_cidr_block|source_cidr_block)$/, cidr],
  [
    /^(role|policy|topic|certificate|kms_key|iam_role|execution_role|target_group|load_balancer|permissions_boundary)_arn$/,
    arn,
  ],
];
