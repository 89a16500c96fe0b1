import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { ShieldProtection } from "@cdktf/provider-aws/lib/shield-protection";
import type { Construct } from "constructs";
import { foundationContract, networkContract } from "../contracts";
import { edgeContract } from "../contracts/edge";
import { regional } from "../lib/naming";
import { regionSuffix } from "../lib/regions";
import { Certificate } from "../modules/edge/certificate";
import { LoadBalancer } from "../modules/edge/load-balancer";
import { WebAcl, type WebAclProps } from "../modules/edge/web-acl";
import { BaseStack, type StackScope } from "./base-stack";

export interface EdgeStackProps {
  /** Name of the environment's hosted zone, e.g. `dev.example.com`. */
  readonly zoneName: string;
  readonly waf: Pick<WebAclProps, "rateLimit" | "commonRules">;
  /** Days that access logs of the load balancer are kept. */
  readonly accessLogDays: number;
  readonly deletionProtection: boolean;
  /** Adds Shield Advanced, which the account has to have subscribed to. */
  readonly shieldAdvanced: boolean;
}

/** The way in to one region: certificate, load balancer, web ACL and the name that DNS gives it. */
export class EdgeStack extends BaseStack {
  constructor(parent: Construct, scope: StackScope, props: EdgeStackProps) {
    super(parent, "edge", scope);
    const { zoneName, waf, accessLogDays, deletionProtection, shieldAdvanced } = props;
    const { company, account, region } = scope;
    const foundation = this.read(foundationContract);
    const network = this.read(networkContract);
    const zoneId = this.isPrimary
      ? foundation.zone_id
      : new DataAwsRoute53Zone(this, "zone", { name: zoneName }).zoneId;
    const originName = `origin-${regionSuffix(region.name)}.${zoneName}`;
    const shared = [`app.${zoneName}`, `origin.${zoneName}`];
    const [domainName = "", ...others] = shared;
    const certificate = new Certificate(this, "certificate", {
      zoneId,
      domainName,
      alternativeNames: [...others, originName],
      validatedElsewhere: this.isPrimary ? [] : shared,
    });
    const { balancer, targetGroup } = new LoadBalancer(this, "alb", {
      name: `${account.name}-app`,
      accountId: account.id,
      vpcId: network.vpc_id,
      subnetIds: region.zones.map((zone) => network.public_subnet_ids.at(zone)),
      securityGroupId: network.alb_sg_id,
      certificateArn: certificate.arn,
      logBucket: regional(`${company}-${account.name}-alb-logs`, region.name),
      logDays: accessLogDays,
      deletionProtection,
    });
    const acl = new WebAcl(this, "waf", {
      ...waf,
      name: `${account.name}-alb`,
      resourceArn: balancer.arn,
      logGroupArn: foundation.log_group_arns.at("waf"),
    });
    if (shieldAdvanced)
      new ShieldProtection(this, "shield", { name: `${account.name}-alb`, resourceArn: balancer.arn });
    new Route53Record(this, "origin", {
      zoneId,
      name: originName,
      type: "A",
      alias: { name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true },
    });
    this.publish(edgeContract, {
      alb_arn: balancer.arn,
      alb_arn_suffix: balancer.arnSuffix,
      target_group_arn: targetGroup.arn,
      target_group_arn_suffix: targetGroup.arnSuffix,
      origin_name: originName,
      web_acl_arn: acl.arn,
    });
  }
}
