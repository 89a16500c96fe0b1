import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { ApprovedRanges } from "./approved-ranges";
import {
  groupsFor,
  type MatrixProps,
  type Peer,
  type SecurityGroupName,
  type SecurityGroupRule,
  securityGroupMatrix,
  securityGroups,
} from "./security-group-matrix";

export interface SecurityGroupsProps extends MatrixProps {
  /** Start of the groups' names, e.g. `prod`. */
  readonly name: string;
  readonly vpcId: string;
  /** Ranges that may open SSH to the bastion while there is no VPN, at most 15. */
  readonly approvedCidrs: readonly string[];
}

const labelOf = (peer: Peer): string => {
  if ("group" in peer) return peer.group;
  return "cidr" in peer ? peer.cidr.replace("/", "-") : peer.prefixList;
};

/**
 * Groups without any rule of their own and one rule resource for each line of the matrix. Inline rules would fight with
 * separate ones and make mutual references a cycle. No group has an egress attribute: the provider then removes the
 * allow-all rule that EC2 puts on a new group.
 */
export class SecurityGroups extends Construct {
  private readonly ids: Partial<Record<SecurityGroupName, string>> = {};
  private approved: ApprovedRanges | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SecurityGroupsProps,
  ) {
    super(scope, id);
    for (const group of groupsFor(props)) {
      const name = `${props.name}-${group}`;
      const options = { name, description: securityGroups[group], vpcId: props.vpcId, tags: { Name: name } };
      this.ids[group] = new SecurityGroup(this, group, options).id;
    }
    for (const rule of securityGroupMatrix(props)) this.addRule(rule);
  }

  /** @throws when the group does not exist with these settings */
  idOf(group: SecurityGroupName): string {
    const id = this.ids[group];
    if (id === undefined) throw new Error(`there is no security group "${group}" with these settings`);
    return id;
  }

  private addRule({ group, direction, port, peer, reason }: SecurityGroupRule): void {
    const id = `${group}-${direction}-${port}-${labelOf(peer)}`;
    const options = {
      securityGroupId: this.idOf(group),
      fromPort: port,
      toPort: port,
      ipProtocol: "tcp",
      description: reason,
      tags: { Name: id },
      ...this.target(peer),
    };
    if (direction === "ingress") new VpcSecurityGroupIngressRule(this, id, options);
    else new VpcSecurityGroupEgressRule(this, id, options);
  }

  private target(peer: Peer): { referencedSecurityGroupId: string } | { cidrIpv4: string } | { prefixListId: string } {
    if ("group" in peer) return { referencedSecurityGroupId: this.idOf(peer.group) };
    if ("cidr" in peer) return { cidrIpv4: peer.cidr };
    const { name, approvedCidrs } = this.props;
    this.approved ??= new ApprovedRanges(this, "approved", {
      name: `${name}-approved-admin-cidrs`,
      cidrs: approvedCidrs,
    });
    return { prefixListId: this.approved.prefixListId };
  }
}
