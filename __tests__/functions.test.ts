import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const folder = resolve(__dirname, "../functions");

test.each(readdirSync(folder))("function %s passes its own tests, and has some", (name) => {
  const tests = join(folder, name, "tests");
  expect(existsSync(tests)).toBe(true);
  const { status, stderr, error } = spawnSync("python3", ["-B", "-m", "unittest", "discover", "-s", tests], {
    encoding: "utf8",
  });
  if (error !== undefined) throw new Error("python3 is missing; the tests of the Lambda functions need 3.9 or later");
  expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringMatching(/Ran [1-9]\d* tests? in/) });
});
