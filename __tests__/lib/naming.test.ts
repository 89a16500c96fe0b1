import { localStatePath, regional, stackId, stateBucketName } from "../../src/lib/naming";
import { atlasRegion, regionSuffix } from "../../src/lib/regions";

test.each([
  ["us-east-1", "use1"],
  ["us-west-2", "usw2"],
  ["eu-central-1", "euc1"],
  ["ap-southeast-2", "apse2"],
])("%s is %s in short", (region, suffix) => {
  expect(regionSuffix(region)).toBe(suffix);
});

test("what is no region has no short form", () => {
  expect(() => regionSuffix("us-east-1a")).toThrow('"us-east-1a" is not the name of an AWS region');
  expect(() => regionSuffix("us-outer-1")).toThrow("not the name");
});

test("Atlas spells regions its own way", () => {
  expect(atlasRegion("us-west-2")).toBe("US_WEST_2");
});

test("a stack id has the region's suffix outside of the primary region alone", () => {
  expect(stackId("prod", "network", "us-east-1", "us-east-1")).toBe("prod-network");
  expect(stackId("prod", "network", "us-west-2", "us-east-1")).toBe("prod-network-usw2");
});

test("global names tell company, account and region apart (ACC-16)", () => {
  expect(stateBucketName({ company: "acme", account: "prod", region: "us-west-2" })).toBe("acme-prod-tfstate-usw2");
  expect(regional("prod-eks-node", "us-east-1")).toBe("prod-eks-node-use1");
});

test("a local state lies beside the output folder, by a relative path (ACC-17)", () => {
  expect(localStatePath("dev-bootstrap")).toMatch(/^(\.\.\/){3}bootstrap-state\/dev-bootstrap\.tfstate$/);
});
