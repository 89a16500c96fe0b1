import type { Checks, Evidence, Judged } from "../check";
import { type Block, count, ensure, type StackView, same, sameSet } from "../lens";
import { everywhere, targets, tierOf, zonesOf } from "./places";
import { groupOf } from "./rules";

const edges = (evidence: Evidence): readonly StackView[] => everywhere(evidence, "edge");

const inEveryEdge =
  (judge: (view: StackView) => readonly Judged[]) =>
  (evidence: Evidence): readonly Judged[] =>
    edges(evidence).flatMap(judge);

const port = (view: StackView, number: number): Block =>
  view.one("aws_lb_listener", (block) => block.at("port") === number, `listener on ${number}`);

const zoneName = ({ account }: StackView): string => `${account}.company-inc.example`;
const originName = (view: StackView): string =>
  `origin-${view.region === "us-west-2" ? "usw2" : "use1"}.${zoneName(view)}`;

/** The load balancer: public, behind the ALB group alone, over three zones, with a listener on 80 that only redirects. */
export const balancers = inEveryEdge((view) => {
  const balancer = view.one("aws_lb");
  same(
    balancer.at<readonly unknown[]>("security_groups").map((id) => groupOf(view, id)),
    ["alb"],
    `groups of ${balancer}`,
  );
  const subnets = targets(balancer, "subnets");
  for (const subnet of subnets) same(tierOf(subnet), "public", `tier of ${subnet}`);
  sameSet(
    subnets.map((subnet) => subnet.at("availability_zone")),
    zonesOf(view),
    `zones of ${balancer}`,
  );
  count(view.all("aws_lb_listener"), 2, `listeners of ${view.id}`);
  const plain = port(view, 80);
  count(plain.blocks("default_action"), 1, `actions of ${plain}`);
  for (const listener of [plain, port(view, 443)])
    same(listener.to("load_balancer_arn").address, balancer.address, `balancer of ${listener}`);
  return [
    ...balancer.has({
      load_balancer_type: "application",
      internal: false,
      drop_invalid_header_fields: true,
      enable_cross_zone_load_balancing: true,
    }),
    ...balancer.judged("security_groups", "subnets"),
    ...plain.has({
      protocol: "HTTP",
      "default_action.0.type": "redirect",
      "default_action.0.redirect.port": "443",
      "default_action.0.redirect.protocol": "HTTPS",
      "default_action.0.redirect.status_code": "HTTP_301",
    }),
  ];
});

/** Where the balancer sends requests: to pods on 8080, over TLS, with health asked on the same port. */
export const backends = inEveryEdge((view) => {
  const group = view.one("aws_lb_target_group");
  const encrypted = port(view, 443);
  same(encrypted.to("default_action.0.target_group_arn").address, group.address, `targets of ${encrypted}`);
  return [
    ...group.has({
      port: 8080,
      protocol: "HTTPS",
      target_type: "ip",
      "health_check.port": "traffic-port",
      "health_check.path": "/healthz",
      "health_check.protocol": "HTTPS",
      "health_check.matcher": "200",
    }),
    ...encrypted.has({ protocol: "HTTPS", "default_action.0.type": "forward" }),
    ...encrypted.judged("default_action.0.target_group_arn"),
  ];
});

/** One alias for each region's balancer, by which failover records and CloudFront will find it. */
export const origins = (evidence: Evidence): readonly Judged[] =>
  edges(evidence).flatMap((view) => {
    for (const state of view.data("terraform_remote_state"))
      same(state.at("config.region"), view.region, `region of ${state}`);
    const aliases = view.all("aws_route53_record").filter((record) => record.blocks("alias").length > 0);
    count(aliases, 1, `aliases of ${view.id}`);
    return aliases.flatMap((record) => {
      same(record.to("alias.name").address, view.one("aws_lb").address, `balancer behind ${record}`);
      return [
        ...record.has({ name: originName(view), type: "A", "alias.evaluate_target_health": true }),
        ...record.judged("alias.name"),
      ];
    });
  });

