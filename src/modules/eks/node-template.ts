import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Construct } from "constructs";
import { nodeUserData } from "./user-data";

/** Default tags do not reach what a managed group launches; the template's do. */
const taggedResources = ["instance", "volume", "network-interface"];

export interface NodeTemplateProps {
  /** Start of the name, e.g. `company-inc-prod-general-`. */
  readonly namePrefix: string;
  /** Groups of the nodes. EKS adds none of its own once a template names some. */
  readonly securityGroupIds: readonly string[];
  readonly volumeKeyArn: string;
  readonly volumeGib: number;
  /** Kubelet's maxPods. */
  readonly maxPods: number;
  /** The six cost tags. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * What all nodes of a family have in common. Neither type nor image: EKS refuses the type here, and an image would make it a
 * custom-AMI group that it no longer updates.
 */
export class NodeTemplate extends Construct {
  readonly templateId: string;
  /** Newest version, so that a change of the template reaches its groups. */
  readonly version: string;

  constructor(scope: Construct, id: string, props: NodeTemplateProps) {
    super(scope, id);
    const template = new LaunchTemplate(this, "Resource", {
      namePrefix: props.namePrefix,
      updateDefaultVersion: true,
      userData: nodeUserData(props.maxPods),
      vpcSecurityGroupIds: [...props.securityGroupIds],
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      monitoring: { enabled: true },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            volumeSize: props.volumeGib,
            volumeType: "gp3",
            encrypted: "true",
            kmsKeyId: props.volumeKeyArn,
            deleteOnTermination: "true",
          },
        },
      ],
      tagSpecifications: taggedResources.map((resourceType) => ({ resourceType, tags: { ...props.tags } })),
      lifecycle: { createBeforeDestroy: true },
    });
    this.templateId = template.id;
    this.version = template.latestVersion as unknown as string;
  }
}
