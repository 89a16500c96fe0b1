/** Each ACL guards one tier; `private` also guards the pod subnets. */
export type AclTier = "public" | "private" | "database";

/**
 * Rules of ours per direction: the default quota is 20 with the final deny included (VPC user guide, "Amazon VPC
 * quotas", network ACLs).
 */
export const maxAclRules = 19;

export interface AclFlowsProps {
  readonly vpcCidr: string;
  /** Absent in a stub network. */
  readonly podCidr?: string;
  readonly privateCidrs: readonly string[];
  /** Ranges that may open SSH to the public tier; empty without a bastion. ACLs take no prefix lists. */
  readonly sshCidrs: readonly string[];
  readonly bastion: boolean;
  /** Atlas containers that this network reaches over peering. */
  readonly atlasCidrs: readonly string[];
  /** Private subnets of other regions, whose drivers use the Atlas endpoints of this one (DBA-12). */
  readonly remotePrivateCidrs: readonly string[];
  /** Subnets of other regions with Atlas endpoints that this one uses (DBA-12). */
  readonly remoteEndpointCidrs: readonly string[];
}

/** One line of the list: `tier` lets `ports` in from `peers`, or out to them. One ACL entry for each peer. */
export interface AclFlow {
  /** Key of the line within its tier and direction. */
  readonly name: string;
  readonly tier: AclTier;
  readonly direction: "ingress" | "egress";
  readonly protocol: "tcp" | "all" | "too-big";
  /** First and last port; none for `all` and `too-big`. */
  readonly ports?: readonly [number, number];
  readonly peers: readonly string[];
  readonly reason: string;
  /** Number of the first peer's entry. Fixed by the line's place in the list, whichever other lines have peers. */
  readonly number: number;
}

type Line = Omit<AclFlow, "tier" | "direction" | "protocol" | "number"> & { readonly protocol?: AclFlow["protocol"] };

const anywhere = ["0.0.0.0/0"];
/** ACLs keep no state: answers come back to a port of this range. */
const ephemeral = [1024, 65535] as const;
const port = (number: number) => [number, number] as const;

/** ICMP 3/4: without it the sender of a jumbo frame never learns the path's smaller MTU and hangs. */
const tooBig: Line = { name: "too-big", protocol: "too-big", peers: anywhere, reason: "Path MTU discovery" };

const lines = (tier: AclTier, direction: AclFlow["direction"], list: readonly Line[]): readonly AclFlow[] =>
  list
    .map((line, place): AclFlow => ({ protocol: "tcp", ...line, tier, direction, number: 100 * (place + 1) }))
    .filter(({ peers }) => peers.length > 0);

/** Nodes have addresses of the private subnets, pods those of the pod block: every rule for one needs the other. */
const computeCidrs = ({ privateCidrs, podCidr }: AclFlowsProps) => [
  ...privateCidrs,
  ...(podCidr === undefined ? [] : [podCidr]),
];

const publicFlows = (props: AclFlowsProps): readonly AclFlow[] => [
  ...lines("public", "ingress", [
    { name: "http", ports: port(80), peers: anywhere, reason: "Clients of the load balancer" },
    {
      name: "https",
      ports: port(443),
      peers: anywhere,
      reason: "Clients of the load balancer; private subnets on their way to NAT",
    },
    { name: "answers", ports: ephemeral, peers: anywhere, reason: "Answers to NAT, load balancer and bastion" },
    tooBig,
    { name: "ssh", ports: port(22), peers: props.sshCidrs, reason: "SSH to the bastion" },
  ]),
  ...lines("public", "egress", [
    { name: "http", ports: port(80), peers: anywhere, reason: "NAT to the internet" },
    { name: "https", ports: port(443), peers: anywhere, reason: "NAT to the internet; bastion to interface endpoints" },
    { name: "answers", ports: ephemeral, peers: anywhere, reason: "Answers to clients and to private subnets" },
    tooBig,
    {
      name: "application",
      ports: port(8080),
      peers: computeCidrs(props),
      reason: "Load balancer to the ingress gateway",
    },
    { name: "ssh", ports: port(22), peers: props.bastion ? computeCidrs(props) : [], reason: "Bastion to nodes" },
  ]),
];

const privateFlows = (props: AclFlowsProps): readonly AclFlow[] => {
  const local = [props.vpcCidr, ...(props.podCidr === undefined ? [] : [props.podCidr])];
  return [
    ...lines("private", "ingress", [
      {
        name: "answers",
        ports: ephemeral,
        peers: anywhere,
        reason: "Answers from the internet through NAT, and from Atlas",
      },
      tooBig,
      { name: "local", protocol: "all", peers: local, reason: "Nodes, pods and endpoints of this network" },
    ]),
    ...lines("private", "egress", [
      { name: "https", ports: port(443), peers: anywhere, reason: "External and AWS APIs through NAT" },
      tooBig,
      { name: "local", protocol: "all", peers: local, reason: "Nodes, pods and endpoints of this network" },
      { name: "atlas", ports: [27015, 27017], peers: props.atlasCidrs, reason: "MongoDB Atlas over peering" },
      {
        name: "remote-endpoints",
        ports: ephemeral,
        peers: props.remoteEndpointCidrs,
        reason: "Atlas endpoints in other regions",
      },
    ]),
  ];
};

const databaseFlows = (props: AclFlowsProps): readonly AclFlow[] => {
  const clients = computeCidrs(props);
  return [
    ...lines("database", "ingress", [
      { name: "mongodb", ports: port(27017), peers: clients, reason: "Applications to the database tier" },
      {
        name: "endpoints",
        ports: ephemeral,
        peers: clients,
        reason: "Atlas endpoints give each node a port of its own",
      },
      {
        name: "remote-clients",
        ports: ephemeral,
        peers: props.remotePrivateCidrs,
        reason: "Drivers in other regions to Atlas endpoints",
      },
    ]),
    ...lines("database", "egress", [
      { name: "answers", ports: ephemeral, peers: clients, reason: "Answers to applications" },
      {
        name: "remote-answers",
        ports: ephemeral,
        peers: props.remotePrivateCidrs,
        reason: "Answers to drivers in other regions",
      },
    ]),
  ];
};

/** All flows that the ACLs let pass, both ways of each, tier by tier. */
export const aclFlows = (props: AclFlowsProps): readonly AclFlow[] => [
  ...publicFlows(props),
  ...privateFlows(props),
  ...databaseFlows(props),
];
