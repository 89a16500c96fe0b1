import { regionSuffix } from "../../src/lib/regions";
import type { Attributes, Check, Evidence, Judged, Stack } from "./check";
import { valueAt } from "./path";

/** What a check throws: the requirement is not met. */
export class Violation extends Error {}

export function ensure(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Violation(message);
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? "nothing";

/** Equal in every value; the order of lists counts. */
export function same(actual: unknown, expected: unknown, what: string): void {
  ensure(
    canonical(actual) === canonical(expected),
    `${what} is ${canonical(actual)} and should be ${canonical(expected)}`,
  );
}

/** What `left` has more often than `right`. */
function surplus(left: readonly string[], right: readonly string[]): readonly string[] {
  const rest = [...right];
  return left.filter((one) => {
    const place = rest.indexOf(one);
    if (place >= 0) rest.splice(place, 1);
    return place < 0;
  });
}

/** Equal as sets, each member as often as in the other. */
export function sameSet(actual: readonly unknown[], expected: readonly unknown[], what: string): void {
  const [has, wants] = [actual.map(canonical), expected.map(canonical)];
  const [extra, missing] = [surplus(has, wants), surplus(wants, has)];
  const found = [...missing.map((one) => `lacks ${one}`), ...extra.map((one) => `has ${one} too much`)];
  ensure(found.length === 0, `${what}: ${found.join("; ")}`);
}

export function count(actual: readonly unknown[], expected: number, what: string): void {
  ensure(actual.length === expected, `${what}: ${actual.length} and not ${expected}`);
}

/** A list, of a value that may be one thing or several, or nothing. */
export const listOf = <T = unknown>(value: unknown): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];

/** One block of a stack. */
export class Block {
  constructor(
    readonly view: StackView,
    readonly address: string,
    readonly attributes: Attributes,
  ) {}

  get type(): string {
    return this.address.replace(/^data\./, "").split(".")[0] ?? "";
  }

  at<T = unknown>(path: string): T {
    return valueAt(this.attributes, path) as T;
  }

  /** The blocks at `path`: none, one or several. */
  blocks(path: string): readonly Attributes[] {
    return listOf<Attributes>(this.at(path));
  }

  judged(...attributes: readonly string[]): readonly Judged[] {
    const { evidence, id } = this.view;
    const variant = evidence.name === undefined ? {} : { variant: evidence.name };
    return attributes.map((attribute) => ({ stack: id, address: this.address, attribute, ...variant }));
  }

  /** Demands `expected` at each path. @returns what was judged */
  has(expected: Readonly<Record<string, unknown>>): readonly Judged[] {
    for (const [path, value] of Object.entries(expected)) same(this.at(path), value, `${this} ${path}`);
    return this.judged(...Object.keys(expected));
  }

  /** The block that the reference at `path` leads to, through state where need be. */
  to(path: string): Block {
    const found = follow(this.view, this.at(path));
    ensure(found !== undefined, `${this} ${path} leads nowhere: ${canonical(this.at(path))}`);
    return found.block;
  }

  toString(): string {
    return `${this.view.id} ${this.address}`;
  }
}

/** One stack and its place. */
export class StackView {
  constructor(
    readonly evidence: Evidence,
    readonly id: string,
    readonly account: string,
    readonly layer: string,
    readonly region: string,
  ) {}

  get stack(): Stack {
    const stack = this.evidence.stacks[this.id];
    ensure(stack !== undefined, `there is no stack ${this.id}`);
    return stack;
  }

  get isPrimary(): boolean {
    return this.region === this.evidence.config.regions.primary;
  }

  all(type: string): readonly Block[] {
    return Object.entries(this.stack.resource[type] ?? {}).map(
      ([name, attributes]) => new Block(this, `${type}.${name}`, attributes),
    );
  }

  data(type: string): readonly Block[] {
    return Object.entries(this.stack.data[type] ?? {}).map(
      ([name, attributes]) => new Block(this, `data.${type}.${name}`, attributes),
    );
  }

  get types(): readonly string[] {
    return Object.keys(this.stack.resource);
  }

  get everything(): readonly Block[] {
    return this.types.flatMap((type) => this.all(type));
  }

  /** The only block of `type`, or the only one that `which` accepts. */
  one(type: string, which: (block: Block) => boolean = () => true, what = type): Block {
    const found = this.all(type).filter(which);
    const [first] = found;
    ensure(first !== undefined && found.length === 1, `${this.id} has ${found.length} of ${what} and not 1`);
    return first;
  }

  get terraform(): Block {
    return new Block(this, "terraform", this.stack.terraform);
  }

  providers(name: string): readonly Block[] {
    const blocks = this.stack.provider[name] ?? [];
    return blocks.length === 0 ? [] : [new Block(this, `provider.${name}`, blocks)];
  }

  output(name: string): Block | undefined {
    const found = this.stack.output[name];
    return found === undefined ? undefined : new Block(this, `output.${name}`, found);
  }
}

interface Where {
  readonly layer?: string;
  readonly account?: string;
  readonly region?: string;
}

/** Stacks by id, with where they stand. Mutations change what is in a stack and never which stacks there are. */
const places = new WeakMap<Evidence, ReadonlyMap<string, StackView>>();

