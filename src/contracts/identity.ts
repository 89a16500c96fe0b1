import { contract, map } from "./contract";

export const identityContract = contract("identity", {
  permission_set_arns: map("Permission sets by name"),
  group_ids: map("Identity Center groups by name"),
});