const managedGroups = {
  "ip-reputation": "AWSManagedRulesAmazonIpReputationList",
  common: "AWSManagedRulesCommonRuleSet",
  "bad-inputs": "AWSManagedRulesKnownBadInputsRuleSet",
  linux: "AWSManagedRulesLinuxRuleSet",
};

function webAcl(view: StackView): readonly Judged[] {
  const balancer = view.one("aws_lb");
  const association = view.one("aws_wafv2_web_acl_association");
  same(association.to("resource_arn").address, balancer.address, `what ${association} guards`);
  const acl = association.to("web_acl_arn");
  const rules = acl.blocks("rule");
  sameSet(
    rules.map(({ priority }) => priority),
    [0, 1, 2, 3, 4],
    `priorities of ${acl}`,
  );
  const groups = Object.entries(managedGroups).flatMap(([name, group]) => {
    const place = rules.findIndex((rule) => rule["name"] === name);
    ensure(place >= 0, `${acl} has no rule ${name}`);
    const managed = `rule.${place}.statement.managed_rule_group_statement.0`;
    return acl.has({
      [`${managed}.name`]: group,
      [`${managed}.vendor_name`]: "AWS",
      [`rule.${place}.override_action`]: { none: {} },
    });
  });
  const rate = rules.findIndex((rule) => rule["name"] === "rate-limit");
  ensure(rate >= 0, `${acl} has no rule against floods`);
  const limit = `rule.${rate}.statement.rate_based_statement.0`;
  const logging = view.one("aws_wafv2_web_acl_logging_configuration");
  same(logging.to("resource_arn").address, acl.address, `what ${logging} logs`);
  const [destination] = targets(logging, "log_destination_configs");
  same(destination?.at("name"), `aws-waf-logs-${view.account}`, `group that ${logging} writes to`);
  return [
    ...association.judged("resource_arn", "web_acl_arn"),
    ...acl.has({
      name: `${view.account}-alb`,
      scope: "REGIONAL",
      "visibility_config.cloudwatch_metrics_enabled": true,
      "visibility_config.sampled_requests_enabled": true,
      [`${limit}.limit`]: 2000,
      [`${limit}.evaluation_window_sec`]: 300,
      [`rule.${rate}.action`]: { block: {} },
    }),
    ...groups,
    ...logging.judged("resource_arn", "log_destination_configs"),
  ];
}

function certificate(view: StackView): readonly Judged[] {
  const issued = view.one("aws_acm_certificate");
  const shared = [`app.${zoneName(view)}`, `origin.${zoneName(view)}`];
  const names = [issued.at<string>("domain_name"), ...issued.at<readonly string[]>("subject_alternative_names")];
  sameSet(names, [...shared, originName(view)], `names of ${issued}`);
  const validation = view.one("aws_acm_certificate_validation");
  same(validation.to("certificate_arn").address, issued.address, `what ${validation} waits for`);
  // ACM asks for the same record of a name in every region, so the shared ones are made once.
  const made = view.all("aws_route53_record").filter((record) => record.blocks("alias").length === 0);
  count(made, view.isPrimary ? 3 : 1, `validation records of ${view.id}`);
  const options = made.map((record) => /domain_name == "([^"]+)"/.exec(String(record.at("name")))?.[1]);
  sameSet(options, view.isPrimary ? names : [originName(view)], `names that ${view.id} proves`);
  const listener = port(view, 443);
  same(listener.to("certificate_arn").address, validation.address, `certificate of ${listener}`);
  return [
    ...issued.has({ validation_method: "DNS", "lifecycle.create_before_destroy": true }),
    ...issued.judged("domain_name", "subject_alternative_names"),
    ...validation.judged("certificate_arn"),
    ...made.flatMap((record) => record.judged("name")),
    ...listener.has({ ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06" }),
    ...listener.judged("certificate_arn"),
  ];
}

export const edge: Checks = {
  "SEC-06": inEveryEdge(webAcl),
  "SEC-07": inEveryEdge(certificate),
};
