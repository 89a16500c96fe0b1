import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { accountRoot, type Condition, onlyPrincipals, policyDocument, type Statement } from "../lib/policy";

/** An AWS service that uses the key in its own name. */
export interface KeyService {
  /** Service principals, e.g. `logs.us-east-1.amazonaws.com`. */
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  /** What ties the use to this account. */
  readonly condition: Condition;
}

export interface CustomerKeyProps {
  /** Alias without `alias/`, e.g. `acme-ebs`. */
  readonly alias: string;
  readonly description: string;
  /** Twelve digits of the account that the key lives in. */
  readonly accountId: string;
  /** ARN patterns of roles of the account that may encrypt and decrypt; their own policies have to allow it as well. */
  readonly users: readonly string[];
  /** Lets the users hand the key on to AWS services (volumes, registries, databases). @default false */
  readonly grantsToServices?: boolean;
  /** Services that use the key by themselves, by a name for the statement. @default none */
  readonly services?: Readonly<Record<string, KeyService>>;
}

/** Days between the order to delete a key and its end; the longest that KMS offers. */
const deletionWindowInDays = 30;

// The list that AWS gives to key administrators. Without it on the account root a key can lock everybody out:
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
const administration = [
  ...["Create", "Describe", "Enable", "List", "Put", "Update", "Revoke", "Disable", "Get", "Delete"].map(
    (verb) => `kms:${verb}*`,
  ),
  "kms:TagResource",
  "kms:UntagResource",
  "kms:ScheduleKeyDeletion",
  "kms:CancelKeyDeletion",
];

const use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];

function statements({
  accountId,
  users,
  grantsToServices = false,
  services = {},
}: CustomerKeyProps): readonly Statement[] {
  const root = accountRoot(accountId);
  const narrowed = onlyPrincipals(users);
  const toServices: Statement = {
    Sid: "GrantToServices",
    Effect: "Allow",
    Principal: root,
    Action: ["kms:CreateGrant"],
    Resource: ["*"],
    Condition: { ...narrowed, Bool: { "kms:GrantIsForAWSResource": "true" } },
  };
  return [
    { Sid: "Administer", Effect: "Allow", Principal: root, Action: administration, Resource: ["*"] },
    ...(users.length === 0
      ? []
      : [{ Sid: "Use", Effect: "Allow", Principal: root, Action: use, Resource: ["*"], Condition: narrowed } as const]),
    ...(grantsToServices ? [toServices] : []),
    ...Object.entries(services).map(
      ([name, { principals, actions, condition }]): Statement => ({
        Sid: name,
        Effect: "Allow",
        Principal: { Service: principals },
        Action: actions,
        Resource: ["*"],
        Condition: condition,
      }),
    ),
  ];
}

/** A symmetric KMS key of the account with yearly rotation, an alias and a policy that names no principal but the account and AWS services. */
export class CustomerKey extends Construct {
  readonly arn: string;
  readonly key: KmsKey;

  constructor(scope: Construct, id: string, props: CustomerKeyProps) {
    super(scope, id);
    this.key = new KmsKey(this, "Resource", {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays,
      policy: policyDocument(statements(props)),
      lifecycle: { preventDestroy: true },
    });
    new KmsAlias(this, "alias", { name: `alias/${props.alias}`, targetKeyId: this.key.keyId });
    this.arn = this.key.arn;
  }
}
