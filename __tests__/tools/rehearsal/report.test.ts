import { countsOf, reportTable, summary, table } from "../../../tools/rehearsal/report";

const change = (address: string, actions: readonly string[], importing?: unknown) => ({
  address,
  change: { actions, ...(importing === undefined ? {} : { importing }) },
});

test("counts what a plan does; reading and leaving alone are nothing", () => {
  const counts = countsOf({
    resource_changes: [
      change("a", ["create"]),
      change("b", ["update"]),
      change("c", ["delete", "create"]),
      change("d", ["create", "delete"]),
      change("e", ["no-op"], { id: "e" }),
      change("f", ["read"]),
    ],
  });
  expect(counts).toEqual({ add: 1, change: 1, destroy: 0, replace: 2, import: 1 });
  expect(summary(counts)).toBe("1 to add, 1 to change, 2 to replace, 1 to import");
  expect(summary(countsOf({}))).toBe("no changes");
});

test("columns are as wide as their widest cell, numbers stand right", () => {
  expect(
    table([
      ["stack", "n"],
      ["dev", "12"],
      ["production", "3"],
    ]),
  ).toBe("stack       n\ndev         12\nproduction   3");
});

test("the table adds the steps of each stack and of all", () => {
  const step = (name: "plan" | "apply", seconds: number) => ({
    step: name,
    result: "passed" as const,
    seconds,
    counts: { add: 3, change: 0, destroy: 0, replace: 0, import: 0 },
  });
  const text = reportTable({
    stacks: [
      { id: "dev-network", result: "passed", steps: [step("plan", 1), step("apply", 2)] },
      { id: "dev-eks", result: "blocked", steps: [] },
    ],
  });
  const rows = text.split("\n").map((line) => line.split(/\s{2,}/));
  expect(rows.at(-1)).toEqual(["all", "3", "1.0", "2.0"]);
  expect(rows[2]).toEqual(["dev-eks", "blocked"]);
});
