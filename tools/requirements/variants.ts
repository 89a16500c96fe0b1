import type { Platform } from "../../src/config";
import type { Layer } from "../../src/lib/layers";

/** One decision made otherwise, and the stacks that show it. */
export interface Variant {
  readonly change: (platform: Platform) => void;
  readonly stacks: (account: string, layer: Layer) => boolean;
}

type Workload = Platform["workloads"][string];

function workload(platform: Platform, name: string): Workload {
  const found = platform.workloads[name];
  if (found === undefined) throw new Error(`there is no workload account ${name}`);
  return found;
}

/** Atlas of one account, with something of its section changed, and the other layers that show it. */
const atlas = (account: string, change: Partial<Workload["atlas"]>, beside: readonly Layer[] = []): Variant => ({
  change: (platform) => Object.assign(workload(platform, account).atlas, change),
  stacks: (name, layer) => name === account && [...beside, "atlas"].includes(layer),
});

export const variants: Readonly<Record<string, Variant>> = {
  /** State and runs in HCP Terraform. */
  cloud: {
    change: (platform) => {
      platform.backend = { kind: "cloud", organization: "company-inc" };
      // A bootstrap goes to its workspace once it has made the roles of the runs.
      const { account } = platform.workloads["prod"] ?? {};
      if (account !== undefined) account.bootstrapState = { "us-east-1": "backend", "us-west-2": "backend" };
    },
    stacks: (account) => account === "prod",
  },
  "staging by peering": atlas("staging", { connectivity: "peering" }, ["network"]),
  "staging by PrivateLink": atlas("staging", { connectivity: "privatelink" }, ["network"]),
  "prod by PrivateLink": atlas("prod", { connectivity: "privatelink", tieBreakerVpc: true }, ["network"]),
  dualRegion3: atlas("prod", { topology: "dualRegion3", acceptManualFailover: true }),
  /** More nodes cost more; the budget is not what this variant is about. */
  triRegion5: atlas("prod", { topology: "triRegion5", monthlyBudgetUsd: 10_000 }),
  "a customer key": atlas("staging", { customerKey: true }),
  /** The fourth slice moves to the larger size. */
  "a larger slice": {
    change: (platform) => {
      const slice = workload(platform, "staging").eks.generalSlices["od-4"];
      if (slice !== undefined) slice.size = "xlarge";
    },
    stacks: (account, layer) => account === "staging" && layer === "eks",
  },
  /** Three grants, of which one is valid. */
  "a grant for prod": {
    change: (platform) => {
      const grant = { group: "DevOps", ticket: "OPS-1", approvedBy: "cto" };
      const [day, before] = [platform.asOf, "2000-01-01"];
      platform.people.prodAccessGrants = [
        { ...grant, starts: `${day}T00:00:00Z`, expires: `${day}T04:00:00Z` },
        { ...grant, ticket: "OPS-2", starts: `${before}T00:00:00Z`, expires: `${before}T04:00:00Z` },
      ];
    },
    stacks: (_, layer) => layer === "identity",
  },
};
