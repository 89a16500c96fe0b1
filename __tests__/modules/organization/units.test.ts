import { Testing } from "cdktf";
import { type UnitProps, Units } from "../../../src/modules/organization/units";

function unitsFrom(units: Readonly<Record<string, UnitProps>>) {
  let made: Units | undefined;
  const json = Testing.synthScope((scope) => {
    made = new Units(scope, "units", { rootId: "r-ab12", units });
  });
  return { made: made as Units, resources: JSON.parse(json).resource?.aws_organizations_organizational_unit };
}

test("a unit may be written before the one above it (ACC-05)", () => {
  const { resources } = unitsFrom({ leaf: { name: "Leaf", parent: "top" }, top: { name: "Top" } });
  const found = Object.entries<{ name: string; parent_id: string }>(resources);
  const [top, { parent_id: above } = { parent_id: "" }] = found.find(([, { name }]) => name === "Top") ?? [];
  expect(above).toBe("r-ab12");
  expect(found.find(([, { name }]) => name === "Leaf")?.[1].parent_id).toBe(
    `\${aws_organizations_organizational_unit.${top}.id}`,
  );
});

test("an unknown parent, a cycle and an unknown key are errors", () => {
  expect(() => unitsFrom({ leaf: { name: "Leaf", parent: "none" } })).toThrow(/"none"/);
  expect(() => unitsFrom({ a: { name: "A", parent: "b" }, b: { name: "B", parent: "a" } })).toThrow(
    /contain each other: a in b in a/,
  );
  expect(() => unitsFrom({}).made.idOf("none")).toThrow(/"none"/);
});
