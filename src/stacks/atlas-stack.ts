import type { Construct } from "constructs";
import type { RegionNodes } from "../lib/atlas-topology";
import { regional } from "../lib/naming";
import { AtlasBackup, type AtlasBackupProps } from "../modules/atlas/backup";
import { AtlasCluster, type AtlasClusterProps } from "../modules/atlas/cluster";
import { AtlasUsers } from "../modules/atlas/database-users";
import { AtlasEncryptionKey } from "../modules/atlas/encryption-key";
import type { Login } from "../modules/atlas/logins";
import { AtlasProject, type AtlasProjectProps } from "../modules/atlas/project";
import { type AtlasRegionProps, AtlasRegionStack } from "./atlas-region-stack";
import type { StackScope } from "./base-stack";

export interface AtlasStackProps
  extends AtlasRegionProps,
    Pick<
      AtlasProjectProps,
      "orgId" | "containers" | "accessList" | "dataExplorer" | "auditing" | "maintenance" | "protect"
    >,
    Pick<AtlasClusterProps, "mongoVersion" | "tier" | "diskGb" | "computeBounds" | "oplogHours" | "customerKey"> {
  /** Electable nodes by region, preferred region first. */
  readonly nodes: readonly RegionNodes[];
  readonly backup: Omit<AtlasBackupProps, "projectId" | "clusterName" | "zoneId">;
  /** Database that the applications use. */
  readonly database: string;
  /** Regions whose pods log in; their stacks make the roles, this one makes all users. */
  readonly loginRegions: readonly string[];
}

/** The Atlas project and cluster of an environment, and the primary region's paths to it. */
export class AtlasStack extends AtlasRegionStack {
  constructor(parent: Construct, scope: StackScope, props: AtlasStackProps) {
    super(parent, scope);
    const project = new AtlasProject(this, "project", {
      ...props,
      name: this.atlasName,
      privateNames: Object.keys(props.peeredCidrs).length > 0,
    });
    const { projectId } = project;
    const key = props.customerKey ? [this.encryptionKey(projectId).enabled] : [];
    const cluster = new AtlasCluster(this, "cluster", {
      ...props,
      projectId,
      name: this.atlasName,
      pointInTime: props.backup.pointInTimeDays !== undefined,
      tags: { ...scope.tags, Component: this.layer },
      dependsOn: [...Object.values(project.containers), ...key],
    });
    new AtlasBackup(this, "backup", {
      ...props.backup,
      projectId,
      clusterName: cluster.cluster.name,
      zoneId: cluster.zoneId,
    });
    new AtlasUsers(this, "users", {
      projectId,
      clusterName: cluster.cluster.name,
      database: props.database,
      roleArns: Object.fromEntries(props.loginRegions.map((region) => [region, this.loginArns(region)])),
    });
    this.openRegion(props, projectId, (region) => containerOf(project, region), [cluster.cluster]);
  }

  private loginArns(region: string): Readonly<Record<Login, string>> {
    const arn = (login: Login) => this.roleArn(regional(`${this.scope.account.name}-${login}`, region));
    return { backend: arn("backend"), analytics: arn("analytics"), mongodump: arn("mongodump") };
  }

  private encryptionKey(projectId: string): AtlasEncryptionKey {
    const { company, account, region } = this.scope;
    const roleName = this.regionalName("atlas-key");
    return new AtlasEncryptionKey(this, "key", {
      projectId,
      alias: `${company}-atlas`,
      roleName,
      roleArn: this.roleArn(roleName),
      accountId: account.id,
      region: region.name,
      permissionsBoundaryArn: this.boundaryArn,
    });
  }
}

function containerOf({ containers }: AtlasProject, region: string): string {
  const container = containers[region];
  if (container === undefined) throw new Error(`the project has no container in ${region} to peer with`);
  return container.containerId;
}
