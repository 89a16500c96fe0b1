import { deployRoleName, lockTableName } from "./naming";
import { type Condition, policyDocument, type Statement } from "./policy";

/** "Quotas and service limits for AWS Organizations", user guide. FullAWSAccess counts among the attached policies. */
export const organizationLimits = {
  serviceControlPolicyCharacters: 5120,
  serviceControlPoliciesPerTarget: 5,
  tagPolicyCharacters: 10_000,
  unitDepth: 5,
  accountNameCharacters: 50,
} as const;

/** The first four bind every member account, `prod-guard` the production units as well. */
export const guardrailNames = [
  "deny-leave-org-and-root",
  "region-lock",
  "protect-audit",
  "deny-unencrypted-ebs-and-public-s3",
  "prod-guard",
] as const;

export type GuardrailName = (typeof guardrailNames)[number];

export interface GuardrailSettings {
  /** Prefix of the names of state buckets, lock tables and the deploy role. */
  readonly company: string;
  /** Names of roles, besides the deploy role, that no guardrail binds; without one a wrong policy cannot be rolled back. */
  readonly exemptRoles: readonly string[];
  /** Regions in which regional services may be called. */
  readonly allowedRegions: readonly string[];
}

/**
 * Services whose requests go to a global endpoint or carry us-east-1 as their region (user guide of AWS Organizations,
 * example "Deny access to AWS based on the requested region"). wafv2 serves CloudFront from us-east-1.
 */
export const globalServiceActions = [
  "account:*",
  "bcm-data-exports:*",
  "budgets:*",
  "ce:*",
  "cloudfront:*",
  "cur:*",
  "ec2:DescribeRegions",
  "globalaccelerator:*",
  "health:*",
  "iam:*",
  "organizations:*",
  "pricing:*",
  "route53:*",
  "route53domains:*",
  "s3:GetAccountPublicAccessBlock",
  "s3:ListAllMyBuckets",
  "shield:*",
  "sts:*",
  "support:*",
  "waf:*",
  "wafv2:*",
] as const;

/** ARNs of the exempt roles, in any account. The path is empty, so a role below a path of its own does not match. */
export const exemptRoleArns = ({ company, exemptRoles }: GuardrailSettings): readonly string[] =>
  [deployRoleName(company), ...exemptRoles].map((role) => `arn:aws:iam::*:role/${role}`);

type Denial = Omit<Statement, "Effect">;

/** A denial that spares the exempt roles, whatever else it asks for. */
function denyOthers(settings: GuardrailSettings, { Condition: condition, ...denial }: Denial): Statement {
  const exempt: Condition = {
    ArnNotLike: { ...condition?.["ArnNotLike"], "aws:PrincipalArn": exemptRoleArns(settings) },
  };
  return { ...denial, Effect: "Deny", Condition: { ...condition, ...exempt } };
}

/** Spares the sessions that central root access opens from the management account: they alone carry aws:AssumedRoot. */
const denyRoot: Statement = {
  Sid: "DenyRoot",
  Effect: "Deny",
  Action: ["*"],
  Resource: ["*"],
  Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:root" }, Null: { "aws:AssumedRoot": "true" } },
};

const everywhere = ["*"];

const leaving: readonly Denial[] = [
  { Sid: "DenyLeave", Action: ["organizations:LeaveOrganization"], Resource: everywhere },
];

const regions = (allowed: readonly string[]): readonly Denial[] => [
  {
    Sid: "DenyOtherRegions",
    NotAction: globalServiceActions,
    Resource: everywhere,
    Condition: { StringNotEquals: { "aws:RequestedRegion": allowed } },
  },
];

const auditActions = [
  "access-analyzer:DeleteAnalyzer",
  "cloudtrail:DeleteTrail",
  "cloudtrail:PutEventSelectors",
  "cloudtrail:StopLogging",
  "cloudtrail:UpdateTrail",
  "config:DeleteConfigurationRecorder",
  "config:DeleteDeliveryChannel",
  "config:PutConfigurationRecorder",
  "config:PutDeliveryChannel",
  "config:StopConfigurationRecorder",
  "guardduty:DeleteDetector",
  "guardduty:DeleteMembers",
  "guardduty:DisassociateFromAdministratorAccount",
  "guardduty:DisassociateMembers",
  "guardduty:StopMonitoringMembers",
  "guardduty:UpdateDetector",
];

/** Reading and writing state stays possible, lockfiles included; losing its history does not. */
const stateActions = [
  "s3:DeleteBucket",
  "s3:DeleteBucketPolicy",
  "s3:DeleteObjectVersion",
  "s3:PutBucketPolicy",
  "s3:PutBucketVersioning",
  "s3:PutEncryptionConfiguration",
  "s3:PutLifecycleConfiguration",
];

