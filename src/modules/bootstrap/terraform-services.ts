/** What Terraform may change of one service: verbs, never the whole service. */
export interface Service {
  /** Verbs or whole action names; `*` stands for what follows the verb. */
  readonly writes: readonly string[];
  /** ARNs; `<account>` and `<company>` are filled in. */
  readonly resources: readonly string[];
}

const crud = ["Create*", "Delete*", "Update*", "TagResource", "UntagResource"];

/** One managed policy each: IAM takes 6,144 characters per policy and ten policies per role (IAM and STS quotas). */
export const serviceGroups: Readonly<Record<string, Readonly<Record<string, Service>>>> = {
  network: {
    ec2: {
      writes: [
        ...[
          "Accept*",
          "Allocate*",
          "Assign*",
          "Associate*",
          "Attach*",
          "Authorize*",
          "Create*",
          "Delete*",
          "Deregister*",
        ],
        ...["Detach*", "Disable*", "Disassociate*", "Enable*", "Import*", "Modify*", "Reject*", "Release*", "Replace*"],
        ...["Revoke*", "RunInstances", "StartInstances", "StopInstances", "TerminateInstances", "Unassign*", "Update*"],
      ],
      resources: ["arn:aws:ec2:*:<account>:*", "arn:aws:ec2:*::image/*", "arn:aws:ec2:*::snapshot/*"],
    },
    elasticloadbalancing: {
      writes: [...["Add*", "Create*", "Delete*", "Deregister*", "Modify*", "Register*", "Remove*", "Set*"]],
      resources: ["arn:aws:elasticloadbalancing:*:<account>:*"],
    },
    wafv2: {
      writes: [
        "AssociateWebACL",
        "Create*",
        "Delete*",
        "DisassociateWebACL",
        "Put*",
        "TagResource",
        "UntagResource",
        "Update*",
      ],
      // What a web ACL is put before counts as well.
      resources: ["arn:aws:wafv2:*:<account>:*", "arn:aws:elasticloadbalancing:*:<account>:loadbalancer/app/*"],
    },
    shield: {
      writes: ["CreateProtection", "DeleteProtection", "TagResource", "UntagResource"],
      resources: [
        "arn:aws:shield::<account>:protection/*",
        "arn:aws:elasticloadbalancing:*:<account>:loadbalancer/app/*",
      ],
    },
    route53: {
      writes: ["Associate*", "Change*", "Create*", "Delete*", "Disassociate*", "Update*"],
      resources: ["arn:aws:route53:::*", "arn:aws:ec2:*:<account>:vpc/*"],
    },
    route53resolver: {
      writes: ["Associate*", "Disassociate*", "Put*", ...crud],
      resources: ["arn:aws:route53resolver:*:<account>:*"],
    },
    acm: {
      writes: ["AddTagsToCertificate", "DeleteCertificate", "RemoveTagsFromCertificate", "UpdateCertificateOptions"],
      resources: ["arn:aws:acm:*:<account>:certificate/*"],
    },
    cloudfront: { writes: ["Associate*", ...crud], resources: ["arn:aws:cloudfront::<account>:*"] },
  },
  compute: {
    eks: {
      writes: ["Associate*", "Disassociate*", "AccessKubernetesApi", ...crud],
      resources: ["arn:aws:eks:*:<account>:*", "arn:aws:eks::aws:cluster-access-policy/*"],
    },
    autoscaling: {
      writes: ["Create*", "Delete*", "Put*", "Set*", "Update*"],
      resources: ["arn:aws:autoscaling:*:<account>:*"],
    },
    ecr: { writes: [...["Put*", "Set*", "Start*"], ...crud], resources: ["arn:aws:ecr:*:<account>:*"] },
    lambda: {
      writes: ["Add*", "Publish*", "Put*", "Remove*", ...crud],
      resources: ["arn:aws:lambda:*:<account>:*"],
    },
    codebuild: {
      writes: ["Create*", "Delete*", "Update*"],
      resources: ["arn:aws:codebuild:*:<account>:*"],
    },
    codepipeline: {
      writes: ["DisableStageTransition", "EnableStageTransition", ...crud],
      resources: ["arn:aws:codepipeline:*:<account>:*"],
    },
    "codestar-notifications": {
      writes: ["Subscribe", "Unsubscribe", ...crud],
      resources: ["arn:aws:codestar-notifications:*:<account>:*"],
    },
    codeconnections: {
      writes: ["PassConnection", "UseConnection", ...crud],
      resources: ["arn:aws:codeconnections:*:<account>:*"],
    },
    ssm: {
      writes: ["AddTagsToResource", "Create*", "Delete*", "Modify*", "Put*", "RemoveTagsFromResource", "Update*"],
      resources: ["arn:aws:ssm:*:<account>:*"],
    },
    scheduler: { writes: crud, resources: ["arn:aws:scheduler:*:<account>:*"] },
  },
  data: {
    s3: {
      writes: ["CreateBucket", "DeleteBucket", "DeleteBucketPolicy", "DeleteObject", "Put*"],
      resources: ["arn:aws:s3:::<company>-*"],
    },
    dynamodb: {
      writes: ["DeleteItem", "GetItem", "PutItem", ...crud],
      resources: ["arn:aws:dynamodb:*:<account>:table/*"],
    },
    kms: {
      writes: [
        ...[
          "CancelKeyDeletion",
          "CreateAlias",
          "CreateGrant",
          "Decrypt",
          "DeleteAlias",
          "EnableKeyRotation",
          "Encrypt",
        ],
        ...["GenerateDataKey*", "PutKeyPolicy", "RetireGrant", "RevokeGrant", "ScheduleKeyDeletion", "TagResource"],
        ...["UntagResource", "UpdateAlias", "UpdateKeyDescription"],
      ],
      resources: ["arn:aws:kms:*:<account>:*"],
    },
    // No PutSecretValue: Terraform makes the place of a secret, never its value.
    secretsmanager: {
      writes: [
        ...["CancelRotateSecret", "CreateSecret", "DeleteResourcePolicy", "DeleteSecret", "PutResourcePolicy"],
        ...[
          "RemoveRegionsFromReplication",
          "ReplicateSecretToRegions",
          "RotateSecret",
          "TagResource",
          "UntagResource",
          "UpdateSecret",
        ],
      ],
      resources: ["arn:aws:secretsmanager:*:<account>:secret:*"],
    },
    backup: { writes: ["Put*", ...crud], resources: ["arn:aws:backup:*:<account>:*"] },
  },
  observability: {
    logs: {
      writes: ["Associate*", "Create*", "Delete*", "Disassociate*", "Put*", "TagResource", "UntagResource"],
      resources: ["arn:aws:logs:*:<account>:*"],
    },
    sns: {
      writes: ["AddPermission", "RemovePermission", "Set*", "Subscribe", "Unsubscribe", ...crud],
      resources: ["arn:aws:sns:*:<account>:*"],
    },
    sqs: {
      writes: ["CreateQueue", "DeleteQueue", "SetQueueAttributes", "TagQueue", "UntagQueue"],
      resources: ["arn:aws:sqs:*:<account>:*"],
    },
    events: {
      writes: ["DisableRule", "EnableRule", "Put*", "Remove*", ...crud],
      resources: ["arn:aws:events:*:<account>:*"],
    },
    cloudwatch: {
      writes: ["Delete*", "DisableAlarmActions", "EnableAlarmActions", "Put*", "TagResource", "UntagResource"],
      resources: ["arn:aws:cloudwatch:*:<account>:*", "arn:aws:cloudwatch::<account>:dashboard/*"],
    },
    synthetics: { writes: ["StartCanary", "StopCanary", ...crud], resources: ["arn:aws:synthetics:*:<account>:*"] },
    aps: { writes: ["Put*", ...crud], resources: ["arn:aws:aps:*:<account>:*"] },
    xray: { writes: crud, resources: ["arn:aws:xray:*:<account>:*"] },
    budgets: { writes: ["ModifyBudget", "TagResource", "UntagResource"], resources: ["arn:aws:budgets::<account>:*"] },
    cloudtrail: {
      writes: [
        "AddTags",
        "CreateTrail",
        "DeleteTrail",
        "PutEventSelectors",
        "RemoveTags",
        "StartLogging",
        "UpdateTrail",
      ],
      resources: ["arn:aws:cloudtrail:*:<account>:trail/*"],
    },
    "access-analyzer": {
      writes: ["CreateAnalyzer", "DeleteAnalyzer", "TagResource", "UntagResource", "UpdateAnalyzer"],
      resources: ["arn:aws:access-analyzer:*:<account>:*"],
    },
    guardduty: { writes: crud, resources: ["arn:aws:guardduty:*:<account>:*"] },
    servicequotas: { writes: ["RequestServiceQuotaIncrease"], resources: ["arn:aws:servicequotas:*:<account>:*"] },
  },
  identity: {
    iam: {
      writes: [
        ...[
          "AddClientIDToOpenIDConnectProvider",
          "AddRoleToInstanceProfile",
          "AttachRolePolicy",
          "CreateInstanceProfile",
        ],
        ...[
          "CreateOpenIDConnectProvider",
          "CreatePolicy",
          "CreatePolicyVersion",
          "CreateRole",
          "CreateServiceLinkedRole",
        ],
        ...[
          "DeleteInstanceProfile",
          "DeleteOpenIDConnectProvider",
          "DeletePolicy",
          "DeletePolicyVersion",
          "DeleteRole",
        ],
        ...["DeleteRolePolicy", "DetachRolePolicy", "PutRolePermissionsBoundary", "PutRolePolicy"],
        ...["RemoveClientIDFromOpenIDConnectProvider", "RemoveRoleFromInstanceProfile", "SetDefaultPolicyVersion"],
        ...["TagInstanceProfile", "TagOpenIDConnectProvider", "TagPolicy", "TagRole", "UntagInstanceProfile"],
        ...["UntagOpenIDConnectProvider", "UntagPolicy", "UntagRole", "UpdateAssumeRolePolicy"],
        ...["UpdateOpenIDConnectProviderThumbprint", "UpdateRole", "UpdateRoleDescription"],
      ],
      resources: ["role", "policy", "instance-profile", "oidc-provider"].map(
        (kind) => `arn:aws:iam::<account>:${kind}/*`,
      ),
    },
  },
};

