import type { People, PermissionSet } from "../schema/people";

type Statements = PermissionSet["statements"];

const boundary = "arn:aws:iam::{accountId}:policy/boundary/developer-boundary";
const appRoles = "arn:aws:iam::{accountId}:role/app/*";
const bounded = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
];

/** Everything of these services in the set's own account. */
const own = (...services: readonly string[]) => services.map((service) => `arn:aws:${service}:*:{accountId}:*`);

/** Breadth without escalation: whatever role a developer makes stays under the boundary. */
const developerStatements: Statements = [
  {
    Sid: "ReadIam",
    Effect: "Allow",
    Action: ["iam:Get*", "iam:List*"],
    Resource: ["arn:aws:iam::{accountId}:*", "arn:aws:iam::aws:policy/*"],
  },
  // The service authorization reference gives these no resource type.
  { Sid: "ListIam", Effect: "Allow", Action: ["iam:ListPolicies", "iam:ListRoles", "iam:ListUsers"], Resource: ["*"] },
  {
    Sid: "MakeBoundedRoles",
    Effect: "Allow",
    Action: bounded,
    Resource: [appRoles],
    Condition: { StringEquals: { "iam:PermissionsBoundary": boundary } },
  },
  {
    Sid: "KeepRoles",
    Effect: "Allow",
    Action: [
      "iam:DeleteRole",
      "iam:PassRole",
      "iam:TagRole",
      "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
    ],
    Resource: [appRoles],
  },
  {
    Sid: "KeepPolicies",
    Effect: "Allow",
    Action: [
      "iam:CreatePolicy",
      "iam:CreatePolicyVersion",
      "iam:DeletePolicy",
      "iam:DeletePolicyVersion",
      "iam:SetDefaultPolicyVersion",
    ],
    Resource: ["arn:aws:iam::{accountId}:policy/app/*"],
  },
  {
    Sid: "DenyUnbounded",
    Effect: "Deny",
    Action: ["iam:CreateRole", "iam:PutRolePermissionsBoundary"],
    Resource: ["*"],
    Condition: { StringNotEquals: { "iam:PermissionsBoundary": boundary } },
  },
  { Sid: "DenyUnbinding", Effect: "Deny", Action: ["iam:DeleteRolePermissionsBoundary"], Resource: ["*"] },
];

/** What nobody does by hand in production, nor in its mirror. Secrets are written and rotated there, never read by people. */
const guarded: Statements[number] = {
  Sid: "DenyGuarded",
  Effect: "Deny",
  Action: [
    "iam:*",
    "kms:ScheduleKeyDeletion",
    "organizations:*",
    "s3:DeleteBucket",
    "secretsmanager:BatchGetSecretValue",
    "secretsmanager:GetSecretValue",
  ],
  Resource: ["*"],
};

const stagingDevOpsStatements: Statements = [
  {
    Sid: "Operate",
    Effect: "Allow",
    Action: ["codebuild:*", "codepipeline:*", "ecr:*", "eks:*", "logs:*"],
    Resource: own("codebuild", "codepipeline", "ecr", "eks", "logs"),
  },
  {
    Sid: "KeepSecrets",
    Effect: "Allow",
    Action: [
      "secretsmanager:CreateSecret",
      "secretsmanager:DescribeSecret",
      "secretsmanager:ListSecretVersionIds",
      "secretsmanager:PutSecretValue",
      "secretsmanager:RotateSecret",
      "secretsmanager:UpdateSecret",
    ],
    Resource: ["arn:aws:secretsmanager:*:{accountId}:secret:{company}/staging/*"],
  },
  guarded,
];

const stagingQaStatements: Statements = [
  {
    Sid: "Test",
    Effect: "Allow",
    Action: ["codepipeline:StartPipelineExecution", "logs:*", "xray:*"],
    Resource: own("codepipeline", "logs", "xray"),
  },
  guarded,
];

const prodReadStatements: Statements = [
  {
    Sid: "ReadOperations",
    Effect: "Allow",
    Action: [
      "eks:AccessKubernetesApi",
      "eks:DescribeCluster",
      "eks:DescribeNodegroup",
      "logs:FilterLogEvents",
      "logs:GetLogEvents",
      "logs:GetQueryResults",
      "logs:StartQuery",
    ],
    Resource: own("eks", "logs"),
  },
  // The service authorization reference gives these no resource type.
  { Sid: "ReadMetrics", Effect: "Allow", Action: ["cloudwatch:GetMetricData", "logs:StopQuery"], Resource: ["*"] },
  guarded,
];

