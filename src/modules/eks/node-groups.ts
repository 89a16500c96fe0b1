import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import type { NodeTemplate } from "./node-template";

export interface NodeGroupSpec {
  /** Key of the group and start of its name, e.g. `general-od-1`. */
  readonly name: string;
  readonly capacity: "on-demand" | "spot";
  readonly instanceTypes: readonly string[];
  readonly subnetIds: readonly string[];
  readonly min: number;
  readonly max: number;
  readonly labels: Readonly<Record<string, string>>;
  /** @default no taint */
  readonly taint?: { readonly key: string; readonly value: string };
  readonly template: NodeTemplate;
}

export interface NodeGroupsProps {
  readonly clusterName: string;
  readonly version: string;
  readonly amiRelease: string;
  readonly nodeRoleArn: string;
  readonly maxUnavailable: number;
  /** In the order of their updates. */
  readonly groups: readonly NodeGroupSpec[];
  /** What nodes need before they join. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * Managed node groups in a chain: each depends on the one before, so that no two are updated at once and the surge of one
 * group is all that updates add.
 */
export class NodeGroups extends Construct {
  readonly resources: readonly EksNodeGroup[];

  constructor(scope: Construct, id: string, props: NodeGroupsProps) {
    super(scope, id);
    const chain: EksNodeGroup[] = [];
    for (const spec of props.groups) {
      const before = chain.at(-1);
      chain.push(this.group(spec, props, [...props.after, ...(before === undefined ? [] : [before])]));
    }
    this.resources = chain;
  }

  private group(spec: NodeGroupSpec, props: NodeGroupsProps, dependsOn: ITerraformDependable[]): EksNodeGroup {
    return new EksNodeGroup(this, spec.name, {
      clusterName: props.clusterName,
      // A fixed name would collide with its successor when a change of types replaces the group.
      nodeGroupNamePrefix: `${spec.name}-`,
      nodeRoleArn: props.nodeRoleArn,
      subnetIds: [...spec.subnetIds],
      capacityType: spec.capacity === "spot" ? "SPOT" : "ON_DEMAND",
      instanceTypes: [...spec.instanceTypes],
      amiType: "AL2023_x86_64_STANDARD",
      version: props.version,
      releaseVersion: props.amiRelease,
      forceUpdateVersion: false,
      launchTemplate: { id: spec.template.templateId, version: Token.asString(spec.template.version) },
      scalingConfig: { minSize: spec.min, desiredSize: spec.min, maxSize: spec.max },
      updateConfig: { maxUnavailable: props.maxUnavailable },
      nodeRepairConfig: { enabled: true },
      labels: { ...spec.labels },
      ...(spec.taint === undefined ? {} : { taint: [{ ...spec.taint, effect: "NO_SCHEDULE" }] }),
      dependsOn,
      // The autoscaler owns the desired size, and nothing else.
      lifecycle: { createBeforeDestroy: true, ignoreChanges: ["scaling_config[0].desired_size"] },
    });
  }
}
