import { bootstrapProps } from "../../../src/accounts/slices/bootstrap";
import { foundationProps } from "../../../src/accounts/slices/foundation";
import { platform } from "../../support/platform";

const region = (name: string) => ({ name, zones: [`${name}a`] });

test("accounts without workloads have no keys of clusters, no pipelines and no boundaries", () => {
  for (const key of ["management", "security", "log-archive"]) {
    expect(bootstrapProps(platform(), key, [])).toMatchObject({ runsWorkloads: false, boundaries: [] });
  }
});

test("only the payer administers the organization, set up by its own administrators (ACC-17)", () => {
  const administering = ["management", "security", "dev", "prod"].filter(
    (key) => bootstrapProps(platform(), key, []).administersOrganization,
  );
  expect(administering).toEqual(["management"]);
  expect(bootstrapProps(platform(), "management", []).operators).toHaveLength(1);
  expect(bootstrapProps(platform(), "prod", []).operators).toEqual([]);
});

test("production alone has its boundary, emergency role, approvers and report of unused rights (ACC-10, ACC-11, ACC-12)", () => {
  const all = platform();
  expect(bootstrapProps(all, "prod", [])).toMatchObject({
    boundaries: ["workload", "prod", "break-glass"],
    breakGlassFrom: all.management.id,
    approvedPipeline: "company-inc-prod",
    unusedAccessDays: 90,
  });
  for (const key of ["dev", "staging"]) {
    const props = bootstrapProps(all, key, []);
    expect([props.breakGlassFrom, props.approvedPipeline, props.unusedAccessDays]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  }
  expect(bootstrapProps(all, "dev", []).boundaries).toEqual(["workload", "developer"]);
});

test("HCP Terraform takes the place of bucket and table (ACC-19)", () => {
  const hosted = { ...platform(), backend: { kind: "cloud" as const, organization: "company" } };
  expect(bootstrapProps(hosted, "prod", [])).toMatchObject({ stateStore: false, hcp: { organization: "company" } });
  expect(bootstrapProps(platform(), "prod", [])).not.toHaveProperty("hcp");
});

test("tags move in dev alone, and repositories of protected accounts keep their images (IMG-01, IMG-07)", () => {
  const all = platform();
  const settings = Object.entries(all.workloads).map(([key, workload]) => {
    const { images } = foundationProps(all, workload, region("us-east-1"));
    return [key, images.tagMutability, images.forceDelete, images.scanType];
  });
  expect(settings).toEqual([
    ["dev", "MUTABLE", true, "BASIC"],
    ["staging", "IMMUTABLE", false, "ENHANCED"],
    ["prod", "IMMUTABLE", false, "ENHANCED"],
  ]);
});

test("staging, in the primary region, opens its releases to prod's promotion role (IMG-01)", () => {
  const all = platform();
  const staging = all.workloads["staging"];
  if (staging === undefined) throw new Error("the company has a staging account");
  expect(foundationProps(all, staging, region("us-east-1")).images.promotion).toEqual({
    accountId: all.workloads["prod"]?.account.id,
    roleArn: `arn:aws:iam::${all.workloads["prod"]?.account.id}:role/prod-ci-promote`,
  });
  expect(foundationProps(all, staging, region("us-west-2")).images.promotion).toBeUndefined();
});

test("log retention differs as the document says (LOG-01)", () => {
  const all = platform();
  const days = Object.values(all.workloads).map(
    (workload) => foundationProps(all, workload, region("us-east-1")).logRetentionDays,
  );
  expect(days).toEqual([14, 30, 90]);
});
