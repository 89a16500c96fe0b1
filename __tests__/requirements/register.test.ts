import { readFileSync } from "node:fs";
import { layers } from "../../src/accounts/order";
import { checks } from "../../tools/requirements/checks";
import { readRegister } from "../../tools/requirements/register";

const register = readRegister(".");
const rows = register.requirements;
const offset: number = register.meta["document_offset"];
const document = readFileSync(register.meta["document"], "utf8").split("\n").slice(offset);

test("every row has an id of its own", () => {
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test("the front matter ends where the register says that the document begins", () => {
  expect(readFileSync(register.meta["document"], "utf8").split("\n")[offset - 1]).toBe("---");
  expect(document[0]).toMatch(/^# /);
});

test("every line of the document that states something belongs to a row", () => {
  const covered = new Set(rows.flatMap(({ lines }) => lines));
  const structural = new Set(Object.values(register.not_covered.structural_lines_without_statement).flat());
  const open = document.flatMap((text, place) => {
    const line = place + 1;
    return text.trim() === "" || covered.has(line) || structural.has(line) ? [] : [`${line}: ${text}`];
  });
  expect(open).toEqual([]);
});

test("rows name lines that exist and are not blank", () => {
  const wrong = rows.flatMap(({ id, lines }) =>
    lines.filter((line) => (document[line - 1] ?? "").trim() === "").map((line) => `${id} ${line}`),
  );
  expect(wrong).toEqual([]);
});

test("rows cite layers that some account has", () => {
  const known = new Set<string>(
    Object.values<readonly string[]>({ ...register.meta["layers"], secondary_region: [] }).flat(),
  );
  expect(rows.flatMap(({ where }) => where.layer).filter((layer) => !known.has(layer))).toEqual([]);
});

test("every check belongs to a row", () => {
  const ids = new Set(rows.map(({ id }) => id));
  expect(Object.keys(checks).filter((id) => !ids.has(id))).toEqual([]);
});

test("every row with a part in a built layer has a check", () => {
  const built = new Set<string>(layers);
  const open = rows.filter(
    ({ id, where }) => where.layer.some((layer) => built.has(layer)) && checks[id] === undefined,
  );
  expect(open.map(({ id }) => id)).toEqual([]);
});
