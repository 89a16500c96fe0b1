import type { Statement } from "../../lib/policy";
import { organizationWrites, readServices, withoutResource } from "./terraform-actions";
import { type Service, serviceGroups } from "./terraform-services";

/** What plans read: settings of every service, and objects of the company's own buckets, but no value of a secret. */
export function readPermissions(company: string): readonly Statement[] {
  return [
    {
      Sid: "ReadSettings",
      Effect: "Allow",
      Action: [
        ...readServices.filter((service) => service !== "s3" && service !== "dynamodb").flatMap(reads),
        ...[
          "s3:GetAccountPublicAccessBlock",
          "s3:GetBucket*",
          "s3:GetEncryptionConfiguration",
          "s3:GetLifecycleConfiguration",
        ],
        ...["s3:GetReplicationConfiguration", "s3:ListAllMyBuckets", "dynamodb:Describe*", "dynamodb:List*"],
        ...[
          "secretsmanager:Describe*",
          "secretsmanager:GetResourcePolicy",
          "secretsmanager:List*",
          "sts:GetCallerIdentity",
        ],
      ],
      Resource: ["*"],
    },
    {
      Sid: "ReadObjects",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"],
      Resource: [`arn:aws:s3:::${company}-*`, `arn:aws:s3:::${company}-*/*`],
    },
  ];
}

const reads = (service: string) => ["Describe", "Get", "List"].map((verb) => `${service}:${verb}*`);

const sid = (service: string) =>
  `Change${service.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`;

/** Statements of the roles that apply, by the policy that holds them. */
export function writePermissions(company: string, accountId: string): Readonly<Record<string, readonly Statement[]>> {
  const fill = (arn: string) => arn.replace("<account>", accountId).replace("<company>", company);
  const statements = (services: Readonly<Record<string, Service>>) =>
    Object.entries(services).map(
      ([service, { writes, resources }]): Statement => ({
        Sid: sid(service),
        Effect: "Allow",
        Action: writes.map((verb) => `${service}:${verb}`),
        Resource: resources.map(fill),
      }),
    );
  const named = Object.entries(serviceGroups).map(([group, services]) => [group, statements(services)] as const);
  return {
    ...Object.fromEntries(named),
    unscoped: [{ Sid: "ChangeWithoutResource", Effect: "Allow", Action: withoutResource, Resource: ["*"] }],
  };
}

/** Rights over roles that a service is handed: only services that this platform hands roles to. */
export const passRole = (accountId: string): Statement => ({
  Sid: "PassRolesToServices",
  Effect: "Allow",
  Action: ["iam:PassRole"],
  Resource: [`arn:aws:iam::${accountId}:role/*`],
  Condition: {
    StringEquals: {
      "iam:PassedToService": [
        ...["autoscaling", "backup", "codebuild", "codepipeline", "config", "ec2", "ecr", "eks", "events", "lambda"],
        ...["pods.eks", "s3", "scheduler", "ssm", "vpc-flow-logs", "cloudtrail"],
      ].map((service) => `${service}.amazonaws.com`),
    },
  },
});

/** Only the management account's role may have these. */
export const organizationPermissions: readonly Statement[] = [
  { Sid: "ChangeOrganization", Effect: "Allow", Action: organizationWrites, Resource: ["*"] },
];

/**
 * What no role that applies may do. Boundaries are changed through the role that AWS Organizations made, so that nothing
 * that a pipeline runs can lift its own limits.
 */
export function forbidden(accountId: string, administersOrganization: boolean): readonly Statement[] {
  return [
    ...(administersOrganization
      ? []
      : [
          {
            Sid: "OrganizationIsElsewhere",
            Effect: "Deny",
            Action: ["organizations:*", "account:*"],
            Resource: ["*"],
          } as const,
        ]),
    {
      Sid: "BoundariesStay",
      Effect: "Deny",
      Action: ["iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:SetDefaultPolicyVersion"],
      Resource: [`arn:aws:iam::${accountId}:policy/boundary/*`],
    },
    { Sid: "BoundariesStayOn", Effect: "Deny", Action: ["iam:DeleteRolePermissionsBoundary"], Resource: ["*"] },
    {
      Sid: "BoundariesAreOurs",
      Effect: "Deny",
      Action: ["iam:PutRolePermissionsBoundary"],
      Resource: ["*"],
      Condition: { ArnNotLike: { "iam:PermissionsBoundary": `arn:aws:iam::${accountId}:policy/boundary/*` } },
    },
  ];
}
