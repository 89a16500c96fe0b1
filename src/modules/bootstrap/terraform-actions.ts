// The service authorization reference gives these actions no resource type, so that only "*" matches them.
export const withoutResource: readonly string[] = [
  "acm:RequestCertificate",
  "config:DeleteConfigurationRecorder",
  "config:DeleteDeliveryChannel",
  "config:PutConfigurationRecorder",
  "config:PutDeliveryChannel",
  "config:StartConfigurationRecorder",
  "ec2:EnableEbsEncryptionByDefault",
  "ec2:ModifyEbsDefaultKmsKeyId",
  "ec2:ModifyInstanceMetadataDefaults",
  "ecr:CreatePullThroughCacheRule",
  "ecr:CreateRepositoryCreationTemplate",
  "ecr:DeletePullThroughCacheRule",
  "ecr:DeleteRepositoryCreationTemplate",
  "ecr:PutRegistryPolicy",
  "ecr:PutRegistryScanningConfiguration",
  "ecr:PutReplicationConfiguration",
  "ecr:UpdatePullThroughCacheRule",
  "ecr:UpdateRepositoryCreationTemplate",
  "eks:CreateCluster",
  "guardduty:CreateDetector",
  "iam:UpdateAccountPasswordPolicy",
  "inspector2:Disable",
  "inspector2:Enable",
  "kms:CreateKey",
  "lambda:CreateEventSourceMapping",
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
  "route53:CreateHealthCheck",
  "route53:CreateHostedZone",
  "s3:PutAccountPublicAccessBlock",
];

export interface Readable {
  /** What Terraform may ask; a verb that hands out data or credentials is left out. @default Describe*, Get*, List* */
  readonly verbs?: readonly string[];
  /** Whom it may ask about. @default everything of the service in the account */
  readonly resources?: readonly string[];
}

const everything: Readable = {};

/** What plans read of each service, on the account's own resources. */
export const readable: Readonly<Record<string, Readable>> = {
  "access-analyzer": everything,
  acm: everything,
  aps: everything,
  autoscaling: everything,
  backup: everything,
  budgets: everything,
  ce: everything,
  cloudfront: everything,
  cloudtrail: everything,
  cloudwatch: everything,
  codebuild: { verbs: ["BatchGet*", "Get*", "List*"] },
  codeconnections: everything,
  codepipeline: everything,
  "codestar-notifications": everything,
  config: everything,
  dynamodb: { verbs: ["Describe*", "List*"] },
  ec2: { verbs: ["Describe*"] },
  ecr: { verbs: ["Describe*", "GetLifecyclePolicy", "GetRepositoryPolicy", "List*"] },
  eks: { verbs: ["Describe*", "List*"] },
  elasticloadbalancing: { verbs: ["Describe*"] },
  events: { verbs: ["Describe*", "List*"] },
  guardduty: everything,
  iam: { resources: ["arn:aws:iam::<account>:*", "arn:aws:iam::aws:policy/*"] },
  identitystore: { resources: ["arn:aws:identitystore:::*", "arn:aws:identitystore::<account>:*"] },
  kms: everything,
  lambda: everything,
  logs: { verbs: ["Describe*", "List*"] },
  organizations: { resources: ["arn:aws:organizations::<account>:*", "arn:aws:organizations::aws:policy/*"] },
  route53: { resources: ["arn:aws:route53:::*"] },
  route53resolver: everything,
  s3: {
    verbs: [
      "GetBucket*",
      "GetEncryptionConfiguration",
      "GetLifecycleConfiguration",
      "GetObject",
      "GetObjectVersion",
      "GetReplicationConfiguration",
      "ListBucket",
    ],
    resources: ["arn:aws:s3:::<company>-*", "arn:aws:s3:::<company>-*/*"],
  },
  scheduler: everything,
  secretsmanager: { verbs: ["Describe*", "GetResourcePolicy", "List*"] },
  shield: { verbs: ["Describe*", "List*"], resources: ["arn:aws:shield::<account>:*"] },
  sns: everything,
  sqs: everything,
  ssm: { verbs: ["Describe*", "GetDocument", "GetServiceSetting", "List*"] },
  sso: { resources: ["arn:aws:sso:::*", "arn:aws:sso::<account>:*"] },
  synthetics: everything,
  wafv2: everything,
};

/** Reads without a resource type that AWS's SecurityAudit, which plans also have, does not hold. */
export const readsWithoutResource: readonly string[] = [
  "aps:ListWorkspaces",
  "backup:ListBackupPlans",
  "ce:ListCostAllocationTags",
  "ce:ListCostCategoryDefinitions",
  "codestar-notifications:ListTargets",
  "ec2:GetDefaultCreditSpecification",
  "ecr:DescribePullThroughCacheRules",
  "ecr:DescribeRepositoryCreationTemplates",
  "ecr:GetAccountSetting",
  "eks:DescribeAddonVersions",
  "eks:ListAccessPolicies",
  "scheduler:ListSchedules",
  "sns:GetSubscriptionAttributes",
  "wafv2:DescribeManagedRuleGroup",
];

/** Changes of the organization that have no resource type. What would end the organization is not among them. */
export const organizationWithoutResource: readonly string[] = [
  "ce:CreateAnomalyMonitor",
  "ce:CreateAnomalySubscription",
  "ce:UpdateCostAllocationTagsStatus",
  "iam:EnableOrganizationsRootCredentialsManagement",
  "iam:EnableOrganizationsRootSessions",
  "organizations:CreateAccount",
  "organizations:CreateOrganization",
  "organizations:CreatePolicy",
  "organizations:DeleteResourcePolicy",
  "organizations:DisableAWSServiceAccess",
  "organizations:EnableAWSServiceAccess",
  "organizations:EnableAllFeatures",
];
