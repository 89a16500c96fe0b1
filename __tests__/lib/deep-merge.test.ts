import { deepFreeze, deepMerge } from "../../src/lib/deep-merge";

test("differences replace values and lists, merge objects and leave the base alone", () => {
  const base = { eks: { version: "1.35", types: ["a", "b"] }, kept: 1 };
  expect(deepMerge(base, { eks: { types: ["c"] } })).toEqual({ eks: { version: "1.35", types: ["c"] }, kept: 1 });
  expect(base.eks.types).toEqual(["a", "b"]);
});

test("a difference that is undefined is none", () => {
  expect(deepMerge({ a: 1 }, { a: undefined })).toEqual({ a: 1 });
});

test("a frozen configuration refuses changes at every depth", () => {
  const frozen = deepFreeze({ list: [{ a: 1 }] });
  expect(() => {
    (frozen.list[0] as { a: number }).a = 2;
  }).toThrow(TypeError);
});
