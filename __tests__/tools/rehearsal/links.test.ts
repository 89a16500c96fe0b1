import { contract, list, map, text } from "../../../src/contracts";
import { contractFindings, linkFindings, received } from "../../../tools/rehearsal/links";

const network = contract("network", { vpc_id: text("VPC"), zones: list("Zones"), subnets: map("Subnets") });
const outputs = {
  vpc_id: { value: "vpc-1" },
  zones: { value: ["a", "b"] },
  subnets: { value: { a: "subnet-a" } },
};

test("a producer that keeps its contract has no findings", () => {
  expect(contractFindings("dev-network", network, { outputs })).toEqual([]);
});

test.each([
  [{ ...outputs, vpc_id: undefined }, "puts out no vpc_id"],
  [{ ...outputs, zones: { value: "a" } }, "the contract says list"],
  [{ ...outputs, subnets: { value: { a: 1 } } }, "the contract says map"],
  [{ ...outputs, vpc_id: { value: "vpc-1", sensitive: true } }, "as sensitive"],
  [{ ...outputs, extra: { value: "x" } }, "does not name"],
])("%j breaks the contract", (broken, expected) => {
  const given = Object.fromEntries(Object.entries(broken).filter(([, value]) => value !== undefined)) as typeof outputs;
  const found = contractFindings("dev-network", network, { outputs: given });
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(expected);
});

test("what a consumer holds is read out of its state", () => {
  const state = {
    resources: [
      {
        mode: "data",
        type: "terraform_remote_state",
        name: "network",
        instances: [
          { attributes: { outputs: { value: { vpc_id: "vpc-1" }, type: ["object", { vpc_id: "string" }] } } },
        ],
      },
      { mode: "managed", type: "aws_vpc", name: "x", instances: [{ attributes: { id: "vpc-1" } }] },
    ],
  };
  expect([...received(state)]).toEqual([["network", { vpc_id: "vpc-1" }]]);
});

test("a link is whole only when every value is deeply equal on both sides", () => {
  const got = { vpc_id: "vpc-1", zones: ["a", "b"], subnets: { a: "subnet-a" } };
  expect(linkFindings("dev-eks", got, "dev-network", { outputs })).toEqual({ compared: 1, values: 3, mismatches: [] });
  const stale = linkFindings("dev-eks", { ...got, zones: ["b", "a"] }, "dev-network", { outputs });
  expect(stale.mismatches).toEqual([expect.stringContaining('dev-eks received zones = ["b","a"] of dev-network')]);
  const { vpc_id: _, ...less } = got;
  expect(linkFindings("dev-eks", less, "dev-network", { outputs }).mismatches).toHaveLength(1);
});
