import { synthesize } from "../../src/accounts/synthesize";
import { assemble, company } from "../../src/config";
import { inTemporaryFolder } from "../support/synthesized";

test("the configured company has no mistake and synthesizes", () => {
  const platform = assemble(company);
  inTemporaryFolder((outdir) => {
    const ids = synthesize(platform, { outdir, format: "json" });
    expect(ids).toEqual(expect.arrayContaining(["management-organization", "management-identity"]));
  });
});
