import { createHash } from "node:crypto";
import { type Fields, isFields, isList, type Value } from "../protocol/values";

/** Where the provider configuration at hand works; empty strings outside of AWS. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly partition: "aws";
}

export interface Birth {
  readonly type: string;
  readonly place: Place;
  /** The object as planned, with unknowns inside. */
  readonly planned: Fields;
  /** Hexadecimal, different for each object. */
  readonly unique: string;
}

/** Helps a table of identities to compose what a service would. */
export class Newborn {
  readonly place: Place;

  constructor(readonly birth: Birth) {
    this.place = birth.place;
  }

  /** A hexadecimal string that is this object's own for this purpose. */
  hex(length: number, purpose = ""): string {
    return createHash("sha256").update(`${this.birth.unique} ${purpose}`).digest("hex").slice(0, length);
  }

  /** Upper-case letters and digits, as in IAM's unique ids. */
  letters(length: number, purpose = ""): string {
    const digest = createHash("sha256").update(`${this.birth.unique} letters ${purpose}`).digest();
    return [...digest]
      .slice(0, length)
      .map((byte) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(byte % 32))
      .join("");
  }

  digits(length: number, purpose = ""): string {
    const digest = createHash("sha256").update(`${this.birth.unique} digits ${purpose}`).digest();
    const text = [...digest]
      .slice(0, length)
      .map((byte) => String(byte % 10))
      .join("");
    return text.startsWith("0") ? `1${text.slice(1)}` : text;
  }

  uuid(purpose = ""): string {
    const hex = this.hex(32, `uuid ${purpose}`);
    return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join(
      "-",
    );
  }

  /** `<prefix>-0` and sixteen hexadecimal digits: the form of EC2's ids. */
  id(prefix: string): string {
    return `${prefix}-0${this.hex(16, prefix)}`;
  }

  /** A known string of the plan, or undefined. */
  text(name: string): string | undefined {
    const value = this.birth.planned[name];
    return typeof value === "string" ? value : undefined;
  }

  /** A string that the service takes from the plan, or makes up with the prefix that the plan gives. */
  name(attribute = "name"): string {
    return this.text(attribute) ?? `${this.text(`${attribute}_prefix`) ?? "terraform-"}${this.hex(26, attribute)}`;
  }

  value(...steps: readonly (string | number)[]): Value {
    let value: Value | undefined = this.birth.planned;
    for (const step of steps) {
      if (isList(value) && typeof step === "number") value = value[step];
      else if (isFields(value) && typeof step === "string") value = value[step];
      else return null;
    }
    return value ?? null;
  }

  arn(service: string, resource: string): string {
    return `arn:${this.place.partition}:${service}:${this.place.region}:${this.place.account}:${resource}`;
  }

  /** ARN of a service without regions. */
  globalArn(service: string, resource: string): string {
    return `arn:${this.place.partition}:${service}::${this.place.account}:${resource}`;
  }

  address(purpose = ""): string {
    const octets = [...createHash("sha256").update(`${this.birth.unique} ip ${purpose}`).digest()].slice(0, 3);
    return octets.map((octet) => 1 + (octet % 250)).join(".");
  }
}

/** Values for computed attributes by top-level name. */
export type Identity = (newborn: Newborn) => Fields;
export type Identities = Readonly<Record<string, Identity>>;
