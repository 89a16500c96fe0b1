import { place } from "../../src/accounts/place";
import { identityProps } from "../../src/accounts/slices/identity";
import { platform } from "../support/platform";
import { workloadIn } from "../support/workload-in";

const region = "us-east-1";
const migrated = { bootstrapState: { [region]: "backend" as const } };

function accessOf(account: "management" | "dev", layer: "bootstrap" | "network" | "organization", changes = {}) {
  const configured = platform();
  const own = account === "management" ? configured.management : workloadIn(configured, account).account;
  const { backend, assumeRole } = place(configured, account, { ...own, ...changes }, layer, region);
  return { backend: backend.kind, assumeRole };
}

test("a first bootstrap keeps its state in a file and takes the role that exists already (ACC-17)", () => {
  expect(accessOf("dev", "bootstrap")).toEqual({ backend: "local", assumeRole: "OrganizationAccountAccessRole" });
  expect(accessOf("management", "bootstrap")).toEqual({ backend: "local", assumeRole: undefined });
});

test("a member's bootstrap never works as the deploy role, which may not change the boundaries that it makes (ACC-10)", () => {
  expect(accessOf("dev", "bootstrap", migrated)).toEqual({
    backend: "s3",
    assumeRole: "OrganizationAccountAccessRole",
  });
});

test("every other stack works as the deploy role of its account", () => {
  const deploy = { backend: "s3", assumeRole: "company-inc-terraform-deploy" };
  expect(accessOf("management", "bootstrap", migrated)).toEqual(deploy);
  expect(accessOf("management", "organization")).toEqual(deploy);
  expect(accessOf("dev", "network")).toEqual(deploy);
});

test("with HCP Terraform, too, a first bootstrap starts with a file: it makes the roles that runs take (ACC-19)", () => {
  const configured = platform();
  configured.backend = { kind: "cloud", organization: "acme" };
  const { account } = workloadIn(configured, "dev");
  expect(place(configured, "dev", account, "bootstrap", region).backend.kind).toBe("local");
  expect(place(configured, "dev", { ...account, ...migrated }, "bootstrap", region).backend.kind).toBe("cloud");
});

test("statements that name {company} follow the company's name", () => {
  const configured = platform();
  configured.company.name = "acme";
  const written = JSON.stringify(identityProps(configured));
  expect(written).toContain("secret:acme/staging/*");
  expect(written).not.toMatch(/\{company\}|secret:company-inc/);
});
