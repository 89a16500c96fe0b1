import { isFields, isList } from "../protocol/values";
import type { Newborn } from "./birth";

/** `namespace/name`, or the name alone for what belongs to the whole cluster. */
export function kubernetesId(newborn: Newborn): string {
  const { metadata, manifest } = newborn.birth.planned;
  const source = isList(metadata) ? metadata[0] : isFields(manifest) ? manifest["metadata"] : undefined;
  const named = isFields(source) ? source : {};
  const name = typeof named["name"] === "string" ? named["name"] : newborn.hex(12, "name");
  return typeof named["namespace"] === "string" ? `${named["namespace"]}/${name}` : name;
}
