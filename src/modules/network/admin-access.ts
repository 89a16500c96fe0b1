import { Construct } from "constructs";
import { Bastion } from "./bastion";
import { ClientVpn } from "./client-vpn";
import type { Network } from "./network";
import type { SecurityGroups } from "./security-groups";

/** The document's SSH host. */
export interface BastionSettings {
  /** EC2 type, e.g. `t3.micro`; x86_64. */
  readonly instanceType: string;
  /** Ranges that may open SSH; not used with a VPN. */
  readonly approvedCidrs: readonly string[];
  /** Lets the host reach the interface endpoints. */
  readonly ssm: boolean;
  /** @default SSH comes from the approved ranges */
  readonly vpn?: { readonly clientCidr: string; readonly serverCertificateArn: string; readonly clientCaArn: string };
}

export interface AdminAccessProps {
  readonly settings: BastionSettings;
  /** Start of the names, e.g. `prod`. */
  readonly name: string;
  readonly network: Network;
  readonly groups: SecurityGroups;
  /** Zone of the host and of the VPN's entry. */
  readonly zone: string;
  /** Block of the public subnet in that zone. */
  readonly publicCidr: string;
  /** Name of the host's role and instance profile, unique in the account. */
  readonly roleName: string;
  readonly permissionsBoundaryArn: string;
  /** Log group of VPN connections. */
  readonly vpnLogGroupName: string;
}

/** Bastion host and, where the settings have one, the VPN endpoint that leads to it. Session Manager needs neither. */
export class AdminAccess extends Construct {
  constructor(scope: Construct, id: string, props: AdminAccessProps) {
    super(scope, id);
    const { settings, name, network, groups, zone } = props;
    new Bastion(this, "bastion", {
      name: `${name}-bastion`,
      instanceType: settings.instanceType,
      subnetId: network.subnetId("public", zone),
      securityGroupId: groups.idOf("bastion"),
      roleName: props.roleName,
      permissionsBoundaryArn: props.permissionsBoundaryArn,
    });
    if (settings.vpn === undefined) return;
    new ClientVpn(this, "vpn", {
      name: `${name}-admin`,
      vpcId: network.vpc.id,
      ...settings.vpn,
      subnetId: network.subnetId("private", zone),
      securityGroupId: groups.idOf("vpn"),
      targetCidr: props.publicCidr,
      logGroupName: props.vpnLogGroupName,
    });
  }
}
