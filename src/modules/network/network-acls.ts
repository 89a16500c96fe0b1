import { DefaultNetworkAcl } from "@cdktf/provider-aws/lib/default-network-acl";
import { NetworkAcl } from "@cdktf/provider-aws/lib/network-acl";
import { NetworkAclRule } from "@cdktf/provider-aws/lib/network-acl-rule";
import { Construct } from "constructs";
import { type AclFlow, type AclFlowsProps, type AclTier, aclFlows, maxAclRules } from "./acl-flows";

export interface NetworkAclsProps extends AclFlowsProps {
  /** Start of the Name tags, e.g. `acme-prod`. */
  readonly name: string;
  readonly vpcId: string;
  /** Default ACL of the VPC, to be closed. @default left as it is, for a VPC that others may live in */
  readonly defaultNetworkAclId?: string;
  /** Subnets that each ACL guards; a tier that is not named has no ACL. */
  readonly subnetIds: Readonly<Partial<Record<AclTier, readonly string[]>>>;
}

const directions = ["ingress", "egress"] as const;

/** What an entry looks at. @throws when a TCP flow names no ports */
function matchOf({ name, protocol, ports }: AclFlow) {
  if (protocol === "all") return { protocol: "-1" };
  if (protocol === "too-big") return { protocol: "icmp", icmpType: 3, icmpCode: 4 };
  if (ports === undefined) throw new Error(`the TCP flow "${name}" needs ports`);
  return { protocol: "tcp", fromPort: ports[0], toPort: ports[1] };
}

/** ACLs by tier, from the flow list, and a default ACL that lets nothing pass. */
export class NetworkAcls extends Construct {
  constructor(scope: Construct, id: string, props: NetworkAclsProps) {
    super(scope, id);
    const { name, vpcId, defaultNetworkAclId, subnetIds } = props;
    if (defaultNetworkAclId !== undefined) {
      new DefaultNetworkAcl(this, "closed", { defaultNetworkAclId, tags: { Name: `${name}-closed` } });
    }
    const flows = aclFlows(props);
    for (const [tier, ids] of Object.entries(subnetIds) as [AclTier, readonly string[]][]) {
      const acl = new NetworkAcl(this, tier, {
        vpcId,
        subnetIds: [...ids],
        tags: { Name: `${name}-${tier}`, Tier: tier },
      });
      for (const direction of directions) {
        this.addEntries(
          acl.id,
          flows.filter((flow) => flow.tier === tier && flow.direction === direction),
        );
      }
    }
  }

  private addEntries(networkAclId: string, flows: readonly AclFlow[]): void {
    const entries = flows.flatMap((flow) =>
      flow.peers.map((peer, place) => ({ flow, peer, number: flow.number + place })),
    );
    const [first] = entries;
    if (entries.length > maxAclRules) {
      throw new Error(
        `${entries.length} ${first?.flow.direction} rules of the ${first?.flow.tier} ACL are more than ${maxAclRules}`,
      );
    }
    for (const { flow, peer, number } of entries) {
      const { tier, direction, name } = flow;
      // AWS knows an entry by its number. Keyed by it, a changed list changes entries one by one; keyed by address, a new
      // entry would claim a number before its old owner has gone, which EC2 refuses.
      new NetworkAclRule(this, `${tier}-${direction}-${name}-${number}`, {
        networkAclId,
        egress: direction === "egress",
        ruleNumber: number,
        ruleAction: "allow",
        cidrBlock: peer,
        ...matchOf(flow),
      });
    }
  }
}
