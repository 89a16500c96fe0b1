import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import { policyDocument } from "../../lib/policy";

export interface ApproversProps {
  /** Name of the policy, e.g. `prod-approvers`. */
  readonly name: string;
  /** Pipeline whose approval stage the policy opens. */
  readonly pipelineName: string;
  readonly region: string;
  readonly accountId: string;
}

/** The right to approve a release, and nothing else; permission sets refer to it by name. */
export class Approvers extends Construct {
  constructor(scope: Construct, id: string, { name, pipelineName, region, accountId }: ApproversProps) {
    super(scope, id);
    new IamPolicy(this, "Resource", {
      name,
      description: "Approves or rejects releases in the pipeline's approval stage",
      policy: policyDocument([
        {
          Sid: "Approve",
          Effect: "Allow",
          Action: ["codepipeline:PutApprovalResult"],
          Resource: [`arn:aws:codepipeline:${region}:${accountId}:${pipelineName}/Approval/*`],
        },
      ]),
    });
  }
}
