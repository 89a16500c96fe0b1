import { contains, overlaps, parseCidr, subnetAt, usableAddresses } from "../../src/lib/cidr";

test("a block has its first address, size and prefix", () => {
  expect(parseCidr("10.1.0.0/16")).toEqual({ first: 10 * 2 ** 24 + 2 ** 16, size: 65_536, prefix: 16 });
});

test.each(["10.0.0.0", "10.0.0.0/33", "10.0.0.256/32", "10.0.0.1/24", "::/0", "10.0.0.0/16 "])(
  "%p is no block",
  (text) => {
    expect(parseCidr(text)).toBeUndefined();
  },
);

test("blocks overlap when one holds the other, and not when they touch", () => {
  expect(overlaps("10.0.0.0/16", "10.0.255.0/24")).toBe(true);
  expect(overlaps("10.0.255.0/24", "10.0.0.0/16")).toBe(true);
  expect(overlaps("10.0.0.0/16", "10.1.0.0/16")).toBe(false);
});

test("a block contains itself and what lies in it, and not what reaches over its end", () => {
  expect(contains("10.0.0.0/16", "10.0.0.0/16")).toBe(true);
  expect(contains("10.0.0.0/24", "10.0.0.0/16")).toBe(false);
  expect(contains("10.0.0.0/16", "10.1.0.0/24")).toBe(false);
});

test("subnets are counted as Terraform's cidrsubnet counts them", () => {
  expect(subnetAt("10.0.0.0/16", 24, 12)).toBe("10.0.12.0/24");
  expect(subnetAt("100.64.0.0/16", 18, 2)).toBe("100.64.128.0/18");
});

test("a place outside of the block is refused", () => {
  expect(() => subnetAt("100.64.0.0/16", 18, 4)).toThrow("no block /18 at place 4 in 100.64.0.0/16");
  expect(() => subnetAt("10.0.0.0/24", 16, 0)).toThrow("no block /16");
});

test("AWS keeps five addresses of each subnet", () => {
  expect(usableAddresses("10.0.10.0/24")).toBe(251);
});
