/** An IPv4 block as the half-open interval of its addresses, as plain numbers. */
export interface Block {
  readonly first: number;
  readonly size: number;
  readonly prefix: number;
}

const form = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/**
 * Parses `a.b.c.d/n`.
 * @returns undefined when the text is no IPv4 block or has bits set below its mask.
 */
export function parseCidr(text: string): Block | undefined {
  const match = form.exec(text);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > 32) return undefined;
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { first, size, prefix } : undefined;
}

function blockOf(text: string): Block {
  const block = parseCidr(text);
  if (block === undefined) throw new Error(`"${text}" is not an IPv4 block in CIDR notation`);
  return block;
}

function format(first: number, prefix: number): string {
  const octets = [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(first / unit) % 256);
  return `${octets.join(".")}/${prefix}`;
}

/** True when the two blocks share an address. */
export function overlaps(left: string, right: string): boolean {
  const a = blockOf(left);
  const b = blockOf(right);
  return a.first < b.first + b.size && b.first < a.first + a.size;
}

/** True when every address of `inner` lies in `outer`. */
export function contains(outer: string, inner: string): boolean {
  const a = blockOf(outer);
  const b = blockOf(inner);
  return a.first <= b.first && b.first + b.size <= a.first + a.size;
}

/**
 * The block of size /`prefix` at place `index` in `cidr`, as Terraform's cidrsubnet counts them.
 * @throws when that place lies outside of `cidr`.
 */
export function subnetAt(cidr: string, prefix: number, index: number): string {
  const outer = blockOf(cidr);
  const size = 2 ** (32 - prefix);
  if (prefix < outer.prefix || index < 0 || (index + 1) * size > outer.size) {
    throw new Error(`no block /${prefix} at place ${index} in ${cidr}`);
  }
  return format(outer.first + index * size, prefix);
}

/** Addresses that AWS leaves for use: five of every subnet are reserved (VPC user guide, "Subnet sizing"). */
export function usableAddresses(cidr: string): number {
  return blockOf(cidr).size - 5;
}
