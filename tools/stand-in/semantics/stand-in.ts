import { createHash } from "node:crypto";
import { type Birth, DataNotFound, dataValues, identityOf, importIdOf, type Place } from "../identity";
import { type Change, type Diagnostic, type Path, type Provider, ProviderError } from "../protocol/provider";
import {
  equal,
  type Fields,
  hasUnknown,
  isFields,
  isList,
  textOf,
  toWire,
  Unknown,
  unknown,
  type Value,
} from "../protocol/values";
import { findings, replacing } from "../rules";
import type { Block, Kind, Schema } from "../schema/schema";
import { conform } from "./conform";
import type { Emulator } from "./emulator";
import { Filler } from "./fill";
import type { Ledger, LedgerObject } from "./ledger";
import { markUnknown, replacements } from "./plan";
import { refuseDeletion } from "./protection";
import { unconfigurable } from "./unconfigurable";

export interface Schemas {
  readonly provider: Schema;
  readonly resource: Readonly<Record<string, Schema>>;
  readonly data: Readonly<Record<string, Schema>>;
}

export interface StandInProps {
  /** Provider name, e.g. `aws`. */
  readonly name: string;
  readonly schemas: Schemas;
  readonly ledger: Ledger;
  /** Stack that the ledger names as the maker. */
  readonly stack: string;
  /** Where buckets and tables are really made. @default nowhere */
  readonly emulator?: Emulator;
  /** Called after an object is in the ledger and before Terraform hears of it: where faults strike. */
  readonly afterCreate?: (object: LedgerObject) => void | Promise<void>;
}

/** The account of AWS's own documentation, for configurations that pin none. */
const exampleAccount = "123456789012";

const first = (value: Value | undefined): Value => (isList(value) ? (value[0] ?? null) : null);
const known = (value: Value | undefined): string | undefined => (typeof value === "string" ? value : undefined);

/** Behaves to Terraform as the named provider does, as far as schemas, rules and identities tell; keeps objects in the ledger. */
export class StandIn implements Provider {
  private place: Place = { account: "", region: "", partition: "aws" };
  private defaultTags: Fields = {};

  constructor(private readonly props: StandInProps) {}

  schemas(): Schemas {
    return this.props.schemas;
  }

  validate(kind: Kind, type: string, config: Fields): readonly Diagnostic[] {
    const { block } = kind === "provider" ? this.props.schemas.provider : this.schema(kind, type);
    const name = kind === "provider" ? this.props.name : type;
    const rules = findings(kind, name, config).map((finding): Diagnostic => ({ severity: "error", ...finding }));
    return [...unconfigurable(block, config), ...rules];
  }

  configure(config: Fields): void {
    if (this.props.name !== "aws") return;
    const role = first(config["assume_role"]);
    const roleArn = isFields(role) ? known(role["role_arn"]) : undefined;
    const account = known(first(config["allowed_account_ids"])) ?? roleArn?.split(":")[4] ?? exampleAccount;
    if (roleArn !== undefined && roleArn.split(":")[4] !== account)
      throw new ProviderError(
        "AWS account ID not allowed",
        `The role ${roleArn} is of another account than the allowed ${account}.`,
      );
    const region = known(config["region"]);
    if (region === undefined)
      throw new ProviderError("Missing Region", "The aws provider's region is neither set nor known; set `region`.");
    this.place = { account, region, partition: "aws" };
    const tags = first(config["default_tags"]);
    this.defaultTags = isFields(tags) && isFields(tags["tags"]) ? tags["tags"] : {};
  }

  upgrade(type: string, state: unknown): unknown {
    return conform(this.schema("resource", type).block, state);
  }

  read(type: string, state: Fields): Fields | null {
    return this.props.ledger.get(type, this.homeOf(state), state)?.attributes ?? null;
  }

  plan(type: string, { prior, proposed, config }: Change & { readonly proposed: Fields | null }) {
    if (proposed === null) return { planned: null, replaces: [] as readonly Path[] };
    const { block } = this.schema("resource", type);
    const wanted = this.withProviderDefaults(block, proposed, config ?? {});
    const planned = markUnknown(block, wanted, prior !== null);
    if (prior === null) return { planned, replaces: [] };
    // Compared after write-only values are gone: they are in the proposal and never in state.
    if (equal(prior, planned)) return { planned: prior, replaces: [] };
    const replaces = replacements(prior, planned, replacing(type));
    return { planned: this.withMovingParts(type, planned, config ?? {}), replaces };
  }

