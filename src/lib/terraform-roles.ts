import { deployRoleName, roleArn } from "./naming";

/** Role that a phase of HCP Terraform runs with in an account. */
export const hcpRoleName = (account: string, phase: "plan" | "apply"): string => `hcp-${account}-${phase}`;

/** ARNs of every role that Terraform may apply an account's stacks with, whichever backend is chosen; keys name them all. */
export const applyRoleArns = (company: string, account: string, accountId: string): readonly string[] =>
  [deployRoleName(company), hcpRoleName(account, "apply")].map((name) => roleArn(accountId, name));
