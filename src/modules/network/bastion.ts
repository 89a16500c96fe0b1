import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { Construct } from "constructs";

export interface BastionProps {
  /** Name tag, e.g. `prod-bastion`. */
  readonly name: string;
  /** EC2 type, e.g. `t3.micro`; x86_64. */
  readonly instanceType: string;
  /** A public subnet. */
  readonly subnetId: string;
  readonly securityGroupId: string;
  /** Name of role and instance profile, unique in the account. */
  readonly roleName: string;
  readonly permissionsBoundaryArn: string;
}

const imageParameter = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

/**
 * The document's SSH host. Keys come by EC2 Instance Connect, which AL2023 brings along, so no key pair exists. It holds
 * nothing: rebuild it to get a newer image.
 */
export class Bastion extends Construct {
  constructor(scope: Construct, id: string, props: BastionProps) {
    super(scope, id);
    const { name, instanceType, subnetId, securityGroupId } = props;
    const image = new DataAwsSsmParameter(this, "image", { name: imageParameter });
    const host = new Instance(this, "Resource", {
      ami: image.insecureValue,
      instanceType,
      subnetId,
      vpcSecurityGroupIds: [securityGroupId],
      iamInstanceProfile: this.addProfile(props),
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      ebsOptimized: true,
      monitoring: true,
      // Without a key of its own the volume takes the account's default one for EBS.
      rootBlockDevice: { encrypted: true, volumeType: "gp3" },
      tags: { Name: name },
      // "Latest" moves by itself and would replace the host in any plan.
      lifecycle: { ignoreChanges: ["ami"] },
    });
    new Eip(this, "address", { domain: "vpc", instance: host.id, tags: { Name: name } });
  }

  private addProfile({ roleName, permissionsBoundaryArn }: BastionProps): string {
    const role = new IamRole(this, "role", {
      name: roleName,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
      permissionsBoundary: permissionsBoundaryArn,
    });
    new IamRolePolicyAttachment(this, "ssm", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    });
    return new IamInstanceProfile(this, "profile", { name: roleName, role: role.name }).name;
  }
}
