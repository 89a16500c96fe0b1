import { contract, map, text } from "./contract";

export const organizationContract = contract("organization", {
  organization_id: text("Id of the organization"),
  account_ids: map("Ids of the member accounts by key"),
  unit_ids: map("Ids of the organizational units by key"),
});