/** Only the management account's role may change these. */
export const organizationServices: Readonly<Record<string, Service>> = {
  organizations: {
    writes: [
      ...["Attach*", "Create*", "DeleteOrganizationalUnit", "DeletePolicy", "Deregister*", "Detach*"],
      ...["DisablePolicyType", "EnablePolicyType", "Move*", "Put*", "Register*"],
      ...["RemoveAccountFromOrganization", "TagResource", "UntagResource", "Update*"],
    ],
    resources: ["arn:aws:organizations::<account>:*", "arn:aws:organizations::aws:policy/*"],
  },
  sso: {
    writes: [
      "Attach*",
      "Create*",
      "Delete*",
      "Detach*",
      "Provision*",
      "Put*",
      "TagResource",
      "UntagResource",
      "Update*",
    ],
    resources: ["arn:aws:sso:::*", "arn:aws:sso::<account>:*"],
  },
  identitystore: {
    writes: ["Create*", "Delete*", "Update*"],
    resources: ["arn:aws:identitystore:::*", "arn:aws:identitystore::<account>:identitystore/*"],
  },
  account: {
    writes: ["PutAccountName", "PutAlternateContact"],
    resources: ["arn:aws:account::<account>:account", "arn:aws:account::<account>:account/*"],
  },
};
