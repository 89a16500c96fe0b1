import { atlasRegion } from "../../../src/lib/regions";
import type { Attributes, Evidence } from "../check";
import { type Block, ensure, follow, type StackView, stack } from "../lens";
import { environments } from "./places";

/** The stack of each environment that makes project and cluster. */
export const owners = (evidence: Evidence): readonly StackView[] =>
  environments.map((account) => stack(evidence, `${account}-atlas`));

export const clusterOf = (view: StackView): Block => view.one("mongodbatlas_advanced_cluster");

/** Region configurations of the cluster, as they are written. */
export function regionsIn(view: StackView): readonly Attributes[] {
  const found = clusterOf(view).blocks("replication_specs.region_configs");
  ensure(found.length > 0, `the cluster of ${view.id} has no region`);
  return found;
}

/** Where the n-th region configuration stands. */
export const regionPath = (place: number): string => `replication_specs.region_configs.${place}`;

/** The same attributes in every region of the cluster. */
export const inEachRegion = (view: StackView, ...attributes: readonly string[]) =>
  regionsIn(view).flatMap((_, place) =>
    clusterOf(view).judged(...attributes.map((attribute) => `${regionPath(place)}.${attribute}`)),
  );

export const containerOf = (view: StackView, region: string): Block =>
  view.one(
    "mongodbatlas_network_container",
    (block) => block.at("region_name") === atlasRegion(region),
    `container of ${region}`,
  );

/** Region of the container that a peering leads to, from a reference or from a lookup by region name. */
export function peeredRegion(peering: Block): string {
  const expression = String(peering.at("container_id"));
  const looked = /region_name == "([A-Z0-9_]+)"/.exec(expression)?.[1];
  if (looked !== undefined) return looked;
  const found = follow(peering.view, expression);
  ensure(found?.block.type === "mongodbatlas_network_container", `${peering} leads to no container`);
  return String(found.block.at("region_name"));
}
