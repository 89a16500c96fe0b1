import { AdvancedCluster } from "@cdktf/provider-mongodbatlas/lib/advanced-cluster";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type RegionNodes, votes } from "../../lib/atlas-topology";
import { atlasRegion } from "../../lib/regions";

export interface AtlasClusterProps {
  readonly projectId: string;
  readonly name: string;
  /** Major version, e.g. `8.0`. */
  readonly mongoVersion: string;
  /** Electable nodes by region, preferred region first. */
  readonly nodes: readonly RegionNodes[];
  /** Size that the cluster is created with, e.g. `M10`. */
  readonly tier: string;
  /** Size that the disk is created with. */
  readonly diskGb: number;
  /** Lets Atlas change the size between two tiers. @default the size stays */
  readonly computeBounds?: { readonly minTier: string; readonly maxTier: string };
  /** Keeps the oplog that restores to any second need. */
  readonly pointInTime: boolean;
  /** @default Atlas sizes the oplog */
  readonly oplogHours?: number;
  /** Disks are encrypted with the project's own KMS key as well. */
  readonly customerKey: boolean;
  /** Cost-allocation tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Refuses to be destroyed, in Terraform and in Atlas. */
  readonly protect: boolean;
  /** Containers, and the key where there is one: they must stand before the first node. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** A replica set on AWS. Reads and writes go through `connection.ts`, backups through `backup.ts`. */
export class AtlasCluster extends Construct {
  readonly cluster: AdvancedCluster;
  readonly name: string;
  /** Atlas's id of the replica set's only zone. */
  readonly zoneId: string;

  /** @throws when the nodes have an even number of votes */
  constructor(scope: Construct, id: string, props: AtlasClusterProps) {
    super(scope, id);
    const sum = votes(props.nodes);
    if (sum % 2 === 0)
      throw new Error(`${sum} electable nodes can split into equal halves; an odd number elects a primary`);
    this.cluster = new AdvancedCluster(this, "Resource", {
      projectId: props.projectId,
      name: props.name,
      clusterType: "REPLICASET",
      versionReleaseSystem: "LTS",
      mongoDbMajorVersion: props.mongoVersion,
      backupEnabled: true,
      retainBackupsEnabled: true,
      pitEnabled: props.pointInTime,
      terminationProtectionEnabled: props.protect,
      encryptionAtRestProvider: props.customerKey ? "AWS" : "NONE",
      advancedConfiguration: {
        minimumEnabledTlsProtocol: "TLS1_2",
        javascriptEnabled: false,
        defaultWriteConcern: "majority",
        ...(props.oplogHours === undefined ? {} : { oplogMinRetentionHours: props.oplogHours }),
      },
      replicationSpecs: [{ regionConfigs: regionConfigs(props) }],
      tags: Object.entries(props.tags).map(([key, value]) => ({ key, value })),
      dependsOn: [...props.dependsOn],
      lifecycle: { preventDestroy: props.protect, ignoreChanges: autoscaled(props.nodes.length) },
    });
    this.name = props.name;
    this.zoneId = this.cluster.replicationSpecs.get(0).zoneId;
  }
}

function regionConfigs({ nodes, tier, diskGb, computeBounds }: AtlasClusterProps) {
  // The same in every region: Atlas refuses clusters whose regions scale differently.
  const autoScaling = {
    diskGbEnabled: true,
    computeEnabled: computeBounds !== undefined,
    ...(computeBounds === undefined
      ? {}
      : {
          computeScaleDownEnabled: true,
          computeMinInstanceSize: computeBounds.minTier,
          computeMaxInstanceSize: computeBounds.maxTier,
        }),
  };
  return nodes.map(({ region, nodes: nodeCount, priority }) => ({
    providerName: "AWS",
    regionName: atlasRegion(region),
    priority,
    electableSpecs: { instanceSize: tier, nodeCount, diskSizeGb: diskGb },
    autoScaling,
  }));
}

/** What Atlas changes by itself; Terraform has no wildcard here, so there is one path per region. */
function autoscaled(regions: number): string[] {
  return Array.from({ length: regions }, (_, place) =>
    ["instance_size", "disk_size_gb"].map(
      (name) => `replication_specs[0].region_configs[${place}].electable_specs[0].${name}`,
    ),
  ).flat();
}
