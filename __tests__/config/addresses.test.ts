import { slot } from "../../src/config/company-inc/addresses";

test("the document's environments are slots 0 to 2 (NET-03)", () => {
  expect([0, 1, 2].map((n) => slot(n)["us-east-1"]?.vpc)).toEqual(["10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16"]);
});

test.each([-1, 8, 1.5])("slot %p is outside of the plan", (n) => {
  expect(() => slot(n)).toThrow("slots go from 0 to 7");
});
