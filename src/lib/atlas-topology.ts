/** Role of a region in the platform; which region takes it is configuration. */
export type Seat = "primary" | "secondary" | "tieBreaker";

/** Electable nodes of one region of a replica set. */
export interface RegionNodes {
  /** AWS name, e.g. `us-east-1`. */
  readonly region: string;
  readonly nodes: number;
  /** Election priority: 7 is preferred, and Atlas refuses gaps below it. */
  readonly priority: number;
}

export const topologyNames = ["singleRegion3", "dualRegion3", "triRegion3", "triRegion5"] as const;

export type TopologyName = (typeof topologyNames)[number];

/** Electable nodes by seat, preferred region first. */
const seatsOf: Readonly<Record<TopologyName, readonly (readonly [seat: Seat, nodes: number])[]>> = {
  singleRegion3: [["primary", 3]],
  dualRegion3: [
    ["primary", 2],
    ["secondary", 1],
  ],
  triRegion3: [
    ["primary", 1],
    ["secondary", 1],
    ["tieBreaker", 1],
  ],
  triRegion5: [
    ["primary", 2],
    ["secondary", 2],
    ["tieBreaker", 1],
  ],
};

/** The highest priority that Atlas knows; the region that has it also stores the snapshots. */
const highestPriority = 7;

/** Nodes and priorities of a topology over the platform's regions. */
export function topologyNodes(name: TopologyName, regions: Readonly<Record<Seat, string>>): readonly RegionNodes[] {
  return seatsOf[name].map(([seat, nodes], place) => ({
    region: regions[seat],
    nodes,
    priority: highestPriority - place,
  }));
}

export const votes = (nodes: readonly RegionNodes[]): number => nodes.reduce((sum, region) => sum + region.nodes, 0);

/** Regions whose loss leaves too few votes to elect a primary. */
export function decisiveRegions(nodes: readonly RegionNodes[]): readonly string[] {
  const all = votes(nodes);
  return nodes.filter((region) => (all - region.nodes) * 2 <= all).map(({ region }) => region);
}
