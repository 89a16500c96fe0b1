import type { Platform } from "../../../src/config";
import { kubernetesUpgradesDue } from "../../../src/config/kubernetes-support";
import { eksRules } from "../../../src/config/rules/eks";
import { vcpusNeeded } from "../../../src/config/rules/eks-capacity";
import { platform } from "../../support/platform";

type Workload = Platform["workloads"][string];

function workloadOf(configuration: Platform, name: string): Workload {
  const workload = configuration.workloads[name];
  if (workload === undefined) throw new Error(`no workload ${name}`);
  return workload;
}

function findingsOf(id: string, configuration: Platform) {
  const rule = eksRules.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule.check(configuration);
}

interface Mistake {
  readonly rule: string;
  readonly what: string;
  readonly make: (prod: Workload, configuration: Platform) => void;
  readonly path: string;
  readonly says: RegExp;
}

const slice = ({ eks }: Workload, name: string) => {
  const found = eks.generalSlices[name];
  if (found === undefined) throw new Error(`no slice ${name}`);
  return found;
};
const everySlice = ({ eks }: Workload, changes: Partial<Workload["eks"]["generalSlices"][string]>) => {
  for (const each of Object.values(eks.generalSlices)) Object.assign(each, changes);
};
const at = "workloads.prod.eks";

