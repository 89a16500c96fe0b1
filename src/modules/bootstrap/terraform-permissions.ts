import type { Statement } from "../../lib/policy";
import { organizationWithoutResource, readable, readsWithoutResource, withoutResource } from "./terraform-actions";
import { organizationServices, type Service, serviceGroups } from "./terraform-services";

const filled = (company: string, accountId: string) => (arn: string) =>
  arn.replace("<account>", accountId).replace("<company>", company);

/**
 * What plans read beside AWS's SecurityAudit: settings of the account's own resources, objects of the company's own
 * buckets, public parameters, but no value of a secret or of a parameter.
 */
export function readPermissions(company: string, accountId: string): readonly Statement[] {
  const services = Object.entries(readable);
  return [
    {
      Sid: "ReadOwn",
      Effect: "Allow",
      Action: services.flatMap(([service, { verbs = ["Describe*", "Get*", "List*"] }]) =>
        verbs.map((verb) => `${service}:${verb}`),
      ),
      Resource: services
        .flatMap(([service, { resources }]) => resources ?? [`arn:aws:${service}:*:<account>:*`])
        .map(filled(company, accountId)),
    },
    {
      Sid: "ReadPublicParameters",
      Effect: "Allow",
      Action: ["ssm:GetParameter", "ssm:GetParameters"],
      Resource: ["arn:aws:ssm:*::parameter/aws/service/*"],
    },
    { Sid: "ReadWithoutResource", Effect: "Allow", Action: readsWithoutResource, Resource: ["*"] },
  ];
}

const sid = (service: string) =>
  `Change${service.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`;

const changes = (
  services: Readonly<Record<string, Service>>,
  company: string,
  accountId: string,
): readonly Statement[] =>
  Object.entries(services).map(([service, { writes, resources }]) => ({
    Sid: sid(service),
    Effect: "Allow",
    Action: writes.map((verb) => `${service}:${verb}`),
    Resource: resources.map(filled(company, accountId)),
  }));

/** Statements of the roles that apply, by the policy that holds them. */
export function writePermissions(company: string, accountId: string): Readonly<Record<string, readonly Statement[]>> {
  const named = Object.entries(serviceGroups).map(
    ([group, services]) => [group, changes(services, company, accountId)] as const,
  );
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
export const organizationPermissions = (company: string, accountId: string): readonly Statement[] => [
  ...changes(organizationServices, company, accountId),
  { Sid: "ChangeOrganizationWithoutResource", Effect: "Allow", Action: organizationWithoutResource, Resource: ["*"] },
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
