import { Auditing } from "@cdktf/provider-mongodbatlas/lib/auditing";
import { CustomDnsConfigurationClusterAws } from "@cdktf/provider-mongodbatlas/lib/custom-dns-configuration-cluster-aws";
import { MaintenanceWindow } from "@cdktf/provider-mongodbatlas/lib/maintenance-window";
import { NetworkContainer } from "@cdktf/provider-mongodbatlas/lib/network-container";
import { Project } from "@cdktf/provider-mongodbatlas/lib/project";
import { ProjectIpAccessList } from "@cdktf/provider-mongodbatlas/lib/project-ip-access-list";
import { Construct } from "constructs";
import { atlasRegion } from "../../lib/regions";

/** A range that may open connections to the cluster. */
export interface AccessEntry {
  readonly cidr: string;
  /** What lives there. */
  readonly comment: string;
}

export interface AtlasProjectProps {
  readonly name: string;
  /** Atlas organization, 24 hexadecimal digits. */
  readonly orgId: string;
  /** Container block by AWS region; every region that gets a node has one. */
  readonly containers: Readonly<Record<string, string>>;
  readonly accessList: readonly AccessEntry[];
  /** Lets people browse documents in Atlas's console. */
  readonly dataExplorer: boolean;
  /** Records failed logins and every change of users and roles. */
  readonly auditing: boolean;
  /** Day 1 is Sunday; the hour is UTC. */
  readonly maintenance: { readonly dayOfWeek: number; readonly hourOfDay: number };
  /** Names that resolve to private addresses; only peering needs them. */
  readonly privateNames: boolean;
  /** Refuses to be destroyed. */
  readonly protect: boolean;
}

// Event names and the meaning of `result`: https://www.mongodb.com/docs/manual/reference/audit-message/
const userChanges = [
  "createUser",
  "updateUser",
  "dropUser",
  "dropAllUsersFromDatabase",
  "grantRolesToUser",
  "revokeRolesFromUser",
];
const roleChanges = [
  "createRole",
  "updateRole",
  "dropRole",
  "dropAllRolesFromDatabase",
  "grantRolesToRole",
  "revokeRolesFromRole",
];
const privilegeChanges = ["grantPrivilegesToRole", "revokePrivilegesFromRole"];

const auditFilter = {
  $or: [
    { atype: "authenticate", result: { $ne: 0 } },
    { atype: { $in: [...userChanges, ...roleChanges, ...privilegeChanges] } },
  ],
};

/** The Atlas project of one environment: its network containers, who may connect, and when Atlas may patch. */
export class AtlasProject extends Construct {
  readonly projectId: string;
  /** By AWS region. The cluster depends on them: without one, Atlas chooses a block that cannot be changed later. */
  readonly containers: Readonly<Record<string, NetworkContainer>>;

  constructor(scope: Construct, id: string, props: AtlasProjectProps) {
    super(scope, id);
    const project = new Project(this, "Resource", {
      name: props.name,
      orgId: props.orgId,
      isDataExplorerEnabled: props.dataExplorer,
      withDefaultAlertsSettings: true,
      ...(props.protect ? { lifecycle: { preventDestroy: true } } : {}),
    });
    this.projectId = project.id;
    this.containers = this.contain(props.containers);
    this.admit(props.accessList);
    new MaintenanceWindow(this, "maintenance", {
      projectId: project.id,
      ...props.maintenance,
      autoDeferOnceEnabled: true,
    });
    if (props.auditing) {
      new Auditing(this, "auditing", {
        projectId: project.id,
        enabled: true,
        auditFilter: JSON.stringify(auditFilter),
      });
    }
    if (props.privateNames)
      new CustomDnsConfigurationClusterAws(this, "private-names", { projectId: project.id, enabled: true });
  }

  private contain(blocks: Readonly<Record<string, string>>): Readonly<Record<string, NetworkContainer>> {
    const containers = Object.entries(blocks).map(([region, atlasCidrBlock]) => {
      const container = new NetworkContainer(this, `container-${region}`, {
        projectId: this.projectId,
        providerName: "AWS",
        regionName: atlasRegion(region),
        atlasCidrBlock,
      });
      return [region, container] as const;
    });
    return Object.fromEntries(containers);
  }

  private admit(entries: readonly AccessEntry[]): void {
    for (const { cidr, comment } of entries) {
      new ProjectIpAccessList(this, `access-${cidr.replace("/", "-")}`, {
        projectId: this.projectId,
        cidrBlock: cidr,
        comment,
      });
    }
  }
}
