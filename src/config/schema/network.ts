import { z } from "zod";
import { cidr, count, regionName, text } from "./forms";

/** Ids of what exists already in one region; anything without an id is created. Only import blocks arise, nothing is replaced. */
const importSchema = z.strictObject({
  vpc: z
    .string()
    .regex(/^vpc-[0-9a-f]+$/, "is not the id of a VPC; write vpc-...")
    .optional(),
  internetGateway: z
    .string()
    .regex(/^igw-[0-9a-f]+$/, "is not the id of an internet gateway; write igw-...")
    .optional(),
  /** Association of the pod block with the VPC. */
  podBlockAssociation: z
    .string()
    .regex(/^vpc-cidr-assoc-[0-9a-f]+$/, "is not the id of a block association; write vpc-cidr-assoc-...")
    .optional(),
  /** By `<tier>-<zone>`, e.g. `private-us-east-1a`. */
  subnets: z
    .record(z.string(), z.string().regex(/^subnet-[0-9a-f]+$/, "is not the id of a subnet; write subnet-..."))
    .optional(),
  /** By `public`, `database` or `private-<zone>`; the table's default route and its subnets' associations come with it. */
  routeTables: z
    .record(z.string(), z.string().regex(/^rtb-[0-9a-f]+$/, "is not the id of a route table; write rtb-..."))
    .optional(),
  /** By zone; each needs its elastic address too. */
  natGateways: z
    .record(z.string(), z.string().regex(/^nat-[0-9a-f]+$/, "is not the id of a NAT gateway; write nat-..."))
    .optional(),
  /** Allocation ids by zone, of the NAT gateways' addresses. */
  elasticIps: z
    .record(z.string(), z.string().regex(/^eipalloc-[0-9a-f]+$/, "is not an allocation id; write eipalloc-..."))
    .optional(),
});

const bastionSchema = z.strictObject({
  enabled: z.boolean(),
  /** Reason why a protected environment has a bastion all the same; without it that is refused. */
  acceptInProtected: text.optional(),
  instanceType: text,
  /** Offices and VPN exits that may open SSH. Their order is the order of the ACL's entries: append. */
  approvedCidrs: z.array(cidr),
  /** Lets the host reach the interface endpoints, for Session Manager and patches. */
  ssm: z.boolean(),
  /** Client VPN in place of the approved ranges; certificates in ACM, in the primary region. */
  vpn: z.strictObject({ serverCertificateArn: z.string(), clientCaArn: z.string() }).optional(),
});

export const networkSchema = z.strictObject({
  /** `per-zone`: the loss of a zone takes no other zone's way out. `single`: one gateway, in the first zone. */
  natMode: z.enum(["per-zone", "single"]),
  interfaceEndpoints: z.strictObject({
    /** AWS services by the end of their endpoint's name, e.g. `ecr.api`. */
    services: z.array(text),
    /** Zones in which each endpoint has an address, counted from the first; each costs by the hour. */
    zoneCount: count,
  }),
  bastion: bastionSchema,
  /** What to adopt, by region. */
  importFrom: z.record(regionName, importSchema).optional(),
});

export type Network = z.infer<typeof networkSchema>;
export type NetworkImports = z.infer<typeof importSchema>;
