import { Ec2ManagedPrefixList } from "@cdktf/provider-aws/lib/ec2-managed-prefix-list";
import { Construct } from "constructs";
import { maxApprovedRanges } from "../../lib/network-plan";

export interface ApprovedRangesProps {
  /** Name of the list, e.g. `prod-approved-admin-cidrs`. */
  readonly name: string;
  /** Ranges that may open SSH, at most 15. */
  readonly cidrs: readonly string[];
}

/** Offices and VPN exits as one list, so that a changed range changes no security-group rule. */
export class ApprovedRanges extends Construct {
  readonly prefixListId: string;

  constructor(scope: Construct, id: string, { name, cidrs }: ApprovedRangesProps) {
    super(scope, id);
    this.prefixListId = new Ec2ManagedPrefixList(this, "Resource", {
      name,
      addressFamily: "IPv4",
      maxEntries: maxApprovedRanges,
      entry: cidrs.map((cidr) => ({ cidr, description: "Approved for administration" })),
    }).id;
  }
}
