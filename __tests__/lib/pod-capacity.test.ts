import {
  addressesPerNode,
  nodesPerZone,
  nodesPerZoneAfterLoss,
  podsPerNode,
  surgePerZone,
  updateSurge,
} from "../../src/lib/pod-capacity";

const t3Large = { interfaces: 3, addressesPerInterface: 12 };

describe("EKS-05: pods of a node", () => {
  test.each([
    ["AWS's own number for t3.large", { customNetworking: false, prefixDelegation: false }, 35],
    ["without the primary interface", { customNetworking: true, prefixDelegation: false }, 24],
    ["with prefixes, capped where EKS advises", { customNetworking: true, prefixDelegation: true }, 110],
  ])("%s", (_what, mode, pods) => {
    expect(podsPerNode(t3Large, mode)).toBe(pods);
  });

  test("a small type stays below the cap", () => {
    const t3Small = { interfaces: 3, addressesPerInterface: 4 };
    expect(podsPerNode(t3Small, { customNetworking: true, prefixDelegation: true })).toBe(98);
  });
});

test("NET-08: a full node of 58 pods holds 96 addresses at most, one of 30 pods 64", () => {
  expect(addressesPerNode(58, 1)).toBe(96);
  expect(addressesPerNode(30, 1)).toBe(64);
  expect(addressesPerNode(58, 0)).toBe(80);
});

test("EKS-03: an update adds the larger of two nodes per zone and what may be away", () => {
  expect(updateSurge(3, 2)).toBe(6);
  expect(updateSurge(3, 10)).toBe(10);
});

test("NET-08: 180 nodes are 60 in each of three zones and 90 when one is lost", () => {
  const load = { maxNodes: 180, surge: 6, zones: 3 };
  expect(nodesPerZone(load)).toBe(60);
  expect(nodesPerZoneAfterLoss(load)).toBe(90);
  expect(surgePerZone(load)).toBe(3);
});
