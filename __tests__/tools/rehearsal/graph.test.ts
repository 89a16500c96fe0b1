import { graphOf, inOrder, matching, NoSuchStack, reversed, withNeeds } from "../../../tools/rehearsal/graph";

const stacks = [
  { id: "management-bootstrap", account: "management", layer: "bootstrap" },
  { id: "management-identity", account: "management", layer: "identity" },
  { id: "prod-bootstrap", account: "prod", layer: "bootstrap" },
  { id: "prod-network-usw2", account: "prod", layer: "network" },
  { id: "prod-network", account: "prod", layer: "network" },
];
const reads: Readonly<Record<string, readonly string[]>> = { "prod-network": ["prod-bootstrap"] };
const graph = graphOf(stacks, (id) => reads[id] ?? [], "management");

test("a stack waits for what it reads, for its layer in an earlier region and for the management account", () => {
  expect([...(graph.get("prod-network") ?? [])].sort()).toEqual([
    "management-bootstrap",
    "management-identity",
    "prod-bootstrap",
    "prod-network-usw2",
  ]);
  expect([...(graph.get("management-identity") ?? [])]).toEqual(["management-bootstrap"]);
  expect([...(graph.get("management-bootstrap") ?? [])]).toEqual([]);
});

test("a part comes with what it needs, in order", () => {
  expect(withNeeds(graph, ["prod-bootstrap"])).toEqual([
    "management-bootstrap",
    "management-identity",
    "prod-bootstrap",
  ]);
});

test("globs choose stacks; one that matches nothing is refused with what there is", () => {
  const ids = stacks.map(({ id }) => id);
  expect(matching(ids, "prod-*, management-i*")).toEqual([
    "management-identity",
    "prod-bootstrap",
    "prod-network-usw2",
    "prod-network",
  ]);
  expect(matching(ids, "prod-network")).toEqual(["prod-network"]);
  expect(() => matching(ids, "prod-*,qa-*")).toThrow(NoSuchStack);
  expect(() => matching(ids, "qa-*")).toThrow(/qa-\*; there are management-bootstrap/);
});

test("work runs when all that it waits for is done, and no more at once than allowed", async () => {
  const done: string[] = [];
  let active = 0;
  let most = 0;
  const blocked = await inOrder(graph, 2, async (id) => {
    active += 1;
    most = Math.max(most, active);
    for (const needed of graph.get(id) ?? []) expect(done).toContain(needed);
    await new Promise((resolve) => setTimeout(resolve, 1));
    done.push(id);
    active -= 1;
    return true;
  });
  expect(blocked).toEqual([]);
  expect(done).toHaveLength(stacks.length);
  expect(most).toBeLessThanOrEqual(2);
});

test("what waits for a failed stack is not started", async () => {
  const started: string[] = [];
  const blocked = await inOrder(graph, 2, async (id) => {
    started.push(id);
    return id !== "prod-bootstrap";
  });
  expect(blocked).toEqual(["prod-network"]);
  expect(started).not.toContain("prod-network");
});

test("destroying turns every arrow", () => {
  const turned = reversed(graph);
  expect([...turned.keys()][0]).toBe("prod-network");
  expect([...(turned.get("prod-bootstrap") ?? [])]).toEqual(["prod-network"]);
});
