import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { listen } from "./protocol/server";
import { providers, type ServedTypes, schemaOf } from "./schema";
import { Emulator } from "./semantics/emulator";
import { Ledger, type LedgerObject } from "./semantics/ledger";
import { type Schemas, StandIn } from "./semantics/stand-in";

export { type ServedTypes, typesOf } from "./schema";
export { Ledger, type LedgerObject } from "./semantics/ledger";

export interface StandInOptions {
  /** Folder of the ledger. */
  readonly ledger: string;
  readonly stack: string;
  readonly types: ServedTypes;
  /** Address of the emulator of S3 and DynamoDB. @default buckets and tables are in the ledger only */
  readonly emulator?: string;
  readonly afterCreate?: (object: LedgerObject) => void | Promise<void>;
}

export function schemasOf(provider: string, types: ServedTypes): Schemas {
  const { resource = [], data = [] } = types[provider] ?? {};
  return {
    provider: schemaOf("provider", provider),
    resource: Object.fromEntries(resource.map((type) => [type, schemaOf("resource", type)])),
    data: Object.fromEntries(data.map((type) => [type, schemaOf("data", type)])),
  };
}

export function standIn(provider: string, { ledger, stack, types, emulator, afterCreate }: StandInOptions): StandIn {
  return new StandIn({
    name: provider,
    schemas: schemasOf(provider, types),
    ledger: new Ledger(ledger),
    stack,
    ...(emulator === undefined ? {} : { emulator: new Emulator(emulator) }),
    ...(afterCreate === undefined ? {} : { afterCreate }),
  });
}

export interface Attached {
  /** Value of TF_REATTACH_PROVIDERS. */
  readonly reattach: string;
  close(): void;
}

let sockets = 0;

/** Serves the providers of one stack from this process, for any number of Terraform commands one after the other. */
export async function attach(options: StandInOptions & { readonly socketFolder: string }): Promise<Attached> {
  const servers: { close(): void }[] = [];
  const addresses: Record<string, unknown> = {};
  for (const { name, source } of providers) {
    if (!(name in options.types)) continue;
    sockets += 1;
    const socket = join(options.socketFolder, String(sockets));
    servers.push(await listen(standIn(name, options), { socket }));
    addresses[`registry.terraform.io/${source}`] = {
      Protocol: "grpc",
      ProtocolVersion: 6,
      Pid: process.pid,
      Test: true,
      Addr: { Network: "unix", String: socket },
    };
  }
  return {
    reattach: JSON.stringify(addresses),
    close: () => {
      for (const server of servers) server.close();
    },
  };
}

/** `linux_amd64`, as Terraform names the machine that it runs on. */
export function platformName(): string {
  const system = { win32: "windows" }[process.platform as string] ?? process.platform;
  const processor = { x64: "amd64", ia32: "386" }[process.arch as string] ?? process.arch;
  return `${system}_${processor}`;
}

/** Single quotes of sh. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * A mirror of providers in `folder` whose executables start `plugin`, this project's bundle of `main.ts`, and the
 * configuration of the Terraform CLI that points to it.
 * @returns path of that configuration
 */
export function writeMirror(folder: string, plugin: string): string {
  const root = resolve(folder);
  for (const { name, source, version } of providers) {
    const home = join(root, "mirror/registry.terraform.io", source, version, platformName());
    mkdirSync(home, { recursive: true });
    const command = `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(resolve(plugin))} ${name}\n`;
    writeFileSync(join(home, `terraform-provider-${name}_v${version}`), command, { mode: 0o755 });
  }
  const configuration = join(root, "terraform.rc");
  const mirror = JSON.stringify(join(root, "mirror"));
  writeFileSync(
    configuration,
    `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path    = ${mirror}\n    include = ["registry.terraform.io/*/*"]\n  }\n}\n`,
  );
  return configuration;
}
