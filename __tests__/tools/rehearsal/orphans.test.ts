import { importCommand, orphansOf } from "../../../tools/rehearsal/faults/orphans";

const object = (type: string, id: string, attributes: Record<string, string> = {}) => ({
  type,
  id,
  account: "555555555555",
  region: "us-east-1",
  stack: "dev-network",
  attributes: { id, ...attributes },
});
const create = (address: string, type: string, after: Record<string, string>) => ({
  address,
  type,
  change: { actions: ["create"], after },
});

test("an object that no state knows is an orphan, with the address of the plan that fits it", () => {
  const objects = [
    object("aws_subnet", "subnet-1", { cidr_block: "10.0.0.0/24" }),
    object("aws_subnet", "subnet-2", { cidr_block: "10.0.1.0/24" }),
    object("aws_vpc", "vpc-1"),
  ];
  const state = {
    resources: [{ mode: "managed", type: "aws_vpc", name: "vpc", instances: [{ attributes: { id: "vpc-1" } }] }],
  };
  const planned = [
    create("aws_subnet.b", "aws_subnet", { cidr_block: "10.0.1.0/24" }),
    create("aws_subnet.a", "aws_subnet", { cidr_block: "10.0.0.0/24" }),
  ];
  expect(orphansOf(objects, state, planned).map(importCommand)).toEqual([
    "terraform import 'aws_subnet.a' 'subnet-1'",
    "terraform import 'aws_subnet.b' 'subnet-2'",
  ]);
});

test("two equal orphans get two addresses, and one that fits nowhere says so", () => {
  const twins = [object("aws_eip", "eip-1"), object("aws_eip", "eip-2"), object("aws_eip", "eip-3")];
  const planned = [create("aws_eip.a", "aws_eip", {}), create("aws_eip.b", "aws_eip", {})];
  const found = orphansOf(twins, {}, planned);
  expect(found.map(({ address }) => address)).toEqual(["aws_eip.a", "aws_eip.b", undefined]);
  expect(importCommand(found[2]!)).toContain("delete it by hand");
});