const prodOperatorStatements: Statements = [
  {
    Sid: "OperateTagged",
    Effect: "Allow",
    Action: [
      "autoscaling:TerminateInstanceInAutoScalingGroup",
      "codebuild:StartBuild",
      "codebuild:StopBuild",
      "codepipeline:RetryStageExecution",
      "codepipeline:StartPipelineExecution",
      "codepipeline:StopPipelineExecution",
      "ec2:RebootInstances",
      "eks:AccessKubernetesApi",
      "eks:DescribeCluster",
      "eks:DescribeNodegroup",
      "eks:UpdateNodegroupConfig",
      "ssm:StartSession",
    ],
    Resource: ["*"],
    Condition: {
      StringEquals: { "aws:ResourceTag/Environment": "production", "aws:ResourceTag/Project": "{company}" },
    },
  },
  guarded,
];

export const people: People = {
  groups: {
    Developers: "Build the product; broad access in dev, none elsewhere",
    DevOps: "Run staging and production; write to production only by grant",
    QA: "Test in staging",
    Security: "Read production and the audit accounts",
    BreakGlass: "Holders of emergency users in the management account; no access through Identity Center",
  },
  permissionSets: {
    DevPowerUser: {
      description: "Broad access to dev under the developer boundary",
      sessionDuration: "PT8H",
      managedPolicies: ["PowerUserAccess"],
      customerPolicies: [],
      statements: developerStatements,
      assignments: { dev: ["Developers", "DevOps"] },
    },
    StagingDevOps: {
      description: "Operation of staging",
      sessionDuration: "PT4H",
      managedPolicies: ["ReadOnlyAccess"],
      customerPolicies: [],
      statements: stagingDevOpsStatements,
      assignments: { staging: ["DevOps"] },
    },
    StagingQA: {
      description: "Tests in staging",
      sessionDuration: "PT4H",
      managedPolicies: ["ReadOnlyAccess"],
      customerPolicies: [],
      statements: stagingQaStatements,
      assignments: { staging: ["QA"] },
    },
    ProdReadOnly: {
      description: "Names, states, metrics and logs of production; no stored data",
      sessionDuration: "PT2H",
      managedPolicies: ["job-function/ViewOnlyAccess"],
      customerPolicies: [],
      statements: prodReadStatements,
      assignments: { prod: ["DevOps", "Security"] },
    },
    ProdApprover: {
      description: "Approval of production deployments",
      sessionDuration: "PT1H",
      managedPolicies: ["AWSCodePipeline_ReadOnlyAccess"],
      customerPolicies: [{ name: "prod-approvers", path: "/" }],
      statements: [guarded],
      assignments: { prod: ["DevOps"] },
    },
    ProdOperator: {
      description: "Named changes of production, by grant only",
      sessionDuration: "PT1H",
      managedPolicies: [],
      customerPolicies: [],
      statements: prodOperatorStatements,
      boundary: { name: "prod-boundary", path: "/boundary/" },
      assignments: {},
    },
    AuditReadOnly: {
      description: "Configuration and findings of the audit accounts",
      sessionDuration: "PT4H",
      managedPolicies: ["SecurityAudit"],
      customerPolicies: [],
      statements: [],
      assignments: { security: ["Security"], "log-archive": ["Security"] },
    },
  },
  accountLimits: {
    dev: { groups: ["Developers", "DevOps"], longestSessionHours: 8, wildcardActions: true },
    staging: { groups: ["DevOps", "QA"], longestSessionHours: 4, wildcardActions: true, deniesLike: "prod" },
    prod: { groups: ["DevOps", "Security"], longestSessionHours: 2, wildcardActions: false },
    security: { groups: ["Security"], longestSessionHours: 4, wildcardActions: false },
    "log-archive": { groups: ["Security"], longestSessionHours: 4, wildcardActions: false },
  },
  approvers: ["cto", "devops-lead", "security-lead"],
  operatorAccess: { permissionSet: "ProdOperator", account: "prod", groups: ["DevOps"], longestGrantHours: 8 },
  prodAccessGrants: [],
  // The trust of the role asks for an MFA key, which federated sessions do not carry: only IAM users can take it.
  breakGlass: { group: "break-glass", roles: { prod: "prod-break-glass" } },
};
