import { z } from "zod";
import { cidr, count, name, text } from "./forms";

const positive = z.int({ error: "is not a whole number; write one" }).min(1, "is below one; write 1 or more");

const instanceTypeList = z.array(text).min(1, "names no instance type; write at least one");

const sliceSchema = z.strictObject({
  /** A managed group is either one or the other, never a mix. */
  capacity: z.enum(["on-demand", "spot"]),
  /** Which of `generalSizes` the slice runs on. Move one slice at a time. */
  size: z.enum(["large", "xlarge"]),
  /** Nodes over all zones together. */
  min: count,
  max: positive,
});

const sizeSchema = z.strictObject({ onDemand: instanceTypeList, spot: instanceTypeList });

const portSchema = z.strictObject({
  protocol: z.enum(["tcp", "udp"]),
  from: z.int().min(1, "is no port; write 1 to 65535").max(65535, "is no port; write 1 to 65535"),
  to: z.int().min(1, "is no port; write 1 to 65535").max(65535, "is no port; write 1 to 65535"),
  /** What travels there; it ends in the description of the rule. */
  reason: text,
});

const portOwnerSchema = z.strictObject({
  enabled: z.boolean(),
  /** Ports between nodes and pods. */
  internal: z.array(portSchema),
  /** Ports on which the control plane calls nodes and pods: kubelet, aggregated APIs, admission webhooks. */
  webhook: z.array(portSchema),
});

const personSchema = z.strictObject({
  policy: z.enum(["view", "edit"]),
  /** `apps` is the list of application namespaces. */
  scope: z.enum(["apps", "cluster"]),
});

const accessSchema = z.strictObject({
  /** Namespaces of the applications. */
  appNamespaces: z.array(name).min(1, "is empty; name the application namespaces"),
  /** Rights by permission set of Identity Center, assigned to this account or granted there for hours. */
  people: z.record(z.string(), personSchema),
  /** Makes the break-glass role of `people.breakGlass.roles` a cluster admin. */
  breakGlass: z.boolean(),
});

const runnerSchema = z.strictObject({
  /** Plans and applies from inside the VPC what needs the private API. */
  enabled: z.boolean(),
  /** CodeBuild image with the AWS CLI. */
  image: text,
  computeType: text,
  terraformVersion: z.string().regex(/^\d+\.\d+\.\d+$/, "is not an exact version; write a.b.c"),
});

export const eksSchema = z.strictObject({
  version: z.string().regex(/^1\.\d+$/, "is not a Kubernetes minor; write 1.NN"),
  /** Release of the AL2023 AMI; the weekly check says when a newer one exists. */
  amiRelease: z.string().regex(/^\d+\.\d+\.\d+-\d{8}$/, "is not an AMI release; write 1.NN.P-YYYYMMDD"),
  /** Exact version of each EKS add-on. */
  addonVersions: z.record(z.string(), text),
  /** Slices of the general pool, by name, in the order in which they are updated. */
  generalSlices: z.record(name, sliceSchema),
  generalSizes: z.strictObject({ large: sizeSchema, xlarge: sizeSchema }),
  /** Tainted pool for connection poolers and caches: one group per zone. */
  dbPool: z.strictObject({
    enabled: z.boolean(),
    instanceType: text,
    minPerZone: positive,
    maxPerZone: positive,
    maxPods: positive,
  }),
  /** Ceiling over all groups, an update's surge included; the autoscaler gets the same number. */
  maxNodesTotal: positive,
  /** Pods of one general node. */
  maxPods: positive,
  /** Prefixes of 16 addresses that the CNI keeps in reserve on each node. */
  warmPrefixes: count,
  /** Nodes of a group that may be away at once during an update. */
  maxUnavailable: positive,
  nodeVolumeGib: positive,
  /** Retention of the logs of this layer's function. */
  logRetentionDays: positive,
  endpoint: z.strictObject({ public: z.boolean(), approvedCidrs: z.array(cidr) }),
  /** Service mesh; only `istio` works, other names are refused with their reason. */
  mesh: z.string(),
  /** What enforces network policies: exactly one of `calico` and `vpc-cni`. */
  policyEngines: z.array(z.string()),
  /** Quotas of EC2 to ask for, in vCPU. */
  quotas: z.strictObject({ onDemandVcpus: positive, spotVcpus: positive }),
  access: accessSchema,
  runner: runnerSchema,
  /** Ports that each add-on needs inside the application group, by the add-on's name. */
  internalPorts: z.record(name, portOwnerSchema),
});

export type Eks = z.infer<typeof eksSchema>;
