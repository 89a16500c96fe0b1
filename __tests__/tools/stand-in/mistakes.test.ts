import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assemble, companyInc } from "../../../src/config";
import { terraformEnvironment } from "../../../tools/rehearsal/environment";
import { synthesizeInto } from "../../../tools/rehearsal/synthesis";
import { terraform } from "../../../tools/rehearsal/terraform";
import { type Attached, attach, typesOf } from "../../../tools/stand-in";
import { findTerraform } from "../../../tools/terraform/find.cjs";

type Block = Record<string, unknown>;
type Stack = {
  resource: Record<string, Record<string, Block>>;
  output: Record<string, Block>;
  provider: Record<string, Block[]>;
  data: Record<string, Record<string, Block>>;
};

/** The one or the first resource of a type, to be damaged. */
const first = (stack: Stack, type: string): Block => Object.values(stack.resource[type]!)[0]!;
const nameOf = (stack: Stack, type: string): string => Object.keys(stack.resource[type]!)[0]!;

/** What Terraform's core or the stand-ins see without a plan; each by the words of the refusal. */
const caught: readonly (readonly [string, (stack: Stack) => void, RegExp])[] = [
  [
    "an unknown attribute",
    (s) => {
      first(s, "aws_vpc")["cidr_blok"] = "10.0.0.0/16";
    },
    /cidr_blok/,
  ],
  [
    "an unknown block",
    (s) => {
      first(s, "aws_flow_log")["destinations"] = [{ format: "text" }];
    },
    /destinations/,
  ],
  [
    "an unknown attribute in a block",
    (s) => {
      first(s, "aws_flow_log")["destination_options"] = [{ formt: "text" }];
    },
    /formt|file_format/,
  ],
  [
    "an unknown resource type",
    (s) => {
      s.resource["aws_vpcs"] = { x: {} };
    },
    /Invalid resource type/,
  ],
  [
    "an unknown data source type",
    (s) => {
      s.data["aws_vpcz"] = { x: {} };
    },
    /Invalid data source/,
  ],
  [
    "a missing required attribute",
    (s) => {
      delete first(s, "aws_network_acl_rule")["rule_number"];
    },
    /rule_number/,
  ],
  [
    "a required attribute that is null",
    (s) => {
      first(s, "aws_network_acl_rule")["rule_number"] = null;
    },
    /rule_number/,
  ],
  [
    "text for a number",
    (s) => {
      first(s, "aws_network_acl_rule")["rule_number"] = "many";
    },
    /number is required/,
  ],
  [
    "text for a truth value",
    (s) => {
      first(s, "aws_vpc")["enable_dns_support"] = "maybe";
    },
    /bool is required/,
  ],
  [
    "a list for text",
    (s) => {
      first(s, "aws_vpc")["cidr_block"] = ["10.0.0.0/16"];
    },
    /string required|string is required/,
  ],
  [
    "a value for a computed attribute",
    (s) => {
      first(s, "aws_vpc")["arn"] = "arn:aws:ec2:us-east-1:555555555555:vpc/vpc-1";
    },
    /unconfigurable/,
  ],
  [
    "two of a block that comes once",
    (s) => {
      first(s, "aws_instance")["metadata_options"] = [{ http_tokens: "required" }, { http_tokens: "required" }];
    },
    /Too many|No more than/,
  ],
  [
    "a reference to a resource that does not exist",
    (s) => {
      first(s, "aws_subnet")["vpc_id"] = "${aws_vpc.nowhere.id}";
    },
    /undeclared resource/,
  ],
  [
    "a reference to an attribute that does not exist",
    (s) => {
      first(s, "aws_subnet")["vpc_id"] = `\${aws_vpc.${nameOf(s, "aws_vpc")}.vpcid}`;
    },
    /Unsupported attribute/,
  ],
  [
    "a reference to a data source that does not exist",
    (s) => {
      first(s, "aws_subnet")["vpc_id"] = "${data.aws_vpc.nowhere.id}";
    },
    /undeclared resource/,
  ],
  [
    "a cycle",
    (s) => {
      first(s, "aws_vpc")["tags"] = { a: `\${aws_internet_gateway.${nameOf(s, "aws_internet_gateway")}.id}` };
    },
    /Cycle/,
  ],
  [
    "a function that does not exist",
    (s) => {
      first(s, "aws_vpc")["cidr_block"] = '${cidrsubnetz("10.0.0.0/8", 8, 1)}';
    },
    /cidrsubnetz/,
  ],
  [
    "a broken expression",
    (s) => {
      first(s, "aws_vpc")["cidr_block"] = "${1 +}";
    },
    /Invalid expression/,
  ],
  [
    "ignore_changes of an attribute that does not exist",
    (s) => {
      first(s, "aws_vpc")["lifecycle"] = { ignore_changes: ["cidr_blocks"] };
    },
    /cidr_blocks/,
  ],
  [
    "a provider alias that does not exist",
    (s) => {
      first(s, "aws_vpc")["provider"] = "aws.west";
    },
    /aws\.west|Provider configuration not present/,
  ],
  [
    "depends_on of what does not exist",
    (s) => {
      first(s, "aws_vpc")["depends_on"] = ["aws_vpc.nowhere"];
    },
    /nowhere/,
  ],
  [
    "count and for_each together",
    (s) => {
      Object.assign(first(s, "aws_vpc"), { count: 1, for_each: {} });
    },
    /count.*for_each|for_each.*count|mutually exclusive/s,
  ],
  [
    "an output of what does not exist",
    (s) => {
      s.output["vpc_id"]!["value"] = "${aws_vpc.nowhere.id}";
    },
    /undeclared resource/,
  ],
  [
    "a block that is no CIDR",
    (s) => {
      first(s, "aws_vpc")["cidr_block"] = "10.0.0.0/33";
    },
    /prefix longer/,
  ],
  [
    "a block with host bits",
    (s) => {
      first(s, "aws_vpc")["cidr_block"] = "10.0.0.1/16";
    },
    /starts at\s+10\.0\.0\.0\/16/,
  ],
  [
    "a VPC of a size that EC2 does not take",
    (s) => {
      first(s, "aws_vpc")["cidr_block"] = "10.0.0.0/8";
    },
    /no size that EC2 takes/,
  ],
  [
    "an address range without a mask in a rule",
    (s) => {
      first(s, "aws_network_acl_rule")["cidr_block"] = "10.0.0.0";
    },
    /not a CIDR/,
  ],
  [
    "an enumeration misspelt",
    (s) => {
      first(s, "aws_flow_log")["traffic_type"] = "EVERYTHING";
    },
    /write one of ACCEPT/,
  ],
  [
    "a role ARN that is none",
    (s) => {
      first(s, "aws_flow_log")["iam_role_arn"] = "role/flow-logs";
    },
    /not an ARN/,
  ],
  [
    "a role's name too long",
    (s) => {
      s.resource["aws_iam_role"] = {
        x: { name: "a".repeat(65), assume_role_policy: '${jsonencode({Version="2012-10-17",Statement=[]})}' },
      };
    },
    /no role name/,
  ],
  [
    "a trust policy without a principal",
    (s) => {
      s.resource["aws_iam_role"] = {
        x: {
          assume_role_policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "sts:AssumeRole" }],
          }),
        },
      };
    },
    /without\s+Principal/,
  ],
  [
    "a policy that is no JSON",
    (s) => {
      s.resource["aws_iam_role"] = { x: { assume_role_policy: "{" } };
    },
    /is not JSON/,
  ],
  [
    "a provider's account id of eleven digits",
    (s) => {
      s.provider["aws"]![0]!["allowed_account_ids"] = ["55555555555"];
    },
    /not an AWS account id/,
  ],
  [
    "an unknown provider attribute",
    (s) => {
      s.provider["aws"]![0]!["regoin"] = "us-east-1";
    },
    /regoin/,
  ],
];

