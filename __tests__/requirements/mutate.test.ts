import { corrupted, mutationsOf } from "../../tools/requirements/mutate";
import { parseJson, valueAt } from "../../tools/requirements/path";
import { bucket, evidence } from "./fixture";

const policy = { stack: "prod-foundation", address: "aws_s3_bucket_policy.one" };

test("a path enters the JSON of a policy, and the change is undone", () => {
  const from = evidence();
  const block = () => from.stacks["prod-foundation"]?.resource["aws_s3_bucket_policy"]?.["one"];
  const attribute = 'policy#Statement.0.Condition.Bool["aws:SecureTransport"]';
  const before = block()?.["policy"];
  const seen = mutationsOf(from, [{ ...policy, attribute }]).map(({ apply }) => {
    const undo = apply();
    const value = valueAt(block(), attribute);
    undo();
    return value;
  });
  expect(seen).toEqual([undefined, undefined, "corrupted"]);
  expect(block()?.["policy"]).toBe(before);
});

test("a key with dots is one step", () => {
  const from = evidence();
  const [, without] = mutationsOf(from, [
    { stack: "prod-foundation", address: "aws_s3_bucket.one", attribute: 'tags["a.b"]' },
  ]);
  const undo = without?.apply();
  expect(bucket(from)?.["tags"]).toEqual({});
  undo?.();
  expect(bucket(from)?.["tags"]).toEqual({ "a.b": "c" });
});

test("what has to be absent is put there", () => {
  const from = evidence();
  const judged = { stack: "prod-foundation", address: "aws_s3_bucket.one", attribute: "acl" };
  const names = mutationsOf(from, [judged]).map(({ what }) => what);
  expect(names).toEqual([
    "prod-foundation aws_s3_bucket.one: deleted",
    "prod-foundation aws_s3_bucket.one: another acl",
  ]);
  mutationsOf(from, [judged])[1]?.apply();
  expect(bucket(from)?.["acl"]).toBe("present");
});

test("files and configuration are changed as well", () => {
  const from = evidence();
  mutationsOf(from, [{ stack: "files", address: "docs/a.md", attribute: "text" }])[2]?.apply();
  mutationsOf(from, [{ stack: "config", address: "workloads.prod", attribute: "depth" }])[2]?.apply();
  expect(from.files["docs/a.md"]).toEqual({ text: "corrupted" });
  expect(valueAt(from.config, "workloads.prod.depth")).toBe(4);
});

test("one block is deleted once, however many attributes decide", () => {
  const attributes = ["bucket", 'tags["a.b"]', "bucket"];
  const judged = attributes.map((attribute) => ({ stack: "prod-foundation", address: "aws_s3_bucket.one", attribute }));
  expect(mutationsOf(evidence(), judged)).toHaveLength(1 + 2 * 2);
});

test.each([
  [true, false],
  [7, 8],
  ["a", "corrupted"],
  [
    ["a", "b"],
    ["corrupted", "b"],
  ],
  [[], ["corrupted"]],
  [{ a: 1 }, {}],
  [undefined, "present"],
])("%j is corrupted to %j", (value, other) => {
  expect(corrupted(value)).toEqual(other);
});

test("JSON with unfilled expressions is read as it is meant", () => {
  expect(parseJson('{"id":"${data.state.outputs.ids["a"]}"}')).toEqual({ id: '${data.state.outputs.ids["a"]}' });
  expect(parseJson("corrupted")).toBeUndefined();
});
