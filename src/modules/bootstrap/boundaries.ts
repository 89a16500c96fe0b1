import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import { policyDocument, type Statement } from "../../lib/policy";

/** `workload`: roles of pods, functions and pipelines. `developer`: roles that developers make. `prod`: people in production. `break-glass`: the emergency role. */
export type BoundaryName = "workload" | "developer" | "prod" | "break-glass";

export interface BoundariesProps {
  readonly company: string;
  readonly account: string;
  readonly accountId: string;
  /** Boundaries that this account has. */
  readonly names: readonly BoundaryName[];
}

const deny = (Sid: string, Action: readonly string[], Resource: readonly string[] = ["*"]): Statement => ({
  Sid,
  Effect: "Deny",
  Action,
  Resource,
});

// A boundary caps and grants nothing; listing what stays outside keeps "*" out of every policy but the developers'.
const allBut = (NotAction: readonly string[]): Statement => ({
  Sid: "Cap",
  Effect: "Allow",
  NotAction,
  Resource: ["*"],
});

// Plans read roles and policies.
const readIam: Statement = { Sid: "ReadIam", Effect: "Allow", Action: ["iam:Get*", "iam:List*"], Resource: ["*"] };

const elsewhere = ["organizations:*", "account:*"];

const auditServices = ["access-analyzer", "cloudtrail", "config", "guardduty", "securityhub"].flatMap((service) =>
  ["Delete", "Disable", "Disassociate", "Put", "Stop", "Update"].map((verb) => `${service}:${verb}*`),
);

function guards({ company, account, accountId }: BoundariesProps): readonly Statement[] {
  return [
    deny(
      "BoundariesStay",
      ["iam:Create*", "iam:Delete*", "iam:Set*", "iam:Tag*", "iam:Untag*"],
      [`arn:aws:iam::${accountId}:policy/boundary/*`],
    ),
    deny("BoundariesStayOn", ["iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary"]),
    deny("StateIsTerraforms", ["s3:*"], [`arn:aws:s3:::${company}-${account}-tfstate-*`]),
    deny("LocksAreTerraforms", ["dynamodb:*"], [`arn:aws:dynamodb:*:${accountId}:table/${company}-tflock`]),
    deny("AuditStays", auditServices),
    deny("KeysStay", ["kms:DisableKey", "kms:ScheduleKeyDeletion"]),
  ];
}

const peopleOfProd = [
  ...["iam:Add*", "iam:Attach*", "iam:Create*", "iam:Delete*", "iam:Detach*", "iam:Pass*", "iam:Put*", "iam:Remove*"],
  ...["iam:Set*", "iam:Update*", "iam:Upload*", "kms:PutKeyPolicy", "s3:DeleteBucket", "s3:DeleteBucketPolicy"],
  ...["s3:PutBucketPolicy", "secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue"],
];

function statementsOf(name: BoundaryName, props: BoundariesProps): readonly Statement[] {
  const { accountId } = props;
  const boundary = `arn:aws:iam::${accountId}:policy/boundary/developer-boundary`;
  switch (name) {
    case "workload":
      return [
        allBut(["iam:*", ...elsewhere]),
        readIam,
        ...guards(props).filter(({ Sid }) => !Sid.endsWith("Terraforms")),
      ];
    case "developer":
      return [
        { Sid: "Cap", Effect: "Allow", Action: ["*"], Resource: ["*"] },
        deny("OrganizationIsElsewhere", elsewhere),
        ...guards(props),
        {
          ...deny("NewRolesAreCapped", [
            "iam:CreateRole",
            "iam:CreateUser",
            "iam:PutRolePermissionsBoundary",
            "iam:PutUserPermissionsBoundary",
          ]),
          Condition: { StringNotEquals: { "iam:PermissionsBoundary": boundary } },
        },
      ];
    case "prod":
      return [
        allBut([...elsewhere]),
        deny("OrganizationIsElsewhere", elsewhere),
        deny("NotByPeople", peopleOfProd),
        ...guards(props),
      ];
    case "break-glass":
      return [allBut(elsewhere), ...guards(props).filter(({ Sid }) => /Stay/.test(Sid))];
  }
}

export const boundaryName = (name: BoundaryName): string => `${name}-boundary`;

/** ARN of a boundary of an account; the secondary region's stacks and later layers compose it. */
export const boundaryArn = (accountId: string, name: BoundaryName): string =>
  `arn:aws:iam::${accountId}:policy/boundary/${boundaryName(name)}`;

/** Permissions boundaries under /boundary/, which nothing that they cap can change. */
export class Boundaries extends Construct {
  private readonly arns = new Map<BoundaryName, string>();

  constructor(scope: Construct, id: string, props: BoundariesProps) {
    super(scope, id);
    for (const name of props.names) {
      const policy = new IamPolicy(this, name, {
        name: boundaryName(name),
        path: "/boundary/",
        description: `Permissions boundary: ${name}`,
        policy: policyDocument(statementsOf(name, props)),
      });
      this.arns.set(name, policy.arn);
    }
  }

  /** Reference to a boundary, so that the role which wears it is made after it. @throws when the account has no such boundary */
  arn(name: BoundaryName): string {
    const arn = this.arns.get(name);
    if (arn === undefined) throw new Error(`this account has no boundary "${name}"; name it in the stack's boundaries`);
    return arn;
  }
}
