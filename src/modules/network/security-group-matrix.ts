/** The network layer's groups; each is named `<environment>-<group>`. */
export const securityGroups = {
  alb: "Public load balancer",
  app: "Worker nodes and pods",
  db: "MongoDB Atlas endpoints",
  vpce: "AWS interface endpoints",
  ci: "Build and plan runners in the VPC",
  lambda: "Functions in the VPC",
  bastion: "Bastion host",
  vpn: "Client VPN",
} as const;

export type SecurityGroupName = keyof typeof securityGroups;

export type Peer =
  | { readonly group: SecurityGroupName }
  | { readonly cidr: string }
  | { readonly prefixList: "approved" };

/** One rule: `group` lets TCP `port` in from `peer`, or out to it. */
export interface SecurityGroupRule {
  readonly group: SecurityGroupName;
  readonly direction: "ingress" | "egress";
  readonly port: number;
  readonly peer: Peer;
  /** Who needs it and why; becomes the rule's description. */
  readonly reason: string;
}

export interface MatrixProps {
  readonly bastion: boolean;
  /** Lets the bastion reach the interface endpoints. */
  readonly bastionSsm: boolean;
  /** SSH comes from the Client VPN and no longer from the approved ranges. */
  readonly vpn: boolean;
}

const anywhere: Peer = { cidr: "0.0.0.0/0" };

/** Two rules for one way: out of `from` and into `to`. */
const way = (
  from: SecurityGroupName,
  to: SecurityGroupName,
  port: number,
  reason: string,
): readonly SecurityGroupRule[] => [
  { group: from, direction: "egress", port, peer: { group: to }, reason },
  { group: to, direction: "ingress", port, peer: { group: from }, reason },
];

const base: readonly SecurityGroupRule[] = [
  { group: "alb", direction: "ingress", port: 80, peer: anywhere, reason: "Clients by HTTP, redirected to HTTPS" },
  { group: "alb", direction: "ingress", port: 443, peer: anywhere, reason: "Clients by HTTPS" },
  ...way("alb", "app", 8080, "Load balancer to the ingress gateway"),
  ...way("app", "db", 27017, "Applications to the database group"),
  {
    group: "app",
    direction: "egress",
    port: 443,
    peer: anywhere,
    reason: "External APIs, AWS APIs, Kubernetes API, image pulls",
  },
  { group: "vpce", direction: "ingress", port: 443, peer: { group: "app" }, reason: "AWS APIs for nodes and pods" },
  {
    group: "vpce",
    direction: "ingress",
    port: 443,
    peer: { group: "ci" },
    reason: "AWS APIs for build and plan runners",
  },
  { group: "vpce", direction: "ingress", port: 443, peer: { group: "lambda" }, reason: "AWS APIs for functions" },
  {
    group: "ci",
    direction: "egress",
    port: 443,
    peer: anywhere,
    reason: "AWS APIs, Kubernetes API and package registries for runners",
  },
  { group: "lambda", direction: "egress", port: 443, peer: anywhere, reason: "AWS and Atlas APIs for functions" },
  ...way("lambda", "app", 6379, "Rotation function sets the Redis password"),
];

const bastion = ({ bastionSsm, vpn }: MatrixProps): readonly SecurityGroupRule[] => [
  ...(vpn
    ? way("vpn", "bastion", 22, "SSH from VPN clients")
    : [
        {
          group: "bastion",
          direction: "ingress",
          port: 22,
          peer: { prefixList: "approved" },
          reason: "SSH from approved ranges",
        } as const,
      ]),
  ...way("bastion", "app", 22, "SSH from the bastion to nodes"),
  {
    group: "vpce",
    direction: "ingress",
    port: 443,
    peer: { group: "bastion" },
    reason: "Session Manager and patches for the bastion",
  },
  ...(bastionSsm
    ? [
        {
          group: "bastion",
          direction: "egress",
          port: 443,
          peer: { group: "vpce" },
          reason: "Session Manager and patches",
        } as const,
      ]
    : []),
];

/**
 * Every rule of the network layer. What is not here is denied. Rules that need the cluster's own group are in the layer
 * `eks`, rules to Atlas in `atlas`, because those ids exist only there.
 */
export const securityGroupMatrix = (props: MatrixProps): readonly SecurityGroupRule[] => [
  ...base,
  ...(props.bastion ? bastion(props) : []),
];

/** Groups that exist with these settings: the bastion's and the VPN's only while there is one. */
export const groupsFor = (props: MatrixProps): readonly SecurityGroupName[] =>
  (Object.keys(securityGroups) as SecurityGroupName[]).filter(
    (name) => (name !== "bastion" || props.bastion) && (name !== "vpn" || (props.bastion && props.vpn)),
  );
