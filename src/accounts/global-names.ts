import { TerraformResource, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import type { Finding } from "../config/rules/rule";

/** Attribute that holds the name, for types whose names are global: to the account (IAM) or to the world (S3). */
const nameAttributes: Readonly<Record<string, string>> = {
  aws_iam_role: "nameInput",
  aws_iam_policy: "nameInput",
  aws_iam_instance_profile: "nameInput",
  aws_s3_bucket: "bucketInput",
};

interface Named {
  readonly key: string;
  readonly stack: string;
  readonly name: string;
}

function namesIn(stack: TerraformStack, accountId: string): readonly Named[] {
  return stack.node.findAll().flatMap((node): Named[] => {
    if (!TerraformResource.isTerraformResource(node)) return [];
    const attribute = nameAttributes[node.terraformResourceType];
    const name = attribute === undefined ? undefined : (node as unknown as Record<string, unknown>)[attribute];
    if (typeof name !== "string" || Token.isUnresolved(name)) return [];
    const owner = node.terraformResourceType === "aws_s3_bucket" ? "the world" : accountId;
    return [{ key: `${owner}/${node.terraformResourceType}/${name}`, stack: stack.node.id, name }];
  });
}

/** Names that two resources claim although they are global: Terraform notices that at apply only, in the second stack. */
export function globalNameFindings(stacks: readonly (readonly [Construct, string])[]): readonly Finding[] {
  const claims = new Map<string, Named[]>();
  for (const [stack, accountId] of stacks) {
    if (!TerraformStack.isStack(stack)) continue;
    for (const named of namesIn(stack, accountId)) claims.set(named.key, [...(claims.get(named.key) ?? []), named]);
  }
  return [...claims.values()]
    .filter((named) => named.length > 1)
    .map((named) => ({
      path: named.map(({ stack }) => stack).join(", "),
      value: named[0]?.name,
      reason: "these stacks claim one name that can exist only once, which shows at apply and not before",
      mend: "end the name in the account and the region's suffix, or give one of the accounts another name",
    }));
}
