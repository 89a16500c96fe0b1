import { App, TerraformStack, Testing } from "cdktf";
import { CustomerKey } from "../../src/modules/customer-key";
import { SecureBucket } from "../../src/modules/secure-bucket";

// biome-ignore lint/suspicious/noExplicitAny: synthesized JSON has no types
type Json = any;

function synth(build: (stack: TerraformStack) => void): Json {
  const stack = new TerraformStack(new App(), "test");
  build(stack);
  return JSON.parse(Testing.synth(stack)).resource;
}

test("a bucket is protected unless told otherwise, and never emptied by force (ACC-16, SEC-09)", () => {
  const kept = synth((stack) => new SecureBucket(stack, "bucket", { name: "b", kmsKeyArn: "arn:key" }));
  const loose = synth(
    (stack) => new SecureBucket(stack, "bucket", { name: "b", kmsKeyArn: "arn:key", protectFromDestroy: false }),
  );
  expect(Object.values(kept.aws_s3_bucket)[0]).toMatchObject({
    force_destroy: false,
    lifecycle: { prevent_destroy: true },
  });
  expect(Object.values(loose.aws_s3_bucket)[0]).not.toHaveProperty("lifecycle");
  expect(Object.values(kept.aws_s3_bucket_versioning)[0]).toMatchObject({
    versioning_configuration: { status: "Enabled" },
  });
});

test("without a key it is AES256, for load-balancer logs (SEC-09)", () => {
  const json = synth((stack) => new SecureBucket(stack, "logs", { name: "b" }));
  const [encryption]: Json[] = Object.values(json.aws_s3_bucket_server_side_encryption_configuration);
  expect(encryption.rule[0].apply_server_side_encryption_by_default).toEqual({ sse_algorithm: "AES256" });
});

test("statements are added to the one that demands TLS (ACC-17)", () => {
  const json = synth(
    (stack) =>
      new SecureBucket(stack, "bucket", {
        name: "b",
        statements: (arn) => [
          { Sid: "More", Effect: "Deny", Principal: "*", Action: ["s3:DeleteBucket"], Resource: [arn] },
        ],
      }),
  );
  const [policy]: Json[] = Object.values(json.aws_s3_bucket_policy);
  expect(JSON.parse(policy.policy).Statement.map(({ Sid }: Json) => Sid)).toEqual(["TlsOnly", "More"]);
});

test("a key without users lets nobody use it, and without grants hands nothing on (ACC-14, ACC-16)", () => {
  const props = { alias: "acme-x", description: "x", accountId: "111111111111" };
  const closed = synth((stack) => new CustomerKey(stack, "key", { ...props, users: [] }));
  const [key]: Json[] = Object.values(closed.aws_kms_key);
  expect(JSON.parse(key.policy).Statement.map(({ Sid }: Json) => Sid)).toEqual(["Administer"]);
  expect(JSON.stringify(key.policy)).not.toMatch(/Decrypt|GenerateDataKey/);
  const [alias]: Json[] = Object.values(closed.aws_kms_alias);
  expect(alias.name).toBe("alias/acme-x");
});
