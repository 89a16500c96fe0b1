import type { Evidence, Stack } from "../../tools/requirements/check";

const stack = (resource: Stack["resource"]): Stack => ({ terraform: {}, provider: {}, resource, data: {}, output: {} });

/** A bucket with its policy in one stack of prod, and a file. */
export function evidence(): Evidence {
  const policy = JSON.stringify({
    Statement: [{ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }],
  });
  const stacks = {
    "prod-foundation": stack({
      aws_s3_bucket: { one: { bucket: "a", tags: { "a.b": "c" } } },
      aws_s3_bucket_policy: { one: { policy } },
    }),
  };
  const regions = { primary: "us-east-1", secondary: "us-west-2", tieBreaker: "us-east-2" };
  const config = { regions, audit: {}, workloads: { prod: { depth: 3 } } } as unknown as Evidence["config"];
  return { stacks, files: { "docs/a.md": { text: "words" } }, config, variant: () => evidence() };
}

export const bucket = (from: Evidence) => from.stacks["prod-foundation"]?.resource["aws_s3_bucket"]?.["one"];
