import type { Addresses, SharedAddresses } from "../schema/addresses";

/**
 * The ledger's plan: an environment gets one slot, and every range of it follows from that, in each region.
 * Slots 0 to 2 are the architecture document's 10.0, 10.1 and 10.2. Slot 7 is the last: 192.168.0.0/16 is used up.
 *
 * | range            | us-east-1      | us-west-2      | us-east-2 (stub)  |
 * |------------------|----------------|----------------|-------------------|
 * | VPC              | 10.<n>/16      | 10.<10+n>/16   | 10.<20+n>.0/24    |
 * | pods             | 100.<64+n>/16  | 100.<74+n>/16  |                   |
 * | Atlas container  | 192.168.<32n>  | +8             | +16, each /21     |
 */
export function slot(n: number): Addresses {
  if (!Number.isInteger(n) || n < 0 || n > 7)
    throw new RangeError(`slot(${n}): slots go from 0 to 7; write other ranges out by hand`);
  return {
    "us-east-1": { vpc: `10.${n}.0.0/16`, pods: `100.${64 + n}.0.0/16`, atlas: `192.168.${32 * n}.0/21` },
    "us-west-2": { vpc: `10.${10 + n}.0.0/16`, pods: `100.${74 + n}.0.0/16`, atlas: `192.168.${32 * n + 8}.0/21` },
    "us-east-2": { vpc: `10.${20 + n}.0.0/24`, atlas: `192.168.${32 * n + 16}.0/21` },
  };
}

/** Ranges that belong to no single environment. A network that a VPC will peer with is entered here first. */
export const sharedAddresses: SharedAddresses = {
  services: "172.20.0.0/16",
  clientVpn: "172.27.0.0/22",
  onPremises: {},
};

/** Public ranges of offices and VPN exits. 203.0.113.0/24 is a documentation range (RFC 5737); the company's own goes here. */
export const offices: readonly string[] = ["203.0.113.0/24"];
