import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Fields, textOf, type Value } from "../protocol/values";

/** Where an object lives; both are empty outside of AWS. */
export interface Home {
  readonly account: string;
  readonly region: string;
}

export interface LedgerObject extends Home {
  readonly type: string;
  readonly id: string;
  /** Stack whose Terraform made it. */
  readonly stack: string;
  readonly attributes: Fields;
}

const globalServices = /^aws_(iam|s3|route53|cloudfront|organizations|shield|globalaccelerator|budgets|ce)_/;

/** What no second object may have: an ARN where there is one, else type and id within the account and region. */
export function keyOf(type: string, { account, region }: Home, attributes: Fields): string {
  const { arn, id } = attributes;
  // Several types are views of one ARN (a bucket and its policy), so the type stays part of the key.
  if (typeof arn === "string" && arn.startsWith("arn:") && type.startsWith("aws_"))
    return `${type} ${arn} ${textOf(id)}`;
  return `${type} ${account} ${globalServices.test(type) ? "" : region} ${textOf(id)}`;
}

const toJson = (_name: string, value: unknown): unknown => {
  if (typeof value === "bigint") return Number(value);
  return value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString("base64") } : value;
};

// Buffer has a toJSON of its own, which runs before any replacer sees the bytes.
function plain(value: Value): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map((item: Value) => plain(item));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, plain(entry as Value)]));
  return value;
}

function fromJson(_name: string, value: unknown): unknown {
  if (typeof value === "object" && value !== null && "$bytes" in value && typeof value.$bytes === "string")
    return new Uint8Array(Buffer.from(value.$bytes, "base64"));
  return value;
}

/**
 * What the stand-ins made, outside of Terraform's state: one JSON file an object, below `<folder>/<type>`.
 * Writes are atomic, because a plugin may be killed at any time and several may run at once.
 */
export class Ledger {
  constructor(private readonly folder: string) {}

  get(type: string, home: Home, attributes: Fields): LedgerObject | undefined {
    const file = this.fileOf(type, home, attributes);
    return existsSync(file) ? this.load(file) : undefined;
  }

  put(object: LedgerObject): void {
    mkdirSync(join(this.folder, object.type), { recursive: true });
    const file = this.fileOf(object.type, object, object.attributes);
    const text = JSON.stringify({ ...object, attributes: plain(object.attributes) }, toJson, 2);
    writeFileSync(`${file}.${process.pid}.new`, text);
    renameSync(`${file}.${process.pid}.new`, file);
  }

  remove(type: string, home: Home, attributes: Fields): void {
    rmSync(this.fileOf(type, home, attributes), { force: true });
  }

  /** Objects of a type, or all of them, in a stable order. */
  objects(type?: string): readonly LedgerObject[] {
    if (!existsSync(this.folder)) return [];
    const types = type === undefined ? readdirSync(this.folder).sort() : [type];
    return types.flatMap((name) => {
      const folder = join(this.folder, name);
      if (!existsSync(folder)) return [];
      return readdirSync(folder)
        .filter((file) => file.endsWith(".json"))
        .sort()
        .map((file) => this.load(join(folder, file)));
    });
  }

  private fileOf(type: string, home: Home, attributes: Fields): string {
    const name = createHash("sha256")
      .update(keyOf(type, home, attributes))
      .digest("hex")
      .slice(0, 20);
    return join(this.folder, type, `${name}.json`);
  }

  private load(file: string): LedgerObject {
    return JSON.parse(readFileSync(file, "utf8"), fromJson) as LedgerObject;
  }
}
