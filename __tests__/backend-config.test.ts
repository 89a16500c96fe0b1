import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assemble, company } from "../src/config";
import { backendFiles, outdated } from "../tools/backend-config";
import { platform } from "./support/platform";

const root = join(__dirname, "..");

test("committed files equal what the configuration gives (ACC-17)", () => {
  expect(outdated(root, backendFiles(assemble(company)))).toEqual([]);
});

test("there is one file for every account and region that keeps state", () => {
  expect(Object.keys(backendFiles(platform())).sort()).toEqual(
    ["dev", "log-archive", "management", "prod-usw2", "prod", "security", "staging"].map(
      (name) => `backend-config/${name}.s3.tfbackend`,
    ),
  );
});

test("a file holds bucket, key, table and role of its own account and region", () => {
  const text = backendFiles(platform())["backend-config/prod-usw2.s3.tfbackend"];
  expect(text?.split("\n").slice(1).join("\n")).toBe(
    [
      'bucket         = "company-inc-prod-tfstate-usw2"',
      'region         = "us-west-2"',
      "encrypt        = true",
      'kms_key_id     = "alias/company-inc-tfstate"',
      'dynamodb_table = "company-inc-tflock"',
      "use_lockfile   = true",
      'assume_role    = { role_arn = "arn:aws:iam::777777777777:role/company-inc-terraform-deploy" }',
      "",
    ].join("\n"),
  );
});

test("what no configuration gives any more, or lacks, is reported", () => {
  const empty = mkdtempSync(join(tmpdir(), "backend-"));
  const files = backendFiles(platform());
  expect(outdated(empty, files)).toEqual(Object.keys(files).sort());
  expect(outdated(root, {})).toEqual(Object.keys(files).sort());
  rmSync(empty, { recursive: true });
});

test("HCP Terraform needs no such file (ACC-19)", () => {
  expect(backendFiles({ ...platform(), backend: { kind: "cloud", organization: "company" } })).toEqual({});
});
