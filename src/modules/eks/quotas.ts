import { ServicequotasServiceQuota } from "@cdktf/provider-aws/lib/servicequotas-service-quota";
import { Construct } from "constructs";

/** Quota codes of EC2 (Service Quotas console): running standard instances, in vCPU. */
const codes = { onDemand: "L-1216C47A", spot: "L-34B43A08" } as const;

export interface ComputeQuotasProps {
  /** vCPU of running on-demand instances of the standard families. */
  readonly onDemandVcpus: number;
  /** vCPU of running Spot instances of the standard families. */
  readonly spotVcpus: number;
}

/** Asks for the vCPU that the node groups need at their largest; a new account starts with a handful. */
export class ComputeQuotas extends Construct {
  constructor(scope: Construct, id: string, { onDemandVcpus, spotVcpus }: ComputeQuotasProps) {
    super(scope, id);
    new ServicequotasServiceQuota(this, "on-demand", {
      serviceCode: "ec2",
      quotaCode: codes.onDemand,
      value: onDemandVcpus,
    });
    new ServicequotasServiceQuota(this, "spot", { serviceCode: "ec2", quotaCode: codes.spot, value: spotVcpus });
  }
}
