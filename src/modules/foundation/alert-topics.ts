import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Construct } from "constructs";
import { policyDocument } from "../../lib/policy";
import { CustomerKey } from "../customer-key";

export const severities = ["critical", "warning"] as const;

export type Severity = (typeof severities)[number];

export interface AlertTopicsProps {
  readonly company: string;
  /** Key of the account; topics are `<account>-alerts-<severity>`. */
  readonly account: string;
  readonly accountId: string;
  /** ARN patterns of roles that publish or subscribe with the key. */
  readonly users: readonly string[];
}

// The managed key aws/sns admits none of them, and their messages would vanish without an error.
const publishers = ["cloudwatch.amazonaws.com", "events.amazonaws.com", "budgets.amazonaws.com"];

/** Two encrypted topics that alarms, events and budgets of this account may publish to. */
export class AlertTopics extends Construct {
  readonly arns: Readonly<Record<Severity, string>>;
  readonly keyArn: string;

  constructor(scope: Construct, id: string, { company, account, accountId, users }: AlertTopicsProps) {
    super(scope, id);
    const fromHere = { StringEquals: { "aws:SourceAccount": accountId } };
    const key = new CustomerKey(this, "key", {
      alias: `${company}-alerts`,
      description: "alerts CMK",
      accountId,
      users,
      services: {
        Publishers: { principals: publishers, actions: ["kms:Decrypt", "kms:GenerateDataKey*"], condition: fromHere },
      },
    });
    this.keyArn = key.arn;
    const topic = (severity: Severity): string => {
      const { arn } = new SnsTopic(this, severity, {
        name: `${account}-alerts-${severity}`,
        kmsMasterKeyId: key.key.keyId,
      });
      new SnsTopicPolicy(this, `${severity}-policy`, {
        arn,
        policy: policyDocument([
          {
            Sid: "Publish",
            Effect: "Allow",
            Principal: { Service: publishers },
            Action: ["sns:Publish"],
            Resource: [arn],
            Condition: fromHere,
          },
        ]),
      });
      return arn;
    };
    this.arns = { critical: topic("critical"), warning: topic("warning") };
  }
}
