import { Testing } from "cdktf";
import { identityProps } from "../../src/accounts/slices/identity";
import { organizationProps } from "../../src/accounts/slices/organization";
import type { Platform } from "../../src/config";
import type { StackScope } from "../../src/stacks/base-stack";
import { IdentityStack } from "../../src/stacks/identity-stack";
import { OrganizationStack } from "../../src/stacks/organization-stack";
import { platform } from "./platform";
import type { TerraformJson } from "./synthesized";

type Change = (configuration: Platform) => void;

const scope: StackScope = {
  company: "company-inc",
  account: { name: "management", id: "111111111111" },
  region: { name: "us-east-1", zones: ["us-east-1a"] },
  primaryRegion: "us-east-1",
  backend: { kind: "s3", lock: "both" },
  tags: { Environment: "management", Project: "company-inc", Owner: "team", CostCenter: "1", ManagedBy: "cdktf" },
};

function changed(change: Change): Platform {
  const configuration = platform();
  change(configuration);
  return configuration;
}

/** The organization layer of the company's configuration after a change. */
export const organizationOf = (change: Change = () => {}): TerraformJson =>
  JSON.parse(Testing.synth(new OrganizationStack(Testing.app(), scope, organizationProps(changed(change)))));

/** The identity layer of the company's configuration after a change. */
export const identityOf = (change: Change = () => {}): TerraformJson =>
  JSON.parse(Testing.synth(new IdentityStack(Testing.app(), scope, identityProps(changed(change)))));

/** Resources of one type; none is an error, because a check over nothing proves nothing. */
// biome-ignore lint/suspicious/noExplicitAny: Terraform JSON has no static shape.
export function every(stack: TerraformJson, type: string): any[] {
  const found = Object.values(stack["resource"]?.[type] ?? {});
  if (found.length === 0) throw new Error(`the stack has no ${type}`);
  return found;
}
