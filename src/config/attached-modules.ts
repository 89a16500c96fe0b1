import type { AccountBaselineConfig } from "../../.gen/modules/account-baseline";

/** Teams' own HCL modules: which one, in which layer of which accounts, with which inputs. Stacks add the values that only they know. */
export const attachedModules = [
  {
    module: "account-baseline",
    layer: "bootstrap",
    accounts: "all",
    inputs: {
      minimumPasswordLength: 16,
      passwordReusePrevention: 24,
      maxPasswordAgeDays: 90,
      metadataHopLimit: 1,
    } satisfies Omit<AccountBaselineConfig, "globalSettings">,
  },
] as const;