let root: string;
let folder: string;
let whole: string;
let attached: Attached;
const executable = findTerraform();

const run = (...args: readonly string[]) =>
  terraform(args, {
    executable,
    folder,
    environment: terraformEnvironment(root, { configuration: join(root, "terraform.rc"), reattach: attached.reattach }),
  });

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "mistakes-"));
  synthesizeInto(assemble(companyInc), join(root, "out"));
  folder = join(root, "out/stacks/dev-network");
  whole = readFileSync(join(folder, "cdk.tf.json"), "utf8");
  writeFileSync(join(root, "terraform.rc"), "disable_checkpoint = true\n");
  mkdirSync(join(root, "s"));
  const { aws } = typesOf(folder);
  const resource = [...(aws?.resource ?? []), "aws_iam_role"];
  attached = await attach({
    ledger: join(root, "ledger"),
    stack: "dev-network",
    types: { aws: { resource: [...new Set(resource)], data: aws?.data ?? [] } },
    socketFolder: join(root, "s"),
  });
  const { code, stderr } = await run("init", "-backend=false", "-input=false", "-no-color");
  if (code !== 0) throw new Error(stderr);
});

afterAll(() => {
  attached.close();
  rmSync(root, { recursive: true, force: true });
});

test("the stack as it is passes", async () => {
  writeFileSync(join(folder, "cdk.tf.json"), whole);
  const { code, stderr } = await run("validate", "-no-color");
  expect(stderr).toBe("");
  expect(code).toBe(0);
});

test.each(caught)("%s is caught at validate", async (_name, damage, words) => {
  const stack = JSON.parse(whole) as Stack;
  damage(stack);
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(stack, null, 1));
  const { code, stderr, stdout } = await run("validate", "-no-color");
  expect(code).toBe(1);
  expect((stderr + stdout).replaceAll(/\s+/g, " ")).toMatch(words);
});