/** A role under an exempt name would escape every guardrail, and so would a wider trust of an exempt one. */
const roleActions = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:DeleteRole",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:UpdateAssumeRolePolicy",
];

const auditing = (settings: GuardrailSettings): readonly Denial[] => [
  { Sid: "ProtectAudit", Action: auditActions, Resource: everywhere },
  {
    Sid: "ProtectAuditBucket",
    Action: [...stateActions, "s3:BypassGovernanceRetention", "s3:PutBucketObjectLockConfiguration"],
    Resource: [`arn:aws:s3:::${settings.company}-audit-trail`, `arn:aws:s3:::${settings.company}-audit-trail/*`],
  },
  {
    Sid: "ProtectState",
    Action: stateActions,
    Resource: [`arn:aws:s3:::${settings.company}-*-tfstate-*`],
  },
  {
    Sid: "ProtectStateLocks",
    Action: ["dynamodb:DeleteTable"],
    Resource: [`arn:aws:dynamodb:*:*:table/${lockTableName(settings.company)}`],
  },
  { Sid: "ProtectExemptRoles", Action: roleActions, Resource: exemptRoleArns(settings) },
];

const publicAcls = ["public-read", "public-read-write", "authenticated-read"];

const dataProtection: readonly Denial[] = [
  {
    Sid: "DenyPlainVolumes",
    Action: ["ec2:CreateVolume", "ec2:RunInstances"],
    Resource: ["arn:aws:ec2:*:*:volume/*"],
    Condition: { Bool: { "ec2:Encrypted": "false" } },
  },
  { Sid: "DenyPlainByDefault", Action: ["ec2:DisableEbsEncryptionByDefault"], Resource: everywhere },
  {
    Sid: "DenyMetadataV1",
    Action: ["ec2:RunInstances"],
    Resource: ["arn:aws:ec2:*:*:instance/*"],
    Condition: { StringNotEquals: { "ec2:MetadataHttpTokens": "required" } },
  },
  { Sid: "DenyMetadataChange", Action: ["ec2:ModifyInstanceMetadataOptions"], Resource: everywhere },
  {
    Sid: "DenyPublicAcls",
    Action: ["s3:CreateBucket", "s3:PutBucketAcl", "s3:PutObject", "s3:PutObjectAcl"],
    Resource: everywhere,
    Condition: { StringEquals: { "s3:x-amz-acl": publicAcls } },
  },
  {
    Sid: "KeepPublicAccessBlock",
    Action: ["s3:PutAccountPublicAccessBlock", "s3:PutBucketPublicAccessBlock"],
    Resource: everywhere,
  },
  {
    Sid: "DenyPublicSnapshots",
    Action: ["ec2:ModifySnapshotAttribute"],
    Resource: everywhere,
    Condition: { StringEquals: { "ec2:Add/group": "all" } },
  },
];

/** People in production come through roles: a user with a key has neither a session's end nor a second factor. */
const production: readonly Denial[] = [
  {
    Sid: "DenyUsersAndKeys",
    Action: [
      "iam:CreateAccessKey",
      "iam:CreateLoginProfile",
      "iam:CreateUser",
      "iam:DeactivateMFADevice",
      "iam:DeleteVirtualMFADevice",
      "iam:UpdateLoginProfile",
    ],
    Resource: everywhere,
  },
];

/** The service control policies as JSON by name. They only ever deny; FullAWSAccess stays attached beside them. */
export function guardrails(settings: GuardrailSettings): Readonly<Record<GuardrailName, string>> {
  const document = (denials: readonly Denial[], more: readonly Statement[] = []) =>
    policyDocument([...denials.map((denial) => denyOthers(settings, denial)), ...more]);
  return {
    "deny-leave-org-and-root": document(leaving, [denyRoot]),
    "region-lock": document(regions(settings.allowedRegions)),
    "protect-audit": document(auditing(settings)),
    "deny-unencrypted-ebs-and-public-s3": document(dataProtection),
    "prod-guard": document(production, [denyRoot]),
  };
}

export interface TagRule {
  /** Values that the key may have. @default any */
  readonly values?: readonly string[];
}

/**
 * A tag policy that fixes the spelling of each key, its values where named, and refuses what differs on the named
 * resource types. It does not ask for the keys to be present; default tags do that.
 */
export function tagPolicy(keys: Readonly<Record<string, TagRule>>, enforcedFor: readonly string[]): string {
  const tags = Object.entries(keys).map(([key, { values }]) => [
    key,
    {
      tag_key: { "@@assign": key },
      ...(values === undefined ? {} : { tag_value: { "@@assign": values } }),
      enforced_for: { "@@assign": enforcedFor },
    },
  ]);
  return JSON.stringify({ tags: Object.fromEntries(tags) });
}
