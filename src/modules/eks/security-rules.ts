import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";

/** A range of ports and who needs it; the consumers end in the rule's description. */
export interface PortNeed {
  readonly protocol: "tcp" | "udp";
  readonly from: number;
  readonly to: number;
  readonly consumer: string;
}

/** Longest description that EC2 takes. */
const descriptionLimit = 255;

export interface ClusterRulesProps {
  /** Group that EKS made for the control plane: extended here, never owned. */
  readonly clusterSecurityGroupId: string;
  /** Group of nodes and pods. */
  readonly appSecurityGroupId: string;
  /** Group of runners in the VPC. */
  readonly ciSecurityGroupId: string;
  /** What the control plane calls on nodes and pods. */
  readonly controlPlanePorts: readonly PortNeed[];
  /** What nodes and pods call on one another. */
  readonly peerPorts: readonly PortNeed[];
}

const keyOf = ({ protocol, from, to }: PortNeed) => (from === to ? `${protocol}-${from}` : `${protocol}-${from}-${to}`);

/** EC2 refuses a second rule for the same ports, so needs of equal ports share one that names all of them. */
export function mergePorts(needs: readonly PortNeed[]): readonly PortNeed[] {
  const merged = new Map<string, PortNeed>();
  for (const need of needs) {
    const known = merged.get(keyOf(need));
    merged.set(keyOf(need), known === undefined ? need : { ...need, consumer: `${known.consumer}; ${need.consumer}` });
  }
  return [...merged.values()];
}

const describe = (direction: string, need: PortNeed) => `${direction}: ${need.consumer}`.slice(0, descriptionLimit);

/** The rules that need the cluster's own group, each with its consumer. */
export class ClusterRules extends Construct {
  constructor(scope: Construct, id: string, props: ClusterRulesProps) {
    super(scope, id);
    this.toApi("nodes", props.clusterSecurityGroupId, props.appSecurityGroupId, "Kubernetes API: nodes and pods");
    this.toApi(
      "runners",
      props.clusterSecurityGroupId,
      props.ciSecurityGroupId,
      "Kubernetes API: runner and deploy projects",
    );
    for (const need of mergePorts(props.controlPlanePorts)) this.fromControlPlane(need, props);
    for (const need of mergePorts(props.peerPorts)) this.betweenPeers(need, props.appSecurityGroupId);
  }

  private toApi(name: string, securityGroupId: string, source: string, description: string): void {
    new VpcSecurityGroupIngressRule(this, `api-from-${name}`, {
      securityGroupId,
      referencedSecurityGroupId: source,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      description,
    });
  }

  private fromControlPlane(need: PortNeed, { appSecurityGroupId, clusterSecurityGroupId }: ClusterRulesProps): void {
    new VpcSecurityGroupIngressRule(this, `control-plane-${keyOf(need)}`, {
      securityGroupId: appSecurityGroupId,
      referencedSecurityGroupId: clusterSecurityGroupId,
      ipProtocol: need.protocol,
      fromPort: need.from,
      toPort: need.to,
      description: describe("From the control plane", need),
    });
  }

  private betweenPeers(need: PortNeed, securityGroupId: string): void {
    const ports = {
      securityGroupId,
      referencedSecurityGroupId: securityGroupId,
      ipProtocol: need.protocol,
      fromPort: need.from,
      toPort: need.to,
    };
    new VpcSecurityGroupIngressRule(this, `peers-in-${keyOf(need)}`, {
      ...ports,
      description: describe("From nodes and pods", need),
    });
    new VpcSecurityGroupEgressRule(this, `peers-out-${keyOf(need)}`, {
      ...ports,
      description: describe("To nodes and pods", need),
    });
  }
}
