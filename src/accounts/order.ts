import { type Layer, layers } from "../lib/layers";

export { type Layer, layers };

/**
 * Who reads whom: the one table of the order. A reader stays in its own account and region; what must cross those
 * borders is composed from names that are known at synth.
 */
export const reads: Readonly<Record<Layer, readonly Layer[]>> = {
  bootstrap: [],
  organization: [],
  identity: [],
  foundation: ["bootstrap"],
  network: ["bootstrap", "foundation"],
  eks: ["bootstrap", "foundation", "network"],
  atlas: ["bootstrap", "network", "eks"],
  edge: ["foundation", "network"],
};
