import { decisiveRegions, topologyNames, topologyNodes, votes } from "../../src/lib/atlas-topology";

const regions = { primary: "us-east-1", secondary: "us-west-2", tieBreaker: "us-east-2" };

test.each(topologyNames)("%s has an odd number of votes (DBA-08)", (name) => {
  expect(votes(topologyNodes(name, regions)) % 2).toBe(1);
});

test.each(topologyNames)("%s has priorities from 7 downward without gaps (DBA-02)", (name) => {
  const nodes = topologyNodes(name, regions);
  expect(nodes.map(({ priority }) => priority)).toEqual(nodes.map((_, place) => 7 - place));
});

test.each([
  ["singleRegion3", ["us-east-1"]],
  ["dualRegion3", ["us-east-1"]],
  ["triRegion3", []],
  ["triRegion5", []],
] as const)("%s cannot elect a primary after the loss of %j (DBA-08)", (name, expected) => {
  expect(decisiveRegions(topologyNodes(name, regions))).toEqual(expected);
});

test("half of the votes is no majority (DBA-08)", () => {
  const even = [
    { region: "us-east-1", nodes: 2, priority: 7 },
    { region: "us-west-2", nodes: 2, priority: 6 },
  ];
  expect(decisiveRegions(even)).toEqual(["us-east-1", "us-west-2"]);
});
