import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** cdktf's test apps leave their output folders behind; one folder around all of them goes when the run ends. */
export default function setup(): void {
  process.env["TMPDIR"] = mkdtempSync(join(tmpdir(), "tests-"));
}

export function teardown(): void {
  const folder = process.env["TMPDIR"];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
