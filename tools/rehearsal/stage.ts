import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import type { Platform } from "../../src/config";
import { type Attached, attach, Ledger, type LedgerObject, type ServedTypes, typesOf, writeMirror } from "../stand-in";
import { findTerraform } from "../terraform/find.cjs";
import { type RunningEmulator, startEmulator } from "./emulator/emulator";
import { terraformEnvironment } from "./environment";
import { hasAliases, synthesizeInto, withBootstrapState } from "./synthesis";
import { type CommandOptions, type CommandResult, interruptAll, killAll, terraform } from "./terraform";

export type Mode = "attached" | "spawned" | "registry";

export interface StageOptions {
  /** Folder that everything is written to; what it held is removed. */
  readonly folder: string;
  readonly platform: Platform;
  readonly mode: Mode;
  /** Bundle of the stand-in plugin, for spawned mode. */
  readonly plugin: string;
  readonly afterCreate?: (object: LedgerObject) => void | Promise<void>;
}

/** A synthesized organization with an emulator, a ledger and providers: where Terraform commands are run. */
export class Stage {
  readonly folder: string;
  readonly ledger: Ledger;
  readonly executable = findTerraform();
  private readonly sockets = mkdtempSync(join(tmpdir(), "rehearsal-"));
  private readonly attached = new Map<string, Promise<Attached>>();
  private readonly plain: string;
  private readonly mirror: string;
  private emulator: RunningEmulator | undefined;

  constructor(private readonly options: StageOptions) {
    this.folder = resolve(options.folder);
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(join(this.folder, "home"), { recursive: true });
    this.ledger = new Ledger(this.ledgerFolder);
    this.plain = join(this.folder, "terraform.rc");
    writeFileSync(this.plain, "disable_checkpoint = true\n");
    this.mirror =
      options.mode === "registry" ? this.plain : writeMirror(join(this.folder, "providers"), options.plugin);
  }

  /** Synthesizes, and starts the emulator. */
  async open(): Promise<void> {
    this.synthesize(this.options.platform);
    if (this.options.mode !== "registry")
      this.emulator = await startEmulator(resolve(__dirname, "emulator"), join(this.folder, "emulator.log"));
  }

  synthesize(platform: Platform): void {
    // cdktf asks `terraform` for its version as soon as something is imported.
    process.env["PATH"] = [process.env["PATH"], dirname(this.executable)].join(delimiter);
    synthesizeInto(withBootstrapState(platform, "local"), this.outdir);
    synthesizeInto(withBootstrapState(platform, "backend"), join(this.folder, "migrated"));
  }

  get outdir(): string {
    return join(this.folder, "cdktf.out");
  }

  get endpoint(): string | undefined {
    return this.emulator?.endpoint;
  }

  get ledgerFolder(): string {
    return join(resolve(this.options.folder), "ledger");
  }

  stackFolder(id: string): string {
    return join(this.outdir, "stacks", id);
  }

  /** The same stack when its account's bootstrap has moved its state into the bucket. */
  migratedFolder(id: string): string {
    return join(this.folder, "migrated/stacks", id);
  }

  /** True for a stack whose state lies where it is going to stay. */
  isMigrated(id: string): boolean {
    const [now, then] = [this.stackFolder(id), this.migratedFolder(id)].map((folder) =>
      readFileSync(join(folder, "cdk.tf.json"), "utf8"),
    );
    return now === then;
  }

  logOf(id: string, name: string): string {
    return join(this.folder, "logs", id, `${name}.log`);
  }

  /** Runs one Terraform command in the stack's folder. */
  async run(
    id: string,
    args: readonly string[],
    log: string,
    more: Pick<CommandOptions, "onStart"> = {},
  ): Promise<CommandResult> {
    const environment = await this.environmentOf(id);
    return terraform(args, {
      executable: this.executable,
      folder: this.stackFolder(id),
      environment,
      log: this.logOf(id, log),
      ...more,
    });
  }

  /** Ends the process in an orderly way when somebody presses Ctrl-C or ends it from outside. */
  closeOnSignals(): void {
    const end = (signal: "SIGINT" | "SIGTERM") => {
      interruptAll();
      console.log(`interrupted: everything that ran is stopped, ${this.options.folder}/ keeps what it wrote`);
      void this.close().then(() => process.exit(signal === "SIGINT" ? 130 : 143));
    };
    process.once("SIGINT", end);
    process.once("SIGTERM", end);
  }

  /** Stops what was started, in whatever state it is. */
  async close(): Promise<void> {
    killAll();
    for (const attached of this.attached.values()) (await attached).close();
    await this.emulator?.stop();
    rmSync(this.sockets, { recursive: true, force: true });
  }

  /** The running emulator. @throws Error before `open` and without one */
  get services(): RunningEmulator {
    if (this.emulator === undefined) throw new Error("no emulator of S3 and DynamoDB is running");
    return this.emulator;
  }

  /** Variables with which Terraform starts the stand-ins itself; `stack` is whom the ledger names as the maker. */
  spawnedEnvironment(stack: string, types: ServedTypes): NodeJS.ProcessEnv {
    const endpoint = this.endpoint;
    return {
      ...terraformEnvironment(join(this.folder, "home"), {
        configuration: this.mirror,
        ...(endpoint === undefined ? {} : { endpoint }),
      }),
      PLUGIN_UNIX_SOCKET_DIR: this.sockets,
      STAND_IN_LEDGER: this.ledgerFolder,
      STAND_IN_STACK: stack,
      STAND_IN_TYPES: JSON.stringify(types),
      ...(endpoint === undefined ? {} : { STAND_IN_EMULATOR: endpoint }),
    };
  }

  private async environmentOf(id: string): Promise<NodeJS.ProcessEnv> {
    const { mode, afterCreate } = this.options;
    const endpoint = this.endpoint;
    const common = { configuration: this.plain, ...(endpoint === undefined ? {} : { endpoint }) };
    const home = join(this.folder, "home");
    if (mode === "registry") return terraformEnvironment(home, common);
    // One socket cannot tell two configurations of a provider apart.
    if (mode === "spawned" || hasAliases(this.stackFolder(id)))
      return this.spawnedEnvironment(id, typesOf(this.stackFolder(id)));
    const standIn = {
      ledger: this.ledgerFolder,
      stack: id,
      types: typesOf(this.stackFolder(id)),
      ...(endpoint === undefined ? {} : { emulator: endpoint }),
    };
    const attached =
      this.attached.get(id) ??
      attach({ ...standIn, socketFolder: this.sockets, ...(afterCreate === undefined ? {} : { afterCreate }) });
    this.attached.set(id, attached);
    return terraformEnvironment(home, { ...common, reattach: (await attached).reattach });
  }
}
