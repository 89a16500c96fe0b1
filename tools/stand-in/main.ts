import { mkdtempSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { standIn } from "./index";
import { selfSigned } from "./protocol/certificate";
import { listen } from "./protocol/server";
import type { ServedTypes } from "./schema";

/** The plugin that Terraform starts itself: one provider, named by the only argument. */

// Of Terraform's plugin handshake: https://github.com/hashicorp/terraform/blob/main/internal/plugin6/serve.go
const cookie = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

async function main(): Promise<void> {
  const { env } = process;
  const [provider] = process.argv.slice(2);
  const clientPem = env["PLUGIN_CLIENT_CERT"];
  if (env["TF_PLUGIN_MAGIC_COOKIE"] !== cookie || provider === undefined || clientPem === undefined) {
    console.error("This is a Terraform plugin; Terraform starts it during a rehearsal.");
    process.exitCode = 1;
    return;
  }
  const folder = mkdtempSync(join(env["PLUGIN_UNIX_SOCKET_DIR"] ?? tmpdir(), "p-"));
  const stop = () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  };
  // Terraform hears of Ctrl-C itself and stops its plugins by a call.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", stop);
  // A killed Terraform leaves its plugins to init.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 500).unref();
  const own = await selfSigned();
  const socket = join(folder, "s");
  const service = standIn(provider, {
    ledger: env["STAND_IN_LEDGER"] ?? join(folder, "ledger"),
    stack: env["STAND_IN_STACK"] ?? "",
    types: JSON.parse(env["STAND_IN_TYPES"] ?? "{}") as ServedTypes,
    ...(env["STAND_IN_EMULATOR"] === undefined ? {} : { emulator: env["STAND_IN_EMULATOR"] }),
  });
  // The answer to Shutdown must leave before the process does.
  await listen(service, { socket, tls: { own, clientPem }, onShutdown: () => setTimeout(stop, 10) });
  writeSync(1, `1|6|unix|${socket}|grpc|${own.handshake}\n`);
}

void main();
