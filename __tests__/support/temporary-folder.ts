import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findTerraform } from "../../tools/terraform/find.cjs";

/** cdktf's test apps leave their output folders behind; one folder around all of them goes when the run ends. */
export default function setup(): void {
  // cdktf's matchers read the name once, when they are loaded.
  process.env["TERRAFORM_BINARY_NAME"] = findTerraform();
  process.env["TMPDIR"] = mkdtempSync(join(tmpdir(), "tests-"));
}

export function teardown(): void {
  const folder = process.env["TMPDIR"];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
