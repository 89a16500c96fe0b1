import type { Construct } from "constructs";
import { AtlasLookup } from "../modules/atlas/lookup";
import { type AtlasRegionProps, AtlasRegionStack } from "./atlas-region-stack";
import type { StackScope } from "./base-stack";

export type AtlasSecondaryStackProps = AtlasRegionProps;

/**
 * Another region's paths to the cluster and roles of its pods. Project, containers and host come from Atlas itself, so
 * this stack can be planned while the primary region and its state are out of reach.
 */
export class AtlasSecondaryStack extends AtlasRegionStack {
  constructor(parent: Construct, scope: StackScope, props: AtlasSecondaryStackProps) {
    super(parent, scope);
    const atlas = new AtlasLookup(this, "atlas", { projectName: this.atlasName });
    this.openRegion(props, atlas.projectId, (region) => atlas.containerId(region), []);
  }
}
