import { DefaultRouteTable } from "@cdktf/provider-aws/lib/default-route-table";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcIpv4CidrBlockAssociation } from "@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association";
import { Construct } from "constructs";
import { type Tier, tierCidr } from "../../lib/network-plan";
import { adopt, type NetworkImports } from "./imports";

export interface NetworkProps {
  /** Name tag of the VPC, e.g. `acme-prod`. */
  readonly name: string;
  /** IPv4 block; overlaps between accounts and regions are rejected in configuration. */
  readonly vpcCidr: string;
  /** Secondary block for pods, a /16. */
  readonly podCidr: string;
  /** Availability zones, 2 to 4. Append only: a zone's place fixes its addresses. */
  readonly zones: readonly string[];
  /** @default everything is created */
  readonly importFrom?: NetworkImports | undefined;
}

const idsOf = (subnets: Readonly<Record<string, Subnet>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(subnets).map(([zone, { id }]) => [zone, id]));

const roleTags: Readonly<Partial<Record<Tier, Readonly<Record<string, string>>>>> = {
  public: { "kubernetes.io/role/elb": "1" },
  private: { "kubernetes.io/role/internal-elb": "1" },
};

/** What AWS makes with every VPC, adopted empty, so that nothing falls back on an open default. */
export function closeDefaults(scope: Construct, vpc: Vpc, name: string): void {
  // Explicitly none: both attributes are computed too, so left out they would hide what others add.
  new DefaultRouteTable(scope, "closed-routes", {
    defaultRouteTableId: vpc.defaultRouteTableId,
    route: [],
    tags: { Name: `${name}-closed` },
  });
  new DefaultSecurityGroup(scope, "closed-group", {
    vpcId: vpc.id,
    ingress: [],
    egress: [],
    tags: { Name: `${name}-closed` },
  });
}

/** A VPC that resolves private names: interface endpoints and Atlas peering need both DNS flags. */
export function addVpc(
  scope: Construct,
  { name, cidrBlock, importFrom }: { name: string; cidrBlock: string; importFrom?: string | undefined },
): Vpc {
  const vpc = new Vpc(scope, "Resource", {
    cidrBlock,
    enableDnsSupport: true,
    enableDnsHostnames: true,
    instanceTenancy: "default",
    enableNetworkAddressUsageMetrics: true,
    tags: { Name: name },
  });
  return adopt(vpc, importFrom);
}

/** A VPC with public, private, database and pod subnets and closed defaults. Ways out of it: `routes.ts`. */
export class Network extends Construct {
  readonly vpc: Vpc;
  readonly internetGateway: InternetGateway;
  /** Ids of the subnets by tier, then by zone. */
  readonly subnetIds: Readonly<Record<Tier, Readonly<Record<string, string>>>>;
  /** Physical zone ids, which differ from account to account behind the same letters. */
  readonly zoneIds: readonly string[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkProps,
  ) {
    super(scope, id);
    const { name, vpcCidr, podCidr, importFrom } = props;
    this.vpc = addVpc(this, { name, cidrBlock: vpcCidr, importFrom: importFrom?.vpc });
    // What runs in an adopted VPC may live on its defaults; closing them would cut it off.
    if (importFrom?.vpc === undefined) closeDefaults(this, this.vpc, name);
    this.internetGateway = adopt(
      new InternetGateway(this, "internet", { vpcId: this.vpc.id, tags: { Name: name } }),
      importFrom?.internetGateway,
    );
    const podBlock = adopt(
      new VpcIpv4CidrBlockAssociation(this, "pod-block", { vpcId: this.vpc.id, cidrBlock: podCidr }),
      importFrom?.podBlockAssociation,
    );
    const subnets: Record<Tier, Record<string, Subnet>> = {
      public: this.addTier("public"),
      private: this.addTier("private"),
      database: this.addTier("database"),
      pod: this.addTier("pod", podBlock),
    };
    this.subnetIds = {
      public: idsOf(subnets.public),
      private: idsOf(subnets.private),
      database: idsOf(subnets.database),
      pod: idsOf(subnets.pod),
    };
    this.zoneIds = Object.values(subnets.private).map(({ availabilityZoneId }) => availabilityZoneId);
  }

  /** @throws when the network has no such zone */
  subnetId(tier: Tier, zone: string): string {
    const id = this.subnetIds[tier][zone];
    if (id === undefined) throw new Error(`there is no ${tier} subnet in ${zone}`);
    return id;
  }

  private addTier(tier: Tier, block?: VpcIpv4CidrBlockAssociation): Record<string, Subnet> {
    const { name, zones, importFrom } = this.props;
    const add = (zone: string, place: number) => {
      const key = `${tier}-${zone}`;
      const subnet = new Subnet(this, key, {
        vpcId: this.vpc.id,
        availabilityZone: zone,
        cidrBlock: tierCidr(tier, this.props, place),
        mapPublicIpOnLaunch: false,
        tags: { Name: `${name}-${key}`, Tier: tier, ...roleTags[tier] },
        ...(block === undefined ? {} : { dependsOn: [block] }),
      });
      return adopt(subnet, importFrom?.subnets?.[key]);
    };
    return Object.fromEntries(zones.map((zone, place) => [zone, add(zone, place)]));
  }
}
