import { Construct } from "constructs";
import type { NodeGroupSpec } from "./node-groups";
import { NodeTemplate } from "./node-template";

/** A slice of the general pool: one managed group over all zones. */
export interface GeneralSlice {
  /** E.g. `od-1`. */
  readonly name: string;
  readonly capacity: "on-demand" | "spot";
  readonly instanceTypes: readonly string[];
  /** Nodes over all zones. */
  readonly min: number;
  readonly max: number;
}

/** The tainted pool for connection poolers and caches: one group per zone, because their volumes are zonal. */
export interface DbPool {
  readonly instanceType: string;
  readonly minPerZone: number;
  readonly maxPerZone: number;
  /** Pods of one node. */
  readonly maxPods: number;
}

export interface NodePoolsProps {
  /** Start of the names of launch templates, e.g. `company-inc-prod`. */
  readonly name: string;
  readonly slices: readonly GeneralSlice[];
  /** @default no such pool */
  readonly dbPool?: DbPool;
  /** Pods of one general node. */
  readonly maxPods: number;
  /** Private subnets by zone. */
  readonly subnetIds: Readonly<Record<string, string>>;
  readonly securityGroupId: string;
  readonly volumeKeyArn: string;
  readonly volumeGib: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Launch templates of both families and the list of groups, in the order of their updates. */
export class NodePools extends Construct {
  readonly groups: readonly NodeGroupSpec[];

  constructor(scope: Construct, id: string, props: NodePoolsProps) {
    super(scope, id);
    this.groups = [
      ...this.general(props),
      ...(props.dbPool === undefined ? [] : this.databasePool(props.dbPool, props)),
    ];
  }

  private template(family: string, maxPods: number, props: NodePoolsProps): NodeTemplate {
    const { securityGroupId, volumeKeyArn, volumeGib, tags } = props;
    return new NodeTemplate(this, family, {
      namePrefix: `${props.name}-${family}-`,
      securityGroupIds: [securityGroupId],
      volumeKeyArn,
      volumeGib,
      maxPods,
      tags: { ...tags, Name: `${props.name}-${family}` },
    });
  }

  private general(props: NodePoolsProps): NodeGroupSpec[] {
    const template = this.template("general", props.maxPods, props);
    const subnetIds = Object.values(props.subnetIds);
    const labels = { workload: "general" };
    return props.slices.map((slice) => ({ ...slice, name: `general-${slice.name}`, subnetIds, labels, template }));
  }

  private databasePool(pool: DbPool, props: NodePoolsProps): NodeGroupSpec[] {
    const template = this.template("db-pool", pool.maxPods, props);
    return Object.entries(props.subnetIds).map(([zone, subnetId]) => ({
      name: `db-pool-${zone.slice(-1)}`,
      capacity: "on-demand",
      instanceTypes: [pool.instanceType],
      subnetIds: [subnetId],
      min: pool.minPerZone,
      max: pool.maxPerZone,
      labels: { workload: "db-pool" },
      taint: { key: "dedicated", value: "db-pool" },
      template,
    }));
  }
}
