import { z } from "zod";
import { cidr, regionName } from "./forms";

/** The ranges of one environment in one region. */
export const addressBlockSchema = z.strictObject({
  vpc: cidr,
  /** Secondary block of the VPC for pods. A stub network (the tie-breaker's) has none. */
  pods: cidr.optional(),
  /** Block of the Atlas container of this region. */
  atlas: cidr,
});

export const addressesSchema = z.record(regionName, addressBlockSchema);

/** Ranges that all environments share or must keep clear of. */
export const sharedAddressesSchema = z.strictObject({
  /** Kubernetes services; the same in every cluster, never routed. */
  services: cidr,
  /** Clients of the VPN endpoint. */
  clientVpn: cidr,
  /** Ranges of offices and data centres that peer with a VPC, by name. */
  onPremises: z.record(z.string(), cidr),
});

export type AddressBlock = z.infer<typeof addressBlockSchema>;
export type Addresses = z.infer<typeof addressesSchema>;
export type SharedAddresses = z.infer<typeof sharedAddressesSchema>;
