import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plansIn, refersTo, stackPlan, UnreadablePlan } from "../../../tools/policies/plans";

const resource = (address: string, mode = "managed") => ({ address, type: "aws_vpc", mode, values: {} });
const configured = (address: string) => ({ address, expressions: { key: { references: ["aws_kms_key.k.arn"] } } });

test("resources of modules count, with what their configuration refers to; data sources do not", () => {
  const { resources } = stackPlan("dev-x", {
    planned_values: {
      root_module: {
        resources: [resource("aws_vpc.a[0]"), resource("data.aws_vpc.d", "data")],
        child_modules: [{ resources: [resource("module.m.aws_vpc.b")] }],
      },
    },
    configuration: {
      root_module: {
        resources: [configured("aws_vpc.a")],
        module_calls: { m: { module: { resources: [configured("aws_vpc.b")] } } },
      },
    },
  });
  const references = { key: ["aws_kms_key.k.arn"] };
  expect(resources).toEqual([
    expect.objectContaining({ address: "aws_vpc.a[0]", references }),
    expect.objectContaining({ address: "module.m.aws_vpc.b", references }),
  ]);
});

test("a reference is to an address or to something of it", () => {
  expect(refersTo(["aws_vpc.a"], "aws_vpc.a")).toBe(true);
  expect(refersTo(["aws_vpc.a.id"], "aws_vpc.a")).toBe(true);
  expect(refersTo(["aws_vpc.ab.id"], "aws_vpc.a")).toBe(false);
});

test("a plan that is cut short is told with its file", () => {
  const folder = mkdtempSync(join(tmpdir(), "plans-"));
  try {
    writeFileSync(join(folder, "dev-x.json"), "{");
    expect(() => plansIn(folder)).toThrow(UnreadablePlan);
    expect(() => plansIn(folder)).toThrow(/dev-x\.json is no whole plan/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
