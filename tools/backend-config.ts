import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { hasAtlasTieBreaker } from "../src/accounts/slices/atlas";
import { assemble, company, type Platform } from "../src/config";
import { deployRoleName, roleArn } from "../src/lib/naming";
import { regionSuffix } from "../src/lib/regions";
import { s3Settings } from "../src/stacks/backend";

const folder = "backend-config";

interface Room {
  readonly account: string;
  readonly id: string;
  readonly region: string;
}

/** Every account and region that keeps state. */
function rooms(platform: Platform): readonly Room[] {
  const { primary, secondary, tieBreaker } = platform.regions;
  const single = { management: platform.management, ...platform.audit };
  return [
    ...Object.entries(single).flatMap(([account, settings]) =>
      settings === undefined ? [] : [{ account, id: settings.id, region: primary }],
    ),
    ...Object.entries(platform.workloads).flatMap(([account, workload]) =>
      [
        primary,
        ...(workload.secondaryRegion.enabled ? [secondary] : []),
        ...(hasAtlasTieBreaker(platform, workload) ? [tieBreaker] : []),
      ].map((region) => ({ account, id: workload.account.id, region })),
    ),
  ];
}

/** Aligns `name = value` as `terraform fmt` does. */
function lines(values: readonly (readonly [string, string])[]): string {
  const width = Math.max(...values.map(([name]) => name.length));
  return values.map(([name, value]) => `${name.padEnd(width)} = ${value}\n`).join("");
}

function content(platform: Platform, { account, id, region }: Room, lock: "both" | "dynamodb" | "lockfile"): string {
  const place = { company: platform.company.name, account, region };
  const role = roleArn(id, deployRoleName(platform.company.name));
  const { typed, useLockfile } = s3Settings(place, "", { kind: "s3", lock }, role);
  const quoted = (value: string) => JSON.stringify(value);
  const values: readonly (readonly [string, string | undefined])[] = [
    ["bucket", quoted(typed.bucket)],
    ["region", typed.region === undefined ? undefined : quoted(typed.region)],
    ["encrypt", String(typed.encrypt)],
    ["kms_key_id", typed.kmsKeyId === undefined ? undefined : quoted(typed.kmsKeyId)],
    ["dynamodb_table", typed.dynamodbTable === undefined ? undefined : quoted(typed.dynamodbTable)],
    ["use_lockfile", useLockfile ? "true" : undefined],
    ["assume_role", `{ role_arn = ${quoted(role)} }`],
  ];
  const given = values.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return `# State of ${account} in ${region}; add -backend-config="key=<stack id>.tfstate". Generated: make backend-config\n${lines(given)}`;
}

/** Text of every backend file by its path; none where HCP Terraform keeps the state. */
export function backendFiles(platform: Platform): Readonly<Record<string, string>> {
  const { backend, regions } = platform;
  if (backend.kind !== "s3") return {};
  return Object.fromEntries(
    rooms(platform).map((room) => {
      const suffix = room.region === regions.primary ? "" : `-${regionSuffix(room.region)}`;
      return [`${folder}/${room.account}${suffix}.s3.tfbackend`, content(platform, room, backend.lock)];
    }),
  );
}

function committed(root: string): Readonly<Record<string, string>> {
  const read = (name: string) => [`${folder}/${name}`, readFileSync(join(root, folder, name), "utf8")];
  try {
    return Object.fromEntries(readdirSync(join(root, folder)).map(read));
  } catch {
    return {};
  }
}

/** Paths whose committed text differs from what the configuration gives, missing and left-over ones included. */
export function outdated(root: string, files: Readonly<Record<string, string>>): readonly string[] {
  const present = committed(root);
  return [...new Set([...Object.keys(files), ...Object.keys(present)])]
    .filter((path) => files[path] !== present[path])
    .sort();
}

function main(check: boolean): void {
  const root = process.cwd();
  const files = backendFiles(assemble(company));
  const stale = outdated(root, files);
  if (check) {
    for (const path of stale) console.error(`${path} differs from the configuration; run make backend-config`);
    process.exitCode = stale.length === 0 ? 0 : 1;
    return;
  }
  for (const path of stale) {
    const text = files[path];
    mkdirSync(join(root, dirname(path)), { recursive: true });
    if (text === undefined) rmSync(join(root, path));
    else writeFileSync(join(root, path), text);
  }
  console.log(stale.length === 0 ? "nothing to write" : `wrote ${stale.map((path) => basename(path)).join(", ")}`);
}

if (require.main === module) main(process.argv.includes("--check"));