const mistakes: readonly Mistake[] = [
  {
    rule: "eks-version-known",
    what: "EKS-02: a version outside of the support table",
    make: (prod) => Object.assign(prod.eks, { version: "1.99" }),
    path: `${at}.version`,
    says: /support table/,
  },
  {
    rule: "eks-version-supported",
    what: "EKS-02: the day after the end of standard support",
    make: (_, configuration) => Object.assign(configuration, { asOf: "2027-03-28" }),
    path: `${at}.version`,
    says: /2027-03-27/,
  },
  {
    rule: "eks-version-floor",
    what: "EKS-02: a minor below 28",
    make: (prod) => Object.assign(prod.eks, { version: "1.27" }),
    path: `${at}.version`,
    says: /1\.28/,
  },
  {
    rule: "eks-version-parity",
    what: "EKS-02: another version in staging than in prod",
    make: (prod) => Object.assign(prod.eks, { version: "1.34" }),
    path: "workloads.staging.eks.version",
    says: /1\.34/,
  },
  {
    rule: "eks-ami-minor",
    what: "EKS-12: an AMI release of another minor",
    make: (prod) => Object.assign(prod.eks, { amiRelease: "1.34.9-20260911" }),
    path: `${at}.amiRelease`,
    says: /another minor/,
  },
  {
    rule: "eks-addon-pinned",
    what: "EKS-04: an add-on without a version",
    make: (prod) => delete prod.eks.addonVersions.coredns,
    path: `${at}.addonVersions.coredns`,
    says: /exact version/,
  },
  {
    rule: "eks-addon-known",
    what: "EKS-04: a misspelt add-on",
    make: (prod) => Object.assign(prod.eks.addonVersions, { "core-dns": "v1.13.2-eksbuild.31" }),
    path: `${at}.addonVersions.core-dns`,
    says: /no stack installs/,
  },
  {
    rule: "eks-kube-proxy-minor",
    what: "EKS-04: kube-proxy of another minor",
    make: (prod) => Object.assign(prod.eks.addonVersions, { "kube-proxy": "v1.34.6-eksbuild.2" }),
    path: `${at}.addonVersions.kube-proxy`,
    says: /1\.35/,
  },
  {
    rule: "eks-pods-fit-subnets",
    what: "NET-08: a /24 for pods",
    make: (prod) => Object.assign(prod.addresses["us-east-1"] ?? {}, { pods: "100.64.0.0/24" }),
    path: "workloads.prod.addresses.us-east-1.pods",
    says: /93 nodes .* hold 8928 addresses, and 100\.64\.0\.0\/26 has 59/,
  },
  {
    rule: "eks-pods-fit-subnets",
    what: "NET-08: a region of a cluster without a block for pods",
    make: (prod) => delete prod.addresses["us-west-2"]?.pods,
    path: "workloads.prod.addresses.us-west-2.pods",
    says: /no block/,
  },
  {
    rule: "eks-nodes-fit-subnets",
    what: "NET-08: more nodes than a private subnet has addresses",
    make: (prod) => everySlice(prod, { max: 150 }),
    path: `${at}.generalSlices`,
    says: /with all zones up/,
  },
  {
    rule: "eks-nodes-fit-after-zone-loss",
    what: "NET-08: nodes that fit until a zone is lost",
    make: (prod) => everySlice(prod, { max: 90 }),
    path: `${at}.generalSlices`,
    says: /243 nodes and 20 other addresses after the loss of a zone/,
  },
  {
    rule: "eks-node-total",
    what: "EKS-17: groups whose sum and surge exceed the ceiling",
    make: (prod) => everySlice(prod, { max: 33 }),
    path: `${at}.maxNodesTotal`,
    says: /reach 195 nodes, and an update adds 6/,
  },
  {
    rule: "eks-node-ceiling",
    what: "EKS-17: a ceiling above 200",
    make: (prod) => Object.assign(prod.eks, { maxNodesTotal: 201 }),
    path: `${at}.maxNodesTotal`,
    says: /200/,
  },
  {
    rule: "eks-max-pods",
    what: "EKS-05: more pods than prefixes can carry",
    make: (prod) => Object.assign(prod.eks, { maxPods: 111 }),
    path: `${at}.maxPods`,
    says: /110 pods/,
  },
  {
    rule: "eks-max-pods",
    what: "EKS-05: more pods than the database pool's type can carry",
    make: (prod) => Object.assign(prod.eks.dbPool, { maxPods: 111 }),
    path: `${at}.dbPool.maxPods`,
    says: /t3\.medium/,
  },
  {
    rule: "eks-instance-type-known",
    what: "EKS-07: a type that is not in the table",
    make: (prod) => prod.eks.generalSizes.large.spot.push("x9.huge"),
    path: `${at}.generalSizes.large.spot`,
    says: /not in the table/,
  },
  {
    rule: "eks-types-of-one-size",
    what: "EKS-07: a Spot type of another size",
    make: (prod) => prod.eks.generalSizes.large.spot.push("m5.xlarge"),
    path: `${at}.generalSizes.large`,
    says: /vCPU or memory differ/,
  },
  {
    rule: "eks-quotas",
    what: "EKS-17: an on-demand quota below the arithmetic",
    make: (prod) => Object.assign(prod.eks.quotas, { onDemandVcpus: 683 }),
    path: `${at}.quotas.onDemandVcpus`,
    says: /684 vCPU/,
  },
  {
    rule: "eks-quotas",
    what: "EKS-17: a Spot quota below the arithmetic",
    make: (prod) => Object.assign(prod.eks.quotas, { spotVcpus: 263 }),
    path: `${at}.quotas.spotVcpus`,
    says: /264 vCPU/,
  },
  {
    rule: "eks-services-outside-private-plan",
    what: "EKS-01: services inside 10/8",
    make: (_, configuration) => Object.assign(configuration.sharedAddresses, { services: "10.100.0.0/16" }),
    path: "sharedAddresses.services",
    says: /10\.0\.0\.0\/8/,
  },
  {
    rule: "eks-spot-share",
    what: "EKS-10: two Spot slices of five",
    make: (prod) => Object.assign(slice(prod, "od-4"), { capacity: "spot" }),
    path: `${at}.generalSlices`,
    says: /20%/,
  },
  {
    rule: "eks-slice-over-zones",
    what: "EKS-09: a min that three zones cannot share",
    make: (prod) => Object.assign(slice(prod, "od-1"), { min: 4 }),
    path: `${at}.generalSlices.od-1.min`,
    says: /3 zones/,
  },
  {
    rule: "eks-slices-equal-max",
    what: "EKS-10: slices of unequal max",
    make: (prod) => Object.assign(slice(prod, "od-3"), { max: 27 }),
    path: `${at}.generalSlices.od-3.max`,
    says: /30/,
  },
  {
    rule: "eks-min-max",
    what: "EKS-13: a min above the max",
    make: (prod) => Object.assign(prod.eks.dbPool, { minPerZone: 11 }),
    path: `${at}.dbPool.minPerZone`,
    says: /max, 10/,
  },
  {
    rule: "eks-general-minimum",
    what: "EKS-09: fewer than two on-demand nodes in each zone",
    make: (prod) => Object.assign(slice(prod, "od-2"), { min: 0 }),
    path: `${at}.generalSlices`,
    says: /3 nodes at least/,
  },
  {
    rule: "eks-spot-minimum",
    what: "EKS-09: a minimum on Spot",
    make: (prod) => Object.assign(slice(prod, "spot-1"), { min: 3 }),
    path: `${at}.generalSlices.spot-1.min`,
    says: /withdrawn/,
  },
  {
    rule: "eks-endpoint-open",
    what: "EKS-18: an endpoint that is open to everyone",
    make: (prod) => Object.assign(prod.eks, { endpoint: { public: true, approvedCidrs: ["0.0.0.0/0"] } }),
    path: `${at}.endpoint.approvedCidrs`,
    says: /everyone/,
  },
  {
    rule: "eks-endpoint-ranges",
    what: "EKS-18: a public endpoint without ranges",
    make: (prod) => Object.assign(prod.eks, { endpoint: { public: true, approvedCidrs: [] } }),
    path: `${at}.endpoint.approvedCidrs`,
    says: /by default/,
  },
  {
    rule: "eks-private-api-reachable",
    what: "ACC-19: a private API that no runner reaches",
    make: (prod) => Object.assign(prod.eks.runner, { enabled: false }),
    path: `${at}.runner.enabled`,
    says: /private/,
  },
  {
    rule: "eks-mesh",
    what: "App Mesh, with the reason",
    make: (prod) => Object.assign(prod.eks, { mesh: "app-mesh" }),
    path: `${at}.mesh`,
    says: /2026-09-30/,
  },
  {
    rule: "eks-mesh",
    what: "an unknown mesh",
    make: (prod) => Object.assign(prod.eks, { mesh: "constructor" }),
    path: `${at}.mesh`,
    says: /no such mesh/,
  },
  {
    rule: "eks-policy-engine",
    what: "two policy engines",
    make: (prod) => Object.assign(prod.eks, { policyEngines: ["calico", "vpc-cni"] }),
    path: `${at}.policyEngines`,
    says: /undo each other/,
  },
  {
    rule: "eks-policy-engine",
    what: "no policy engine",
    make: (prod) => Object.assign(prod.eks, { policyEngines: [] }),
    path: `${at}.policyEngines`,
    says: /no policy holds/,
  },
  {
    rule: "eks-permission-set-known",
    what: "EKS-19: a permission set of another account",
    make: (prod) => Object.assign(prod.eks.access.people, { StagingQA: { policy: "view", scope: "apps" } }),
    path: `${at}.access.people.StagingQA`,
    says: /no role to look up/,
  },
  {
    rule: "eks-break-glass-role",
    what: "EKS-19: a break-glass role that nobody makes",
    make: (_, configuration) => delete configuration.people.breakGlass.roles.prod,
    path: `${at}.access.breakGlass`,
    says: /missing role/,
  },
  {
    rule: "eks-port-range",
    what: "SGR-08: a range that spans everything",
    make: (prod) => Object.assign(prod.eks.internalPorts.redis?.internal[0] ?? {}, { from: 1, to: 65535 }),
    path: `${at}.internalPorts.redis.internal`,
    says: /hundred ports/,
  },
];