  async apply(type: string, { prior, planned }: Change & { readonly planned: Fields | null }): Promise<Fields | null> {
    const { ledger, emulator, stack } = this.props;
    if (planned === null) {
      if (prior === null) return null;
      refuseDeletion(type, prior);
      await emulator?.remove(type, this.placeOf(prior), prior);
      ledger.remove(type, this.homeOf(prior), prior);
      return null;
    }
    const state = prior === null ? this.create(type, planned) : this.fill(type, planned, this.uniqueOf(type, prior));
    if (hasUnknown(state))
      throw new ProviderError("Unknown value after apply", `${type} was left with unknown values.`);
    const home = this.homeOf(state);
    const object: LedgerObject = { type, id: textOf(state["id"]), ...home, stack, attributes: state };
    if (prior === null && ledger.get(type, home, state) !== undefined)
      throw new ProviderError(
        `${type} already exists`,
        `An object with the id ${object.id} exists in account ${home.account || "(none)"}; two configurations must not make the same object.`,
      );
    await emulator?.put(type, this.placeOf(state), state);
    // A changed name changes the key of an object that was updated in place.
    if (prior !== null) ledger.remove(type, this.homeOf(prior), prior);
    ledger.put(object);
    if (prior === null) await this.props.afterCreate?.(object);
    return state;
  }

  importObject(type: string, id: string): Fields {
    const { account } = this.place;
    const found = this.props.ledger
      .objects(type)
      .find((object) => object.account === account && (importIdOf(type, object.attributes) === id || object.id === id));
    if (found === undefined)
      throw new ProviderError("Cannot import non-existent remote object", `There is no ${type} with the id ${id}.`);
    return found.attributes;
  }

  readData(type: string, config: Fields): Fields {
    const { block } = this.schema("data", type);
    const find = (wanted: string, attributes: Fields) => this.find(wanted, attributes);
    const special = dataValues(type, this.place, config, find);
    if (special instanceof DataNotFound) throw new ProviderError(`${type} was not found`, special.message);
    const values = special ?? this.twin(block, type, config) ?? {};
    const unique = createHash("sha256").update(`data ${type}`).update(toWire(config)).digest("hex");
    const birth: Birth = { type, place: this.placeOf(config), planned: config, unique };
    return new Filler(birth, true).block(block, config, values);
  }

  private schema(kind: "resource" | "data", type: string): Schema {
    const schema = this.props.schemas[kind][type];
    if (schema === undefined) throw new ProviderError("Unknown type", `The stand-in does not serve ${kind} ${type}.`);
    return schema;
  }

  /** The one object of the ledger that a data source of the same type describes. */
  private twin(block: Block, type: string, config: Fields): Fields | undefined {
    const given = Object.entries(config).filter(
      ([name, value]) => value !== null && !isList(value) && name in block.attributes,
    );
    const found = given.length === 0 ? [] : this.find(type, Object.fromEntries(given));
    return found.length === 1 ? found[0] : undefined;
  }

  private find(type: string, wanted: Fields): readonly Fields[] {
    return this.props.ledger
      .objects(type)
      .filter(({ account }) => account === this.place.account)
      .map(({ attributes }) => attributes)
      .filter((attributes) => Object.entries(wanted).every(([name, value]) => equal(attributes[name] ?? null, value)));
  }

  private create(type: string, planned: Fields): Fields {
    const { ledger, stack } = this.props;
    const seed = createHash("sha256").update(`${stack} ${type}`).update(toWire(planned)).digest("hex");
    // Equal configurations make different objects; an id that is composed of names stays what it is and collides.
    const candidate = (turn: number): Fields =>
      this.fill(type, planned, createHash("sha256").update(`${seed} ${turn}`).digest("hex"));
    let state = candidate(0);
    for (let turn = 1; ledger.get(type, this.homeOf(state), state) !== undefined; turn += 1) {
      const next = candidate(turn);
      if (next["id"] === state["id"]) return next;
      state = next;
    }
    return state;
  }

  private fill(type: string, planned: Fields, unique: string): Fields {
    const birth: Birth = { type, place: this.placeOf(planned), planned, unique };
    return new Filler(birth).block(this.schema("resource", type).block, planned, identityOf(birth));
  }

  private uniqueOf(type: string, prior: Fields): string {
    return createHash("sha256")
      .update(`${type} ${textOf(prior["id"])}`)
      .digest("hex");
  }

  private placeOf(attributes: Fields): Place {
    const region = this.place.region === "" ? "" : (known(attributes["region"]) ?? this.place.region);
    return { ...this.place, region };
  }

  private homeOf(attributes: Fields): { account: string; region: string } {
    const { account, region } = this.placeOf(attributes);
    return { account, region };
  }

  /** What the provider itself adds to a resource: its region, and its default tags below the resource's own. */
  private withProviderDefaults(block: Block, proposed: Fields, config: Fields): Fields {
    if (this.props.name !== "aws") return proposed;
    const { region, tags_all: tagsAll } = block.attributes;
    const own = config["tags"] ?? null;
    const tags = own instanceof Unknown ? unknown : { ...this.defaultTags, ...(isFields(own) ? own : {}) };
    return {
      ...proposed,
      ...(region?.optional && region.computed && (config["region"] ?? null) === null
        ? { region: this.place.region }
        : {}),
      ...(tagsAll?.computed ? { tags_all: tags } : {}),
    };
  }

  /** Counters that every change of the object moves on. */
  private withMovingParts(type: string, planned: Fields, config: Fields): Fields {
    if (type !== "aws_launch_template") return planned;
    const followed = config["update_default_version"] === true;
    return { ...planned, latest_version: unknown, ...(followed ? { default_version: unknown } : {}) };
  }
}
