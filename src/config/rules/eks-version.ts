import { daysBetween } from "../kubernetes-support";
import { forEachWorkload, type Rule } from "./rule";

/** The architecture document's lowest minor. */
const lowestMinor = 28;

/** Add-ons that every cluster has, by their names in EKS. */
const requiredAddons = [
  "vpc-cni",
  "kube-proxy",
  "eks-pod-identity-agent",
  "coredns",
  "aws-ebs-csi-driver",
  "metrics-server",
  "amazon-cloudwatch-observability",
];

const minorOf = (version: string) => Number(version.split(".")[1]);

const known: Rule = {
  id: "eks-version-known",
  check: forEachWorkload(({ eks }, _name, { kubernetesReleases }) =>
    kubernetesReleases[eks.version] === undefined
      ? [
          {
            path: "eks.version",
            value: eks.version,
            reason: "the support table has no such version, so nobody knows when its support ends",
            mend: "enter its end of standard support, source and day of reading in src/config/kubernetes-releases.ts",
          },
        ]
      : [],
  ),
};

const supported: Rule = {
  id: "eks-version-supported",
  check: forEachWorkload(({ eks }, _name, { asOf, kubernetesReleases }) => {
    const release = kubernetesReleases[eks.version];
    if (release === undefined || daysBetween(asOf, release.standardSupportEnds) >= 0) return [];
    return [
      {
        path: "eks.version",
        value: eks.version,
        reason: `its standard support ended on ${release.standardSupportEnds}; EKS upgrades the control plane by itself now`,
        mend: "move to the next minor, one at a time",
      },
    ];
  }),
};

const floor: Rule = {
  id: "eks-version-floor",
  check: forEachWorkload(({ eks }) =>
    minorOf(eks.version) >= lowestMinor
      ? []
      : [
          {
            path: "eks.version",
            value: eks.version,
            reason: `the design asks for 1.${lowestMinor} or newer`,
            mend: "write a version of the support table",
          },
        ],
  ),
};

const parity: Rule = {
  id: "eks-version-parity",
  check: ({ workloads: { staging, prod } }) =>
    staging === undefined || prod === undefined || staging.eks.version === prod.eks.version
      ? []
      : [
          {
            path: "workloads.staging.eks.version",
            value: staging.eks.version,
            reason: `staging proves nothing about prod's ${prod.eks.version}`,
            mend: "give both the same version",
          },
        ],
};

const amiMinor: Rule = {
  id: "eks-ami-minor",
  check: forEachWorkload(({ eks }) =>
    eks.amiRelease.startsWith(`${eks.version}.`)
      ? []
      : [
          {
            path: "eks.amiRelease",
            value: eks.amiRelease,
            reason: `it is of another minor than the cluster's ${eks.version}`,
            mend: `write a release that begins with ${eks.version}.`,
          },
        ],
  ),
};

const addonsPinned: Rule = {
  id: "eks-addon-pinned",
  check: forEachWorkload(({ eks }) =>
    requiredAddons
      .filter((addon) => !/^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(eks.addonVersions[addon] ?? ""))
      .map((addon) => ({
        path: `eks.addonVersions.${addon}`,
        value: eks.addonVersions[addon],
        reason: "every cluster has this add-on, and without an exact version EKS would choose one",
        mend: "write vX.Y.Z-eksbuild.N from `aws eks describe-addon-versions`",
      })),
  ),
};

const addonsKnown: Rule = {
  id: "eks-addon-known",
  check: forEachWorkload(({ eks }) =>
    Object.keys(eks.addonVersions)
      .filter((addon) => !requiredAddons.includes(addon))
      .map((addon) => ({
        path: `eks.addonVersions.${addon}`,
        value: eks.addonVersions[addon],
        reason: "no stack installs this add-on, so the version has no effect",
        mend: "remove it or correct its spelling",
      })),
  ),
};

const kubeProxy: Rule = {
  id: "eks-kube-proxy-minor",
  check: forEachWorkload(({ eks }) => {
    const version = eks.addonVersions["kube-proxy"];
    if (version === undefined || version.startsWith(`v${eks.version}.`)) return [];
    return [
      {
        path: "eks.addonVersions.kube-proxy",
        value: version,
        reason: `kube-proxy follows the cluster's minor, which is ${eks.version}`,
        mend: `write a build of v${eks.version}`,
      },
    ];
  }),
};

export const eksVersionRules: readonly Rule[] = [
  known,
  supported,
  floor,
  parity,
  amiMinor,
  addonsPinned,
  addonsKnown,
  kubeProxy,
];
