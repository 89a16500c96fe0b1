import { unprotect } from "../../../tools/rehearsal/unprotect";

const stack = {
  resource: {
    aws_kms_key: { key: { lifecycle: { prevent_destroy: true, ignore_changes: ["tags"] } } },
    aws_dynamodb_table: { lock: { deletion_protection_enabled: true }, open: { deletion_protection_enabled: false } },
    aws_vpc: { vpc: { cidr_block: "10.0.0.0/16" } },
  },
};

test("takes out what refuses a destroy, and nothing else", () => {
  const { text, prevented, switched } = unprotect(JSON.stringify(stack));
  expect(prevented).toEqual(["aws_kms_key.key"]);
  expect(switched).toEqual(["aws_dynamodb_table.lock"]);
  expect(JSON.parse(text)).toEqual({
    resource: {
      aws_kms_key: { key: { lifecycle: { ignore_changes: ["tags"] } } },
      aws_dynamodb_table: {
        lock: { deletion_protection_enabled: false },
        open: { deletion_protection_enabled: false },
      },
      aws_vpc: { vpc: { cidr_block: "10.0.0.0/16" } },
    },
  });
});
