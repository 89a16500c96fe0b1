import { assemble, ConfigurationError, companyInc, findings, type PlatformInput, report } from "../../src/config";

// biome-ignore lint/suspicious/noExplicitAny: mistakes do not fit the type, which is their point.
const mistaken = (change: (input: any) => void): PlatformInput => {
  const input = structuredClone(companyInc);
  change(input);
  return input;
};

const pathsOf = (input: PlatformInput) => findings(input).map(({ path }) => path);

test("the company's own configuration has no mistake", () => {
  expect(findings(companyInc)).toEqual([]);
});

test("an assembled configuration is complete and frozen", () => {
  const platform = assemble(companyInc);
  expect(platform.workloads["dev"]?.network).toBeDefined();
  expect(Object.isFrozen(platform.workloads["dev"]?.account)).toBe(true);
});

test("a setting that no schema knows is reported by its full path", () => {
  const input = mistaken((one) => {
    one.workloads.prod.network = { ...one.workloads.prod.network, natModes: "single" };
  });
  expect(findings(input)).toContainEqual(
    expect.objectContaining({
      path: "workloads.prod.network.natModes",
      value: "single",
      mend: expect.stringContaining("spelling"),
    }),
  );
});

test("a value of a wrong form is reported with value, reason and mend", () => {
  const input = mistaken((one) => {
    one.workloads.dev.account.id = "1234";
  });
  expect(findings(input)).toContainEqual({
    path: "workloads.dev.account.id",
    value: "1234",
    reason: "is not an AWS account id",
    mend: "write its twelve digits as a string",
  });
});

test("mistakes of form and of meaning are reported together", () => {
  const input = mistaken((one) => {
    one.company.color = "blue";
    one.workloads.dev.account.id = one.workloads.prod.account.id;
    one.workloads.staging.account.email = "nobody";
  });
  expect(pathsOf(input)).toEqual(expect.arrayContaining(["company.color", "workloads.staging.account.email"]));
  expect(pathsOf(input).some((path) => path.endsWith("account.id"))).toBe(true);
});

test("a limit that AWS WAF does not take is reported (SEC-06)", () => {
  const input = mistaken((one) => {
    one.workloads.prod.edge = { waf: { rateLimit: 5, commonRules: "ignore" } };
  });
  expect(pathsOf(input)).toEqual(["workloads.prod.edge.waf.rateLimit", "workloads.prod.edge.waf.commonRules"]);
});

test("a missing setting is reported", () => {
  const input = mistaken((one) => {
    delete one.workloads.dev.account.owner;
  });
  expect(pathsOf(input)).toContain("workloads.dev.account.owner");
});

test("the library's own findings are put into words", () => {
  const input = mistaken((one) => {
    delete one.workloads.dev.addresses;
    one.workloads.staging.account.id = 5;
    one.workloads.prod.network = { natMode: "none" };
  });
  const said = Object.fromEntries(findings(input).map(({ path, reason, mend }) => [path, `${reason}; ${mend}`]));
  expect(said).toMatchObject({
    "workloads.dev.addresses": "is missing; write a value of type object",
    "workloads.staging.account.id": "is not of type string; write a value of type string",
    "workloads.prod.network.natMode": "is none of the values that exist here; write one of per-zone, single",
  });
});

test("assembling a mistaken configuration throws the whole report", () => {
  const input = mistaken((one) => {
    one.asOf = "tomorrow";
    one.regions.primary = "mars";
  });
  expect(() => assemble(input)).toThrow(ConfigurationError);
  expect(() => assemble(input)).toThrow(/asOf = "tomorrow"[\s\S]*regions\.primary = "mars"/);
});

test("the report is one paragraph for each mistake, in the order of the paths", () => {
  const text = report([
    { path: "b", value: 1, reason: "r1", mend: "m1" },
    { path: "a", value: undefined, reason: "r2", mend: "m2" },
  ]);
  expect(text).toBe(
    [
      "The configuration has 2 mistakes; nothing was written.",
      "  a = (nothing)\n    why:  r2\n    mend: m2",
      "  b = 1\n    why:  r1\n    mend: m1",
    ].join("\n\n"),
  );
});