test.each(mistakes.map((mistake): [string, string, Mistake] => [mistake.rule, mistake.what, mistake]))(
  "%s refuses %s",
  (id, _what, { make, path, says }) => {
    const configuration = platform();
    make(workloadOf(configuration, "prod"), configuration);
    const found = findingsOf(id, configuration).find((finding) => finding.path === path);
    expect(found?.reason).toMatch(says);
    expect(found?.mend).not.toBe("");
  },
);

test.each(eksRules.map(({ id }) => id))("%s accepts the company's configuration", (id) => {
  expect(findingsOf(id, platform())).toEqual([]);
});

test("every rule has an id of its own and a mistake that fires it", () => {
  const ids = eksRules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(mistakes.map(({ rule }) => rule))).toEqual(new Set(ids));
});

describe("EKS-02: notice before the end of standard support", () => {
  const dueOn = (asOf: string) => kubernetesUpgradesDue({ ...platform(), asOf });

  test("nothing is due 91 days before", () => {
    expect(dueOn("2026-12-26")).toEqual([]);
  });

  test("90 days before, version and date are named for every cluster", () => {
    expect(dueOn("2026-12-27")).toEqual(
      ["dev", "staging", "prod"].map((workload) => ({
        workload,
        version: "1.35",
        supportEnds: "2027-03-27",
        daysLeft: 90,
      })),
    );
  });

  test("the last day is still in support", () => {
    expect(findingsOf("eks-version-supported", { ...platform(), asOf: "2027-03-27" })).toEqual([]);
    expect(dueOn("2027-03-27")[0]?.daysLeft).toBe(0);
  });
});

test("ACC-19: HCP Terraform reaches a private API by its agents, without a runner", () => {
  const configuration = { ...platform(), backend: { kind: "cloud", organization: "acme" } } as Platform;
  workloadOf(configuration, "prod").eks.runner.enabled = false;
  expect(findingsOf("eks-private-api-reachable", configuration)).toEqual([]);
});

test("EKS-17: vCPU count the larger size, a second slice and the surge of six nodes", () => {
  const { eks } = workloadOf(platform(), "prod");
  expect(vcpusNeeded(eks, 3)).toEqual({ onDemand: (120 + 30 + 6) * 4 + 30 * 2, spot: (30 + 30 + 6) * 4 });
});
