import { textOf } from "../protocol/values";
import type { Identities, Newborn } from "./birth";

const organizationId = ({ place }: Newborn): string => `o-${shortHash(place.account, 10)}`;
const rootId = ({ place }: Newborn): string => `r-${shortHash(`root ${place.account}`, 4)}`;

/** The same letters for the same text: an account has one organization, and its ids outlive this object. */
export function shortHash(text: string, length: number): string {
  let state = 2166136261;
  let result = "";
  while (result.length < length) {
    for (const character of `${text} ${result.length}`)
      state = Math.imul(state ^ character.charCodeAt(0), 16777619) >>> 0;
    result += "abcdefghijklmnopqrstuvwxyz0123456789".charAt(state % 36);
  }
  return result;
}

/** The one Identity Center instance of a management account. */
export const instanceArn = (account: string): string =>
  `arn:aws:sso:::instance/ssoins-${shortHash(`sso ${account}`, 16)}`;
export const identityStoreId = (account: string): string => `d-${shortHash(`store ${account}`, 10)}`;

const joined =
  (...names: readonly string[]) =>
  (newborn: Newborn) => ({
    id: names.map((name) => newborn.text(name) ?? "").join(","),
  });

export const organizations: Identities = {
  aws_organizations_organization: (newborn) => {
    const { account } = newborn.place;
    const id = organizationId(newborn);
    const root = rootId(newborn);
    return {
      id,
      arn: newborn.globalArn("organizations", `organization/${id}`),
      master_account_id: account,
      master_account_arn: newborn.globalArn("organizations", `account/${id}/${account}`),
      master_account_email: "aws@company.example",
      master_account_name: "management",
      roots: [
        { id: root, arn: newborn.globalArn("organizations", `root/${id}/${root}`), name: "Root", policy_types: [] },
      ],
      accounts: [],
      non_master_accounts: [],
    };
  },
  aws_organizations_organizational_unit: (newborn) => {
    const id = `ou-${rootId(newborn).slice(2)}-${newborn.hex(8)}`;
    return { id, arn: newborn.globalArn("organizations", `ou/${organizationId(newborn)}/${id}`), accounts: [] };
  },
  aws_organizations_account: (newborn) => {
    const id = newborn.digits(12);
    return {
      id,
      arn: newborn.globalArn("organizations", `account/${organizationId(newborn)}/${id}`),
      status: "ACTIVE",
      state: "ACTIVE",
      joined_method: "CREATED",
      joined_timestamp: "2026-01-01T00:00:00Z",
      govcloud_id: "",
    };
  },
  aws_organizations_policy: (newborn) => {
    const id = `p-${newborn.hex(8)}`;
    const type = (newborn.text("type") ?? "SERVICE_CONTROL_POLICY").toLowerCase();
    return { id, arn: newborn.globalArn("organizations", `policy/${organizationId(newborn)}/${type}/${id}`) };
  },
  aws_organizations_policy_attachment: (newborn) => ({
    id: `${newborn.text("target_id") ?? ""}:${newborn.text("policy_id") ?? ""}`,
  }),
  aws_identitystore_group: (newborn) => {
    const group = newborn.uuid();
    return {
      id: `${newborn.text("identity_store_id") ?? ""}/${group}`,
      group_id: group,
      arn: newborn.globalArn("identitystore", `group/${group}`),
      external_ids: [],
    };
  },
  aws_ssoadmin_permission_set: (newborn) => {
    const instance = newborn.text("instance_arn") ?? "";
    const arn = `arn:aws:sso:::permissionSet/${instance.split("/").pop() ?? ""}/ps-${newborn.hex(16)}`;
    return { id: `${arn},${instance}`, arn, created_date: "2026-01-01T00:00:00Z" };
  },
  aws_ssoadmin_account_assignment: joined(
    "principal_id",
    "principal_type",
    "target_id",
    "target_type",
    "permission_set_arn",
    "instance_arn",
  ),
  aws_ssoadmin_managed_policy_attachment: joined("managed_policy_arn", "permission_set_arn", "instance_arn"),
  aws_ssoadmin_permission_set_inline_policy: joined("permission_set_arn", "instance_arn"),
  aws_ssoadmin_permissions_boundary_attachment: joined("permission_set_arn", "instance_arn"),
  aws_ssoadmin_customer_managed_policy_attachment: (newborn) => {
    const name = newborn.value("customer_managed_policy_reference", 0, "name");
    const path = newborn.value("customer_managed_policy_reference", 0, "path");
    return {
      id: [textOf(name), textOf(path) || "/", newborn.text("permission_set_arn"), newborn.text("instance_arn")].join(
        ",",
      ),
    };
  },
};
