import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ledger, schemasOf, standIn } from "../../../tools/stand-in";
import { ProviderError } from "../../../tools/stand-in/protocol/provider";
import { type Fields, textOf, Unknown } from "../../../tools/stand-in/protocol/values";

let root: string;
let types: Parameters<typeof schemasOf>[1];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "ledger-"));
  types = {
    aws: { resource: ["aws_vpc", "aws_iam_role", "aws_dynamodb_table"], data: ["aws_iam_policy_document", "aws_vpc"] },
  };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function aws(account = "555555555555") {
  const provider = standIn("aws", { ledger: join(root, "ledger"), stack: `of-${account}`, types });
  provider.configure({
    region: "us-east-1",
    allowed_account_ids: [account],
    default_tags: [{ tags: { Owner: "platform", Layer: "default" } }],
  });
  return provider;
}

/** Every attribute null but for the given ones. */
function blank(type: string, given: Fields): Fields {
  const { attributes, block_types } = schemasOf("aws", types).resource[type]!.block;
  const nulls = Object.fromEntries(Object.keys(attributes).map((name) => [name, null]));
  const blocks = Object.fromEntries(
    Object.entries(block_types).map(([name, { nesting_mode }]) => [name, nesting_mode === "single" ? null : []]),
  );
  return { ...nulls, ...blocks, ...given };
}

async function make(provider: ReturnType<typeof aws>, type: string, given: Fields): Promise<Fields> {
  const config = blank(type, given);
  const { planned } = provider.plan(type, { prior: null, proposed: config, config });
  return (await provider.apply(type, { prior: null, planned, config }))!;
}

test("an object has an id and an ARN of its account and region, and default tags below its own", async () => {
  const vpc = await make(aws(), "aws_vpc", { cidr_block: "10.0.0.0/16", tags: { Layer: "own" } });
  expect(vpc["id"]).toMatch(/^vpc-0[0-9a-f]{16}$/);
  expect(vpc["arn"]).toBe(`arn:aws:ec2:us-east-1:555555555555:vpc/${textOf(vpc["id"])}`);
  expect(vpc["tags_all"]).toEqual({ Owner: "platform", Layer: "own" });
  expect(vpc["region"]).toBe("us-east-1");
});

test("what the provider decides is unknown in the plan, and a plan of what exists is what exists", async () => {
  const provider = aws();
  const config = blank("aws_vpc", { cidr_block: "10.0.0.0/16" });
  const { planned } = provider.plan("aws_vpc", { prior: null, proposed: config, config });
  expect(planned?.["id"]).toBeInstanceOf(Unknown);
  const state = (await provider.apply("aws_vpc", { prior: null, planned, config }))!;
  expect(provider.plan("aws_vpc", { prior: state, proposed: state, config })).toEqual({ planned: state, replaces: [] });
});

test("a change of a fixed attribute replaces, another does not", async () => {
  const provider = aws();
  const state = await make(provider, "aws_vpc", { cidr_block: "10.0.0.0/16" });
  const changed = (given: Fields) =>
    provider.plan("aws_vpc", { prior: state, proposed: { ...state, ...given }, config: { ...state, ...given } });
  expect(changed({ cidr_block: "10.1.0.0/16" }).replaces).toEqual([["cidr_block"]]);
  expect(changed({ enable_dns_support: false }).replaces).toEqual([]);
});

test("read sees what somebody changed or deleted outside of Terraform", async () => {
  const provider = aws();
  const state = await make(provider, "aws_vpc", { cidr_block: "10.0.0.0/16" });
  const ledger = new Ledger(join(root, "ledger"));
  const [object] = ledger.objects("aws_vpc");
  ledger.put({ ...object!, attributes: { ...state, enable_dns_support: false } });
  expect(provider.read("aws_vpc", state)?.["enable_dns_support"]).toBe(false);
  ledger.remove("aws_vpc", object!, state);
  expect(provider.read("aws_vpc", state)).toBeNull();
});

test("equal configurations make different VPCs, but a name exists once in an account", async () => {
  const provider = aws();
  const [one, two] = [
    await make(provider, "aws_vpc", { cidr_block: "10.0.0.0/16" }),
    await make(provider, "aws_vpc", { cidr_block: "10.0.0.0/16" }),
  ];
  expect(one["id"]).not.toBe(two["id"]);
  const role = { name: "deploy", assume_role_policy: "{}" };
  await make(provider, "aws_iam_role", role);
  await expect(make(provider, "aws_iam_role", role)).rejects.toThrow(ProviderError);
  const elsewhere = await make(aws("666666666666"), "aws_iam_role", role);
  expect(elsewhere["arn"]).toBe("arn:aws:iam::666666666666:role/deploy");
});

test("an object with deletion protection cannot be deleted", async () => {
  const provider = aws();
  const table = await make(provider, "aws_dynamodb_table", {
    name: "lock",
    hash_key: "LockID",
    deletion_protection_enabled: true,
  });
  const remove = (prior: Fields) => provider.apply("aws_dynamodb_table", { prior, planned: null, config: null });
  await expect(remove(table)).rejects.toThrow("protected from deletion");
  expect(await remove({ ...table, deletion_protection_enabled: false })).toBeNull();
  expect(new Ledger(join(root, "ledger")).objects()).toEqual([]);
});

test("import finds objects by their id in the provider's account only", async () => {
  const vpc = await make(aws(), "aws_vpc", { cidr_block: "10.0.0.0/16" });
  expect(aws().importObject("aws_vpc", textOf(vpc["id"]))).toEqual(vpc);
  expect(() => aws("666666666666").importObject("aws_vpc", textOf(vpc["id"]))).toThrow(ProviderError);
  expect(() => aws().importObject("aws_vpc", "vpc-0")).toThrow("non-existent");
});

test("a data source describes the object that fits its arguments", async () => {
  const vpc = await make(aws(), "aws_vpc", { cidr_block: "10.7.0.0/16" });
  expect(aws().readData("aws_vpc", { cidr_block: "10.7.0.0/16" })["id"]).toBe(vpc["id"]);
});

test("a policy document is really rendered", () => {
  const { json } = aws().readData("aws_iam_policy_document", {
    statement: [
      {
        sid: "Read",
        effect: "Allow",
        actions: ["s3:GetObject", "s3:ListBucket"],
        resources: ["arn:aws:s3:::a"],
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["true"] }],
      },
    ],
  });
  expect(JSON.parse(textOf(json))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Read",
        Effect: "Allow",
        Action: ["s3:ListBucket", "s3:GetObject"],
        Resource: "arn:aws:s3:::a",
        Condition: { Bool: { "aws:SecureTransport": "true" } },
      },
    ],
  });
});

test("the provider refuses a role of an account that is not allowed", () => {
  expect(() =>
    standIn("aws", { ledger: root, stack: "x", types }).configure({
      region: "us-east-1",
      allowed_account_ids: ["555555555555"],
      assume_role: [{ role_arn: "arn:aws:iam::666666666666:role/deploy" }],
    }),
  ).toThrow("account ID not allowed");
});
