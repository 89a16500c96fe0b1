import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { assemble, ConfigurationError, company } from "../../src/config";
import { PythonEnvironmentError } from "../python/environment.cjs";
import { TerraformNotFound } from "../terraform/find.cjs";
import { NoSuchStack } from "./graph";
import { rehearse } from "./rehearse";
import { Stage } from "./stage";

const repository = resolve(__dirname, "../..");

const usage = `make rehearse [STACKS='prod-*,dev-network'] [KEEP=1] [SPAWNED=1] [REGISTRY=1] [JOBS=2]
  STACKS    a part, by globs of stack ids, with what it needs
  KEEP      leaves everything applied, for looking around in rehearsal/
  SPAWNED   Terraform starts the stand-in providers itself, as it does real ones
  REGISTRY  init and validate alone, with the real providers of the registry`;

class WrongUsage extends Error {}

function options() {
  const { values } = parseArgs({
    options: {
      stacks: { type: "string" },
      jobs: { type: "string", default: "2" },
      keep: { type: "boolean", default: false },
      spawned: { type: "boolean", default: false },
      registry: { type: "boolean", default: false },
    },
  });
  const jobs = Number(values.jobs);
  if (!Number.isInteger(jobs) || jobs < 1)
    throw new WrongUsage(`JOBS is "${values.jobs}", which is no number of stacks; write 1 or more\n\n${usage}`);
  if (values.spawned && values.registry)
    throw new WrongUsage(`SPAWNED and REGISTRY exclude each other: stand-ins or real providers\n\n${usage}`);
  const mode = values.registry ? ("registry" as const) : values.spawned ? ("spawned" as const) : ("attached" as const);
  const stacks = values.stacks === undefined || values.stacks === "" ? {} : { stacks: values.stacks };
  return { jobs, mode, keep: values.keep, ...stacks };
}

async function main(): Promise<void> {
  const asked = options();
  const platform = assemble(company);
  if (platform.backend.kind === "cloud")
    console.log("HCP Terraform cannot be had offline: state is rehearsed in S3, everything else as it is.");
  const stage = new Stage({
    folder: "rehearsal",
    platform,
    mode: asked.mode,
    plugin: resolve(repository, "build/stand-in.cjs"),
  });
  stage.closeOnSignals();
  try {
    await stage.open();
    const { result, seconds, peakMemoryMb, stacks, links } = await rehearse(stage, { platform, ...asked });
    const failed = stacks.filter((stack) => stack.result !== "passed").length;
    console.log(
      `rehearsal ${result}: ${stacks.length - failed} of ${stacks.length} stacks, ${links.compared} links with ${links.values} values, ` +
        `${seconds.toFixed(0)} s, ${peakMemoryMb} MiB; ${relative(process.cwd(), stage.folder)}/report.json has all of it`,
    );
    if (result === "failed") process.exitCode = 1;
  } finally {
    await stage.close();
  }
}

const isUsers = (error: unknown): error is Error =>
  [ConfigurationError, NoSuchStack, PythonEnvironmentError, TerraformNotFound, WrongUsage].some(
    (kind) => error instanceof kind,
  ) ||
  (error instanceof TypeError && "code" in error);

main().catch((error: unknown) => {
  if (!isUsers(error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
