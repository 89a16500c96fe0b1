import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = resolve(__dirname, "..");
const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".ts"),
);

/** Rooms that a room may import from, besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  config: ["lib"],
  accounts: ["config", "stacks", "contracts", "modules", "lib"],
  stacks: ["modules", "contracts", "lib"],
  contracts: ["lib"],
  modules: ["lib"],
  lib: [],
};

interface Import {
  readonly from: string;
  readonly file: string;
  readonly target: string;
}

const imports: readonly Import[] = sources.flatMap((file) => {
  const text = readFileSync(join(root, "src", file), "utf8");
  return [...text.matchAll(/from "([^"]+)"/g)].map(([, target = ""]) => ({
    from: file.split("/")[0] ?? "",
    file,
    target,
  }));
});

const roomOf = ({ file, target }: Import) =>
  target.startsWith(".")
    ? relative(join(root, "src"), resolve(root, "src", dirname(file), target)).split("/")[0]
    : undefined;

test("there are imports to judge", () => {
  expect(imports.length).toBeGreaterThan(100);
});

test("imports follow config -> accounts -> stacks -> modules, and contracts and lib stand apart", () => {
  const turned = imports.filter((one) => {
    const room = roomOf(one);
    return room !== undefined && !room.startsWith("..") && room !== one.from && !mayImport[one.from]?.includes(room);
  });
  expect(turned.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test("provider packages are imported by resource, never by their root", () => {
  const roots = imports.filter(({ target }) => /^@cdktf\/provider-[a-z]+$/.test(target));
  expect(roots.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test("nothing below main.ts looks at a clock, at chance or at the environment", () => {
  const ambient = /process\.env|Date\.now|new Date\(\)|Math\.random|randomUUID/;
  expect(sources.filter((file) => ambient.test(readFileSync(join(root, "src", file), "utf8")))).toEqual([]);
});
