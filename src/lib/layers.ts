/** Layers of an account, each after all that it may read; the register's order, as far as it is built. */
export const layers = [
  "bootstrap",
  "organization",
  "identity",
  "foundation",
  "network",
  "eks",
  "atlas",
  "edge",
] as const;

export type Layer = (typeof layers)[number];
