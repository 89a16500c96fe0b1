import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readModule, resourcesOf } from "../../tools/requirements/hcl";

const folder = mkdtempSync(join(tmpdir(), "module-"));
afterAll(() => rmSync(folder, { recursive: true }));

const source = `
variable "name" { default = "plain" }
variable "key" { default = null }
variable "on" {}
resource "aws_s3_bucket" "this" { bucket = var.name }
resource "aws_kms_alias" "this" {
  count         = var.key == null ? 0 : 1
  target_key_id = var.key.arn
}
resource "aws_s3_account_public_access_block" "this" { count = var.on ? 1 : 0 }
`;

test("resources of a module carry the arguments of its call", async () => {
  writeFileSync(join(folder, "main.tf"), source);
  const module = await readModule(folder);
  expect(resourcesOf("base", { on: true, key: { arn: "arn:key" } }, module)).toMatchObject({
    aws_s3_bucket: { "module.base.this": { bucket: "plain" } },
    aws_kms_alias: { "module.base.this": { target_key_id: "arn:key" } },
    aws_s3_account_public_access_block: { "module.base.this": {} },
  });
  expect(resourcesOf("base", { on: false }, module)).toMatchObject({
    aws_kms_alias: {},
    aws_s3_account_public_access_block: {},
  });
});

test("a count that cannot be read is an error, not a guess", async () => {
  writeFileSync(join(folder, "main.tf"), 'resource "aws_s3_bucket" "this" { count = length(var.names) }');
  const module = await readModule(folder);
  expect(() => resourcesOf("base", {}, module)).toThrow("count is beyond this reader");
});
