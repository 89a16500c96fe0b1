import { contract, map, text } from "./contract";

export const foundationContract = contract("foundation", {
  zone_id: text("Route 53 hosted zone of the environment; empty outside of the primary region"),
  repository_urls: map("Image repositories by service name; candidates end in -candidate"),
  registry_cache_prefixes: map("Registry and prefix of the pull-through cache by upstream, e.g. <registry>/docker-hub"),
  artifact_bucket: text("Bucket of build artifacts in this region"),
  artifact_key_arn: text("KMS key of that bucket"),
  topic_arns: map("Alert topics by severity: critical, warning"),
  log_group_names: map(
    "Log groups by purpose: application, host, dataplane, performance, cluster, flow, waf, vpn and one per build project",
  ),
  log_group_arns: map("ARNs of the same log groups by purpose"),
  logs_key_arn: text("KMS key of this region's log groups"),
  alerts_key_arn: text("KMS key of this region's alert topics"),
  amp_workspace_arn: text("Managed Prometheus workspace of this region"),
  amp_endpoint: text("Remote-write endpoint of that workspace"),
});
