/**
 * What a generated module says, by path: properties, flags, getters, setters, collections and mappers. Reads on its own, not
 * through `schema/bindings.ts`: a shared reader would lose the same things on both sides.
 */
export type BindingModel = ReadonlyMap<string, string>;

type Lines = readonly string[];

interface Declaration {
  readonly name: string;
  /** Stands for the name in the model: names depend on what else was generated, shapes do not. */
  readonly role: string;
  readonly body: Lines;
}

/** Lines of each item that starts `column` columns in and is named by `form`; the generator indents what belongs to it. */
function itemsAt(column: number, form: RegExp, lines: Lines): ReadonlyMap<string, Lines> {
  const items = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of lines) {
    const at = line.search(/\S/);
    if (at === column && line[at] !== "}") {
      const name = form.exec(line.slice(at))?.[1];
      current = name === undefined ? undefined : [];
      if (name !== undefined && current !== undefined) items.set(name, current);
    }
    if (at >= column) current?.push(line);
  }
  return items;
}

/** A comment of flags counts as a member. */
const member = /^(?:(?:public|private|protected|static|readonly) )*(\/\/ \S+(?= - computed)|(?:[gs]et )?\w+)/;
const entry = /^"?([\w-]+)"?: /;

/** Repeat what other members say, or tell where the generator ran. */
const unsaid = /^(generateConfigForImport|[gs]et internalValue)$/;

class Reader {
  private readonly declarations: ReadonlyMap<string, Declaration>;
  private readonly model = new Map<string, string>();
  /** Structs around the one that is read, with their paths. */
  private readonly open = new Map<string, string>();

  constructor(source: string) {
    const text = source.replaceAll(/\/\*[\s\S]*?\*\//g, "");
    const form = /^export (interface|function|class) (\w+)(?:.* extends cdktf\.(\w+))?.*\{\n([\s\S]*?)^\}/gm;
    const declared = [...text.matchAll(form)].map(([, kind = "", name = "", base, body = ""]) => {
      const role = kind === "class" ? (base ?? kind) : kind;
      return [name, { name, role, body: body.split("\n").filter((line) => line.trim() !== "") }] as const;
    });
    this.declarations = new Map(declared);
  }

  read(): BindingModel {
    const root = [...this.declarations.values()].find(({ role }) => role.startsWith("Terraform"));
    const configuration = this.declarations.get(/, config: (\w+)/.exec(root?.body.join("\n") ?? "")?.[1] ?? "");
    if (root === undefined || configuration === undefined) throw new Error("the module has no resource to read");
    this.struct("", configuration.name, [configuration, root]);
    return this.model;
  }

  private struct(path: string, name: string, declarations: readonly Declaration[]): void {
    const around = this.open.get(name);
    if (around !== undefined) {
      this.model.set(`${path}recursion`, around);
      return;
    }
    this.open.set(name, path);
    const inner = new Map(declarations.flatMap((one) => [...this.declaration(path, one)]));
    for (const [property, of] of inner) this.struct(`${path}${property}.`, of, this.declarationsOf(of));
    this.open.delete(name);
  }

  /** Interface, mappers, class and collections of a struct. */
  private declarationsOf(struct: string): readonly Declaration[] {
    const form = new RegExp(`^${struct}((List|Map)*|OutputReference|To(Hcl)?Terraform)$`);
    const capitalized = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
    return [...this.declarations.values()].filter(({ name }) => form.test(capitalized(name)));
  }

  /** @returns the structs that its properties hold, by property */
  private declaration(path: string, { name, role, body }: Declaration): ReadonlyMap<string, string> {
    const inner = new Map<string, string>();
    if (role === "function") this.entries(path, name, itemsAt(4, entry, body));
    else
      for (const [key, lines] of itemsAt(2, member, body)) {
        const isRoots = key === "constructor" && role.startsWith("Terraform");
        if (key.startsWith("synthesize")) this.entries(path, key, itemsAt(6, entry, lines));
        else if (!isRoots && !unsaid.test(key)) this.say(`${path}${key} (${role})`, lines);
        const of = role === "interface" || key.startsWith("_") ? this.structIn(lines) : undefined;
        if (of !== undefined) inner.set(key.replace("_", ""), of);
      }
    return inner;
  }

  private structIn(lines: Lines): string | undefined {
    const [name] = /\b[A-Z]\w*/.exec(lines.join(" ").replaceAll(/cdktf\.\w+|"[^"]*"/g, "")) ?? [];
    if (name === undefined) return undefined;
    const struct = this.structOf(name);
    if (struct === undefined) throw new Error(`the module declares no struct ${name}`);
    return struct;
  }

  private structOf(name: string): string | undefined {
    if (this.declarations.get(name)?.role === "interface") return name;
    const shorter = name.replace(/(OutputReference|List|Map)$/, "");
    return shorter === name ? undefined : this.structOf(shorter);
  }

  private entries(path: string, mapper: string, items: ReadonlyMap<string, Lines>): void {
    const format = mapper.includes("Hcl") ? "HCL" : "JSON";
    for (const [key, lines] of items) this.say(`${path}${key} (${format})`, lines);
  }

  private say(path: string, lines: Lines): void {
    const text = lines.join(" ").replaceAll(/\s+/g, " ").trim();
    // Some classes are named in the text without being declared; of these `List` or `Map` remains.
    const shapeOf = (word: string) => this.declarations.get(word)?.role ?? word.slice(this.structOf(word)?.length ?? 0);
    this.model.set(path, text.replaceAll(/\w+/g, shapeOf));
  }
}

export const modelOf = (source: string): BindingModel => new Reader(source).read();

/** Where two models part, one line each. */
export const differences = (type: string, ours: BindingModel, theirs: BindingModel): readonly string[] =>
  [...new Set([...theirs.keys(), ...ours.keys()])]
    .filter((path) => ours.get(path) !== theirs.get(path))
    .map((path) => `${type} ${path}: ours ${ours.get(path) ?? "nothing"}, theirs ${theirs.get(path) ?? "nothing"}`);
