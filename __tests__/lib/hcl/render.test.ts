import { bodyToHcl, stackToHcl } from "../../../src/lib/hcl/render";
import { soleExpression, templateToHcl } from "../../../src/lib/hcl/template";
import { compareFormats, differences, normalized } from "../../../tools/hcl/compare";

test.each([
  ["plain", '"plain"'],
  ['say "hi" to C:\\x', '"say \\"hi\\" to C:\\\\x"'],
  ["a: 1\nb: 2\n", '"a: 1\\nb: 2\\n"'],
  ["${aws_vpc.x.id}", "aws_vpc.x.id"],
  ['{"arn":"${aws_s3_bucket.b.arn}/*"}', '"{\\"arn\\":\\"${aws_s3_bucket.b.arn}/*\\"}"'],
  ['${lookup(m, "a")}-${"x"}', '"${lookup(m, "a")}-${"x"}"'],
  ["$${aws:username} and %%{if}", '"$${aws:username} and %%{if}"'],
  ['${join("}", ["${a}"])}', 'join("}", ["${a}"])'],
])("the template %j becomes %s", (text, hcl) => {
  expect(templateToHcl(text)).toBe(hcl);
});

test("two interpolations are no sole expression", () => {
  expect(soleExpression("${a}${b}")).toBeUndefined();
});

test("an interpolation that is not closed is refused", () => {
  expect(() => templateToHcl("${a")).toThrow("an interpolation is not closed: ${a");
});

test("null, empty lists and empty objects survive", () => {
  expect(bodyToHcl({ a: null, b: [], c: {} }, () => false)).toBe("a = null\nb = []\nc = {}");
});

test("references and keywords stand bare only where Terraform wants them", () => {
  const body = { provider: "aws.west", lifecycle: { ignore_changes: ['tags["x"]'] }, spec: { provider: "aws" } };
  const hcl = bodyToHcl(body, (path) => path.join(".") === "lifecycle");
  expect(hcl).toBe(
    'provider = aws.west\nlifecycle {\n  ignore_changes = [tags["x"]]\n}\nspec = {\n  provider = "aws"\n}',
  );
});

test("an unknown section is refused rather than dropped", () => {
  expect(() => stackToHcl({ check: {} }, () => () => false)).toThrow("no HCL is known for the section check");
});

test("the comparison names the path that differs", async () => {
  expect(await compareFormats('{"output":{"a":{"value":"1"}}}', 'output "a" {\n  value = "2"\n}\n')).toEqual([
    'output.a.value: JSON "1", HCL "2"',
  ]);
  expect(differences(normalized({ a: [] }), normalized({}))).toEqual([]);
});