function placed(evidence: Evidence): ReadonlyMap<string, StackView> {
  const known = places.get(evidence);
  if (known !== undefined) return known;
  const found = new Map(readPlaces(evidence).map((view) => [view.id, view]));
  places.set(evidence, found);
  return found;
}

/** The stacks of a place. */
export function views(evidence: Evidence, where: Where = {}): readonly StackView[] {
  return [...placed(evidence).values()].filter(
    ({ layer, account, region }) =>
      (where.layer ?? layer) === layer && (where.account ?? account) === account && (where.region ?? region) === region,
  );
}

function readPlaces(evidence: Evidence): readonly StackView[] {
  const { config } = evidence;
  const accounts = ["management", ...Object.keys(config.audit), ...Object.keys(config.workloads)];
  const suffixes = new Map(Object.values(config.regions).map((region) => [regionSuffix(region), region]));
  return Object.keys(evidence.stacks).flatMap((id): StackView[] => {
    const account = accounts.find((name) => id.startsWith(`${name}-`));
    if (account === undefined) throw new Violation(`stack ${id} belongs to no configured account`);
    const rest = id.slice(account.length + 1);
    const suffix = [...suffixes.keys()].find((end) => rest.endsWith(`-${end}`));
    const layer = suffix === undefined ? rest : rest.slice(0, -suffix.length - 1);
    const region = suffix === undefined ? config.regions.primary : (suffixes.get(suffix) ?? "");
    return [new StackView(evidence, id, account, layer, region)];
  });
}

/** Stacks of a layer, at least one. */
export function layer(evidence: Evidence, name: string, where: Omit<Where, "layer"> = {}): readonly StackView[] {
  const found = views(evidence, { ...where, layer: name });
  ensure(found.length > 0, `there is no ${name} stack in ${canonical(where)}`);
  return found;
}

export function stack(evidence: Evidence, id: string): StackView {
  const found = placed(evidence).get(id);
  ensure(found !== undefined, `there is no stack ${id}`);
  return found;
}

/** A check that judges stacks one by one. */
export function forEach(
  stacks: (evidence: Evidence) => readonly StackView[],
  judge: (view: StackView) => readonly Judged[],
): Check {
  const check = (evidence: Evidence) => stacks(evidence).flatMap(judge);
  return Object.assign(check, {
    parts: (evidence: Evidence) =>
      stacks(evidence).map(
        ({ id }) =>
          (again: Evidence) =>
            judge(stack(again, id)),
      ),
  });
}

/** The stack of another layer in the same account and region. */
export function beside(view: StackView, name: string): StackView {
  const found = views(view.evidence, { layer: name, account: view.account, region: view.region })[0];
  ensure(found !== undefined, `there is no ${name} stack beside ${view.id}`);
  return found;
}

/** Where a reference leads. */
export interface Target {
  readonly block: Block;
  /** What of the block is meant, e.g. `id`. */
  readonly attribute: string;
}

const remote = /^\$\{data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)(?:\["([^"]+)"\]|\.([\w-]+))?\}$/;
const local = /^\$\{(data\.)?([a-z]\w+)\.([\w-]+)\.([^{}$]+)\}$/;

/** Stack that a `terraform_remote_state` reads, from the key or workspace that it names. */
export function producerOf(view: StackView, name: string): StackView {
  const config = view.stack.data["terraform_remote_state"]?.[name]?.["config"];
  const id = String(config?.key ?? config?.workspaces?.name ?? config?.path ?? "");
  return stack(view.evidence, id.replace(/^.*\//, "").replace(/\.tfstate$/, ""));
}

/** Wrappers that change the form of a value and not what it means. */
const wrapper = /^\$\{(?:one|tostring|tolist|tonumber)\((.+)\)\}$/;

/** The block that a reference means, followed through outputs and remote state; undefined when it is no plain reference. */
export function follow(view: StackView, expression: unknown): Target | undefined {
  if (typeof expression !== "string") return undefined;
  const wrapped = wrapper.exec(expression)?.[1];
  if (wrapped !== undefined) return follow(view, `\${${wrapped}}`);
  const [, name, output, quoted, key = quoted] = remote.exec(expression) ?? [];
  if (name !== undefined && output !== undefined) {
    const producer = producerOf(view, name);
    const value = producer.output(output)?.attributes["value"];
    return follow(producer, key === undefined ? value : value?.[key]);
  }
  const [, data = "", type, resource, attribute] = local.exec(expression) ?? [];
  if (type === undefined || resource === undefined || attribute === undefined) return undefined;
  const attributes = (data === "" ? view.stack.resource : view.stack.data)[type]?.[resource];
  return attributes === undefined
    ? undefined
    : { block: new Block(view, `${data}${type}.${resource}`, attributes), attribute };
}

/** A value followed through outputs to what was written for it: a plain text stays itself. */
export function valueOf(view: StackView, expression: unknown): unknown {
  if (typeof expression !== "string") return expression;
  const [, name, output, quoted, key = quoted] = remote.exec(expression) ?? [];
  if (name === undefined || output === undefined) return expression;
  const producer = producerOf(view, name);
  const value = producer.output(output)?.attributes["value"];
  return valueOf(producer, key === undefined ? value : value?.[key]);
}

export const judgedConfig = (address: string, attribute: string): Judged => ({ stack: "config", address, attribute });
export const judgedFile = (path: string, attribute = "text"): Judged => ({ stack: "files", address: path, attribute });
