import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type ISynthesisSession, TerraformStack } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import { Construct } from "constructs";
import { zipSync } from "fflate";

/** Folder that holds cdktf.json, from the working directory upwards, as cdktf finds its own assets. */
function projectRoot(from: string): string {
  if (existsSync(join(from, "cdktf.json"))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error("no cdktf.json here or above; run this inside the project");
  return projectRoot(parent);
}

/** The earliest date that the format knows: the same sources make the same archive, wherever and whenever. */
const mtime = new Date(1980, 0, 1);

function archive(folder: string): Uint8Array {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("__pycache__"))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
  return zipSync(Object.fromEntries(files.map((file) => [file, [readFileSync(join(folder, file)), { mtime }]])));
}

/** The sources of a Lambda function as an archive in the folder of its stack. cdktf's own archives cost a process each. */
export class FunctionPackage extends Construct {
  /** Path of the archive, relative to the stack's folder. */
  readonly path: string;
  /** Base64 SHA-256 of the archive, for `source_code_hash`. */
  readonly hash: string;

  /** @param folder sources, relative to the folder of cdktf.json */
  constructor(scope: Construct, id: string, folder: string) {
    super(scope, id);
    const zip = archive(resolve(projectRoot(process.cwd()), folder));
    const digest = createHash("sha256").update(zip);
    this.hash = digest.copy().digest("base64");
    this.path = join("assets", `${digest.digest("hex")}.zip`);
    addCustomSynthesis(this, {
      onSynthesize: ({ outdir, manifest }: ISynthesisSession) => {
        const target = join(outdir, manifest.forStack(TerraformStack.of(this)).workingDirectory, this.path);
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, zip);
      },
    });
  }
}
