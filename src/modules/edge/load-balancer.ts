import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import { SecureBucket } from "../secure-bucket";

export interface LoadBalancerProps {
  /** Name of balancer and target group, e.g. `prod-app`; 32 characters at most. */
  readonly name: string;
  readonly accountId: string;
  readonly vpcId: string;
  /** One public subnet in each zone. */
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  readonly certificateArn: string;
  /** Bucket of the access logs, unique in the world. */
  readonly logBucket: string;
  /** Days that access logs are kept. */
  readonly logDays: number;
  readonly deletionProtection: boolean;
}

/** Port of the mesh's gateway, the one that the application's group opens to the balancer. */
const gatewayPort = 8080;

/** The way in: a balancer over all zones that speaks TLS to both sides, and takes pods as its targets. */
export class LoadBalancer extends Construct {
  readonly balancer: Lb;
  readonly targetGroup: LbTargetGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LoadBalancerProps,
  ) {
    super(scope, id);
    const { name, subnetIds, securityGroupId, certificateArn, deletionProtection } = props;
    const logs = this.addLogs();
    this.balancer = new Lb(this, "Resource", {
      name,
      loadBalancerType: "application",
      internal: false,
      securityGroups: [securityGroupId],
      subnets: [...subnetIds],
      dropInvalidHeaderFields: true,
      enableCrossZoneLoadBalancing: true,
      enableDeletionProtection: deletionProtection,
      accessLogs: { bucket: logs.name, enabled: true },
      // The service tests that it may write as soon as logs are switched on.
      dependsOn: [logs.policy],
    });
    this.targetGroup = this.addTargets();
    new LbListener(this, "http", {
      loadBalancerArn: this.balancer.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [{ type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } }],
    });
    new LbListener(this, "https", {
      loadBalancerArn: this.balancer.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      certificateArn,
      defaultAction: [{ type: "forward", targetGroupArn: this.targetGroup.arn }],
    });
  }

  /** Pods of the gateway, which the load balancer controller enters by their addresses. */
  private addTargets(): LbTargetGroup {
    return new LbTargetGroup(this, "gateway", {
      name: this.props.name,
      vpcId: this.props.vpcId,
      port: gatewayPort,
      protocol: "HTTPS",
      targetType: "ip",
      deregistrationDelay: "30",
      // The gateway answers this itself: its own health port would be a second one to open.
      healthCheck: { port: "traffic-port", path: "/healthz", protocol: "HTTPS", matcher: "200", interval: 10 },
    });
  }

  /**
   * Access logs can be written under S3's own key alone:
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
   */
  private addLogs(): SecureBucket {
    const { logBucket, logDays, accountId } = this.props;
    return new SecureBucket(this, "logs", {
      name: logBucket,
      noncurrentDays: 30,
      lifecycleRules: [{ id: "logs", status: "Enabled", filter: [{}], expiration: [{ days: logDays }] }],
      statements: (arn) => [
        {
          Sid: "BalancersWrite",
          Effect: "Allow",
          Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          Action: ["s3:PutObject"],
          Resource: [`${arn}/AWSLogs/${accountId}/*`],
          Condition: { StringEquals: { "aws:SourceAccount": accountId } },
        },
      ],
    });
  }
}
