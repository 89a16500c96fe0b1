/** Who holds connections to a node of the replica set, and how many. */
export interface ConnectionDemand {
  /** Pool of one pod over all of its workers. */
  readonly podPool: number;
  /** Most replicas of the backend in one cluster. */
  readonly maxReplicas: number;
  /** Pods that run beside them while a release is rolled out. */
  readonly rolloutSurge: number;
  /** Kubernetes clusters whose pods use the database at once. */
  readonly clusters: number;
  /** Connections of analytics and of the backup job together. */
  readonly others: number;
}

/** Share of a tier's connections that is planned with; the rest is for Atlas, people and bursts. */
const plannedShare = 0.9;

/** Connections that may be planned with on a tier that allows `limit` per node. */
export const usableConnections = (limit: number): number => Math.floor(limit * plannedShare);

/** Connections at the highest load: every driver keeps its pool open to the primary. */
export const peakConnections = ({ podPool, maxReplicas, rolloutSurge, clusters, others }: ConnectionDemand): number =>
  clusters * (maxReplicas + rolloutSurge) * podPool + others;

/** Pods, over all clusters, that fit into a tier that allows `limit` connections per node. */
export const podsThatFit = (limit: number, { podPool, others }: ConnectionDemand): number =>
  Math.max(0, Math.floor((usableConnections(limit) - others) / podPool));
