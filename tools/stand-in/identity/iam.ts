import type { Identities, Newborn } from "./birth";

const created = "2026-01-01T00:00:00Z";

const path = (newborn: Newborn): string => newborn.text("path") ?? "/";

const hostOf = (url: string): string => url.replace(/^https:\/\//, "");

function role(newborn: Newborn) {
  const name = newborn.name();
  return {
    id: name,
    name,
    name_prefix: newborn.text("name_prefix") ?? "",
    arn: newborn.globalArn("iam", `role${path(newborn)}${name}`),
    unique_id: `AROA${newborn.letters(17)}`,
    create_date: created,
    managed_policy_arns: [],
    inline_policy: [],
  };
}

function policy(newborn: Newborn) {
  const name = newborn.name();
  const arn = newborn.globalArn("iam", `policy${path(newborn)}${name}`);
  return { id: arn, arn, name, name_prefix: "", policy_id: `ANPA${newborn.letters(17)}`, attachment_count: 0 };
}

const pair = (a: string, b: string, separator: string) => (newborn: Newborn) => ({
  id: `${newborn.text(a) ?? ""}${separator}${newborn.name(b)}`,
});

export const iam: Identities = {
  aws_iam_role: role,
  aws_iam_policy: policy,
  aws_iam_role_policy: (newborn) => ({ ...pair("role", "name", ":")(newborn), name: newborn.name(), name_prefix: "" }),
  aws_iam_group_policy: (newborn) => ({
    ...pair("group", "name", ":")(newborn),
    name: newborn.name(),
    name_prefix: "",
  }),
  aws_iam_role_policy_attachment: pair("role", "policy_arn", "/"),
  aws_iam_instance_profile: (newborn) => ({
    id: newborn.name(),
    name: newborn.name(),
    name_prefix: "",
    arn: newborn.globalArn("iam", `instance-profile${path(newborn)}${newborn.name()}`),
    unique_id: `AIPA${newborn.letters(17)}`,
    create_date: created,
  }),
  aws_iam_group: (newborn) => ({
    id: newborn.name(),
    arn: newborn.globalArn("iam", `group${path(newborn)}${newborn.name()}`),
    unique_id: `AGPA${newborn.letters(17)}`,
  }),
  aws_iam_openid_connect_provider: (newborn) => {
    const arn = newborn.globalArn("iam", `oidc-provider/${hostOf(newborn.text("url") ?? "")}`);
    return { id: arn, arn, thumbprint_list: [newborn.hex(40, "thumbprint")] };
  },
  aws_iam_service_linked_role: (newborn) => {
    const service = newborn.text("aws_service_name") ?? "service.amazonaws.com";
    const label = service.split(".")[0] ?? service;
    const name = `AWSServiceRoleFor${label.charAt(0).toUpperCase()}${label.slice(1)}`;
    const arn = newborn.globalArn("iam", `role/aws-service-role/${service}/${name}`);
    return {
      id: arn,
      arn,
      name,
      path: `/aws-service-role/${service}/`,
      unique_id: `AROA${newborn.letters(17)}`,
      create_date: created,
    };
  },
  aws_iam_account_password_policy: () => ({ id: "iam-account-password-policy", expire_passwords: true }),
  aws_iam_organizations_features: (newborn) => ({ id: `o-${newborn.hex(10)}` }),
};
