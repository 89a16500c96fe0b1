import { Ec2ClientVpnAuthorizationRule } from "@cdktf/provider-aws/lib/ec2-client-vpn-authorization-rule";
import { Ec2ClientVpnEndpoint } from "@cdktf/provider-aws/lib/ec2-client-vpn-endpoint";
import { Ec2ClientVpnNetworkAssociation } from "@cdktf/provider-aws/lib/ec2-client-vpn-network-association";
import { Construct } from "constructs";

export interface ClientVpnProps {
  /** Name tag, e.g. `prod-admin`. */
  readonly name: string;
  readonly vpcId: string;
  /** Addresses of clients, /22 or larger; overlaps nothing. */
  readonly clientCidr: string;
  /** Certificates in ACM, in this region. */
  readonly serverCertificateArn: string;
  readonly clientCaArn: string;
  /** Subnet that clients enter by; they appear there with an address of it. */
  readonly subnetId: string;
  readonly securityGroupId: string;
  /** Block that clients may reach: the bastion's subnet. */
  readonly targetCidr: string;
  readonly logGroupName: string;
}

/** AWS VPN endpoint for administrators: the document's other way to the bastion. */
export class ClientVpn extends Construct {
  constructor(scope: Construct, id: string, props: ClientVpnProps) {
    super(scope, id);
    const {
      name,
      vpcId,
      clientCidr,
      serverCertificateArn,
      clientCaArn,
      subnetId,
      securityGroupId,
      targetCidr,
      logGroupName,
    } = props;
    const endpoint = new Ec2ClientVpnEndpoint(this, "Resource", {
      description: name,
      vpcId,
      clientCidrBlock: clientCidr,
      splitTunnel: true,
      serverCertificateArn,
      authenticationOptions: [{ type: "certificate-authentication", rootCertificateChainArn: clientCaArn }],
      connectionLogOptions: { enabled: true, cloudwatchLogGroup: logGroupName },
      securityGroupIds: [securityGroupId],
      tags: { Name: name },
    });
    const entry = new Ec2ClientVpnNetworkAssociation(this, "entry", { clientVpnEndpointId: endpoint.id, subnetId });
    new Ec2ClientVpnAuthorizationRule(this, "bastion", {
      clientVpnEndpointId: endpoint.id,
      targetNetworkCidr: targetCidr,
      authorizeAllGroups: true,
      description: "The bastion's subnet, nothing else",
      dependsOn: [entry],
    });
  }
}
