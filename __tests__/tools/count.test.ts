import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "count-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const result = (passed: number, failed: number, broken = 0, pending = 0) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numRuntimeErrorTestSuites: broken,
    numPendingTests: pending,
    numTodoTests: 0,
  });

function count(files: Readonly<Record<string, string>>): { status: number | null; stdout: string } {
  const paths = Object.entries(files).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
  const { status, stdout } = spawnSync(process.execPath, ["tools/ci/count.mjs", ...paths], { encoding: "utf8" });
  return { status, stdout };
}

test.each([
  ["all pass", { "a.json": result(3, 0) }, 0, "3 passed, 0 failed\n"],
  ["one fails", { "a.json": result(3, 1) }, 1, "3 passed, 1 failed\n"],
  ["a suite cannot start", { "a.json": result(3, 0, 1) }, 1, "3 passed, 1 failed\n"],
  ["no test ran", { "a.json": result(0, 0) }, 1, "0 passed, 0 failed\n"],
  [
    "runners add up",
    { "a.json": result(3, 0, 0, 1), "b.log": "noise\nproofs: 4 passed, 0 failed\n" },
    0,
    "7 passed, 0 failed, 1 skipped\n",
  ],
])("%s", (_, files, status, stdout) => {
  expect(count(files)).toEqual({ status, stdout });
});

test("a result without a count is an error", () => {
  expect(count({ "b.log": "all fine\n" }).status).toBe(1);
});
