import type { Check, Judged } from "../../tools/requirements/check";
import { judge } from "../../tools/requirements/judge";
import { bucket, evidence } from "./fixture";

const row = { id: "ROW-01", layers: ["foundation"] };
const built = ["foundation"];
const judged: readonly Judged[] = [{ stack: "prod-foundation", address: "aws_s3_bucket.one", attribute: "bucket" }];

const strict: Check = (from) => {
  if (bucket(from)?.["bucket"] !== "a") throw new Error("the bucket is not called a");
  return judged;
};

test("a check that notices deletion, loss and change proves its row", () => {
  expect(judge(row, strict, evidence(), built)).toEqual({ id: "ROW-01", state: "proven", judged: 1 });
});

test("what was changed for the proof is as it was afterwards", () => {
  const from = evidence();
  judge(row, strict, from, built);
  expect(from.stacks).toEqual(evidence().stacks);
});

test.each<[string, Check | undefined, string]>([
  ["is missing", undefined, "it has no check"],
  ["judges nothing", () => [], "the check judged nothing"],
  ["always passes", () => judged, "aws_s3_bucket.one: deleted"],
  [
    "asks only whether the bucket is there",
    (from) => (bucket(from) === undefined ? fail("gone") : judged),
    "without bucket",
  ],
  [
    "asks only whether it has a name",
    (from) => (bucket(from)?.["bucket"] === undefined ? fail("nameless") : judged),
    "another bucket",
  ],
  ["fails", () => fail("no bucket is public"), "no bucket is public"],
  [
    "judges what is not there",
    () => [{ ...judged[0], address: "aws_s3_bucket.two" } as Judged],
    "judged what does not exist",
  ],
])("a row whose check %s is unproven", (_, check, reason) => {
  const verdict = judge(row, check, evidence(), built);
  expect(verdict.state).toBe("unproven");
  expect(verdict.reason).toContain(reason);
});

function fail(message: string): never {
  throw new Error(message);
}

test("a row that lies wholly in later layers is partial and names them", () => {
  const later = { id: "ROW-01", layers: ["edge", "cost"] };
  expect(judge(later, undefined, evidence(), built)).toEqual({
    id: "ROW-01",
    state: "partial",
    judged: 0,
    reason: "waits for edge, cost",
  });
});

test("a row that lies partly in later layers is partial only while its built part is proven", () => {
  const both = { id: "ROW-01", layers: ["foundation", "edge"] };
  expect(judge(both, strict, evidence(), built)).toMatchObject({ state: "partial", reason: "waits for edge" });
  expect(judge(both, () => judged, evidence(), built)).toMatchObject({ state: "unproven" });
  expect(judge(both, undefined, evidence(), built)).toMatchObject({ state: "unproven" });
});

test("a mutation that one part does not notice counts as noticed when the whole check does", () => {
  const parts = () => [() => judged];
  expect(judge(row, Object.assign(strict.bind(undefined), { parts }), evidence(), built)).toMatchObject({
    state: "proven",
  });
  const careless: Check = () => judged;
  expect(judge(row, Object.assign(careless.bind(undefined), { parts }), evidence(), built)).toMatchObject({
    state: "unproven",
  });
});
