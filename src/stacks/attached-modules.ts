import { AssetType, TerraformAsset, type TerraformModule } from "cdktf";
import { AccountBaseline, type AccountBaselineConfig } from "../../.gen/modules/account-baseline";
import type { Layer } from "../lib/layers";
import type { BaseStack } from "./base-stack";

/** What a stack can hand to a module; absent values do not exist in its account. */
export interface StackValues {
  readonly ebsKeyArn?: string;
}

/** A team's own HCL module, as the configuration attaches it. Inputs that only the stack knows are filled in here. */
export interface AttachedModule {
  readonly module: "account-baseline";
  readonly layer: Layer;
  /** Keys of accounts, or every one. */
  readonly accounts: "all" | readonly string[];
  readonly inputs: Omit<AccountBaselineConfig, "globalSettings" | "ebsKmsKey">;
}

interface CatalogueEntry {
  /** Folder, relative to cdktf.json. */
  readonly folder: string;
  readonly create: (stack: BaseStack, attached: AttachedModule, values: StackValues) => TerraformModule;
}

/** Every module that can be attached: where it lies and what of it comes from the stack. */
const catalogue: Readonly<Record<AttachedModule["module"], CatalogueEntry>> = {
  "account-baseline": {
    folder: "terraform-modules/account-baseline",
    create: (stack, { module, inputs }, { ebsKeyArn }) =>
      new AccountBaseline(stack, module, {
        ...inputs,
        globalSettings: stack.isPrimary,
        ...(ebsKeyArn === undefined ? {} : { ebsKmsKey: { arn: ebsKeyArn } }),
        skipAssetCreationFromLocalModules: true,
      }),
  },
};

/** Adds to a stack the modules that are attached to its layer and account. */
export function attachModules(stack: BaseStack, modules: readonly AttachedModule[], values: StackValues = {}): void {
  const wanted = modules.filter(
    ({ layer, accounts }) =>
      layer === stack.layer && (accounts === "all" || accounts.includes(stack.scope.account.name)),
  );
  for (const attached of wanted) {
    const { folder, create } = catalogue[attached.module];
    const source = new TerraformAsset(stack, `${attached.module}-source`, { path: folder, type: AssetType.DIRECTORY });
    // The binding points at the folder in the repository; a stack's folder has to be complete by itself.
    create(stack, attached, values).addOverride("source", `./${source.path}`);
  }
}
