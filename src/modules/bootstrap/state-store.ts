import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import type { Statement } from "../../lib/policy";
import { CustomerKey } from "../customer-key";
import { SecureBucket } from "../secure-bucket";

export interface StateStoreProps {
  /** Name of the bucket, unique in the world. */
  readonly bucketName: string;
  readonly lockTableName: string;
  /** Alias of the key, with `alias/`, as the backends name it. */
  readonly keyAlias: string;
  readonly accountId: string;
  /** ARN patterns of roles that plan and apply: they read, write and lock. */
  readonly writers: readonly string[];
  /** ARN patterns of roles that only plan. @default none */
  readonly readers?: readonly string[];
}

const reading = ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"];

function strangersKeptOut(
  bucketArn: string,
  writers: readonly string[],
  readers: readonly string[],
): readonly Statement[] {
  const common = { Effect: "Deny", Principal: "*", Resource: [bucketArn, `${bucketArn}/*`] } as const;
  const unless = (roles: readonly string[]) => ({ ArnNotLike: { "aws:PrincipalArn": roles } });
  if (readers.length === 0)
    return [{ ...common, Sid: "DeployRolesOnly", Action: ["s3:*"], Condition: unless(writers) }];
  return [
    { ...common, Sid: "DeployRolesOnly", NotAction: reading, Condition: unless(writers) },
    { ...common, Sid: "PlanRolesRead", Action: reading, Condition: unless([...writers, ...readers]) },
  ];
}

/** Where the state of one account in one region lies: bucket, lock table and key, none of them shared with another region. */
export class StateStore extends Construct {
  constructor(scope: Construct, id: string, props: StateStoreProps) {
    super(scope, id);
    const { accountId, writers, readers = [] } = props;
    const key = new CustomerKey(this, "key", {
      alias: props.keyAlias.replace(/^alias\//, ""),
      description: "state CMK",
      accountId,
      users: [...writers, ...readers],
      grantsToServices: true,
    });
    new SecureBucket(this, "bucket", {
      name: props.bucketName,
      kmsKeyArn: key.arn,
      // A state that somebody broke is had back from its versions, also after a quarter of quiet.
      noncurrentDays: 180,
      statements: (arn) => strangersKeptOut(arn, writers, readers),
    });
    new DynamodbTable(this, "lock", {
      name: props.lockTableName,
      billingMode: "PAY_PER_REQUEST",
      hashKey: "LockID",
      attribute: [{ name: "LockID", type: "S" }],
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
      deletionProtectionEnabled: true,
      lifecycle: { preventDestroy: true },
    });
  }
}
