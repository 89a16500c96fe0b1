import { DataMongodbatlasNetworkContainers } from "@cdktf/provider-mongodbatlas/lib/data-mongodbatlas-network-containers";
import { DataMongodbatlasProject } from "@cdktf/provider-mongodbatlas/lib/data-mongodbatlas-project";
import { Construct } from "constructs";
import { atlasRegion } from "../../lib/regions";

/** What another region's stack made in Atlas, found by name: its state may be out of reach with its region. */
export class AtlasLookup extends Construct {
  readonly projectId: string;
  private containers: DataMongodbatlasNetworkContainers | undefined;

  constructor(scope: Construct, id: string, { projectName }: { readonly projectName: string }) {
    super(scope, id);
    this.projectId = new DataMongodbatlasProject(this, "Resource", { name: projectName }).id;
  }

  /** Container of an AWS region; the plan fails when the project has none there. */
  containerId(region: string): string {
    this.containers ??= new DataMongodbatlasNetworkContainers(this, "containers", {
      projectId: this.projectId,
      providerName: "AWS",
    });
    return `\${one([for c in ${this.containers.fqn}.results : c.id if c.region_name == "${atlasRegion(region)}"])}`;
  }
}
