import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesize } from "../src/accounts/synthesize";
import { compareFormats } from "../tools/hcl/compare";
import { platform } from "./support/platform";

const folder = mkdtempSync(join(tmpdir(), "formats-"));
const at = (outdir: string, id: string, file: string) => join(outdir, "stacks", id, file);
const json = join(folder, "json");
const hcl = join(folder, "hcl");

let ids: readonly string[] = [];
beforeAll(() => {
  ids = synthesize(platform(), { outdir: json, format: "json" });
  synthesize(platform(), { outdir: hcl, format: "hcl" });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("ACC-20: HCL, the way out, says the same as JSON in every stack", async () => {
  const differing: Record<string, readonly string[]> = {};
  for (const id of ids) {
    const found = await compareFormats(
      readFileSync(at(json, id, "cdk.tf.json"), "utf8"),
      readFileSync(at(hcl, id, "cdk.tf"), "utf8"),
    );
    if (found.length > 0) differing[id] = found;
  }
  expect(ids.length).toBeGreaterThan(0);
  expect(differing).toEqual({});
});

test("ACC-20: both formats have the same stacks", () => {
  expect(readdirSync(join(hcl, "stacks")).toSorted()).toEqual(readdirSync(join(json, "stacks")).toSorted());
});

test("ACC-20: a folder never holds both formats, even when one is written over the other", () => {
  const shared = join(folder, "shared");
  synthesize(platform(), { outdir: shared, format: "json" });
  synthesize(platform(), { outdir: shared, format: "hcl" });
  expect(ids.filter((id) => existsSync(at(shared, id, "cdk.tf.json")))).toEqual([]);
  expect(ids.filter((id) => !existsSync(at(shared, id, "cdk.tf")))).toEqual([]);
  synthesize(platform(), { outdir: shared, format: "json" });
  expect(ids.filter((id) => existsSync(at(shared, id, "cdk.tf")))).toEqual([]);
});
