import type { Eks } from "../schema/eks";
import { internalPorts } from "./eks-ports";

const onDemandSlice = (min: number): Eks["generalSlices"][string] => ({
  capacity: "on-demand",
  size: "large",
  min,
  max: 30,
});

/** What every workload account has unless its own file says otherwise. */
export const eksDefaults: Eks = {
  version: "1.35",
  amiRelease: "1.35.7-20260911",
  addonVersions: {
    "vpc-cni": "v1.22.4-eksbuild.3",
    "kube-proxy": "v1.35.3-eksbuild.29",
    "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
    coredns: "v1.13.2-eksbuild.31",
    "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
    "metrics-server": "v0.8.1-eksbuild.10",
    "amazon-cloudwatch-observability": "v5.4.0-eksbuild.1",
  },
  generalSlices: {
    "od-1": onDemandSlice(3),
    "od-2": onDemandSlice(3),
    "od-3": onDemandSlice(0),
    "od-4": onDemandSlice(0),
    "spot-1": { capacity: "spot", size: "large", min: 0, max: 30 },
  },
  generalSizes: {
    large: {
      onDemand: ["t3.large"],
      spot: ["t3.large", "t3a.large", "m5.large", "m5a.large", "m6i.large", "m6a.large"],
    },
    xlarge: {
      onDemand: ["m5.xlarge"],
      spot: ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge"],
    },
  },
  dbPool: { enabled: true, instanceType: "t3.medium", minPerZone: 1, maxPerZone: 10, maxPods: 30 },
  maxNodesTotal: 200,
  maxPods: 58,
  warmPrefixes: 1,
  maxUnavailable: 2,
  nodeVolumeGib: 50,
  logRetentionDays: 90,
  endpoint: { public: false, approvedCidrs: [] },
  mesh: "istio",
  policyEngines: ["calico"],
  quotas: { onDemandVcpus: 704, spotVcpus: 288 },
  access: { appNamespaces: ["backend", "frontend"], people: {}, breakGlass: false },
  runner: {
    enabled: false,
    image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
    computeType: "BUILD_GENERAL1_MEDIUM",
    terraformVersion: "1.11.4",
  },
  internalPorts,
};
