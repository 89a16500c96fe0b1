import { Testing } from "cdktf";
import { type Contract, contract, list, map, type Publication, text } from "../../src/contracts";
import type { Layer } from "../../src/lib/layers";
import { BaseStack, type StackScope } from "../../src/stacks/base-stack";

const promised = contract("network", {
  vpc_id: text("the VPC"),
  hosts: list("hosts"),
  subnet_ids: map("subnets by zone"),
});

const scope: StackScope = {
  company: "acme",
  account: { name: "prod", id: "123456789012" },
  region: { name: "us-west-2", zones: ["us-west-2a", "us-west-2b"] },
  primaryRegion: "us-east-1",
  backend: { kind: "s3", lock: "both" },
  tags: { Environment: "production", Project: "acme", Owner: "team", CostCenter: "1", ManagedBy: "cdktf" },
  assumeRole: "acme-terraform-deploy",
};

class Probe extends BaseStack {
  hand<C extends Contract>(to: C, values: Publication<C>): void {
    this.publish(to, values);
  }
  take() {
    return this.read(promised);
  }
}

const stack = (layer: Layer, changes: Partial<StackScope> = {}) =>
  new Probe(Testing.app(), layer, { ...scope, ...changes });
const synthesized = (probe: Probe) => JSON.parse(Testing.synth(probe));
const role = "arn:aws:iam::123456789012:role/acme-terraform-deploy";

test("a stack is pinned to one account and region and tags everything (ACC-14, ACC-07)", () => {
  const [provider] = synthesized(stack("eks")).provider.aws;
  expect(provider).toMatchObject({
    region: "us-west-2",
    allowed_account_ids: ["123456789012"],
    assume_role: [{ role_arn: role }],
  });
  expect(provider.default_tags[0].tags).toEqual({ ...scope.tags, Component: "eks" });
});

test("state lies in the stack's own account and region, locked both ways (ACC-17)", () => {
  expect(synthesized(stack("network")).terraform.backend.s3).toEqual({
    bucket: "acme-prod-tfstate-usw2",
    key: "prod-network-usw2.tfstate",
    region: "us-west-2",
    encrypt: true,
    kms_key_id: "alias/acme-tfstate",
    dynamodb_table: "acme-tflock",
    use_lockfile: true,
    assume_role: { role_arn: role },
  });
});

test.each([
  ["dynamodb", "acme-tflock", undefined],
  ["lockfile", undefined, true],
] as const)("lock %s uses that lock alone", (lock, table, lockfile) => {
  const { s3 } = synthesized(stack("network", { backend: { kind: "s3", lock } })).terraform.backend;
  expect([s3.dynamodb_table, s3.use_lockfile]).toEqual([table, lockfile]);
});

test("a bootstrap that has no bucket yet keeps its state in a relative file", () => {
  const { terraform } = synthesized(stack("bootstrap", { backend: { kind: "local" } }));
  expect(terraform.backend.local).toEqual({ path: "../../../bootstrap-state/prod-bootstrap-usw2.tfstate" });
});

test("HCP Terraform gets a workspace for each stack, and the run's own role (ACC-19)", () => {
  const probe = stack("eks", { backend: { kind: "cloud", organization: "acme" } });
  probe.take();
  const { terraform, provider, data } = synthesized(probe);
  expect(terraform.backend).toBeUndefined();
  expect(terraform.cloud).toEqual({ organization: "acme", workspaces: { name: "prod-eks-usw2", project: "prod" } });
  expect(provider.aws[0].assume_role).toBeUndefined();
  expect(data.terraform_remote_state["prod-network-usw2"]).toMatchObject({
    backend: "remote",
    config: { organization: "acme", workspaces: { name: "prod-network-usw2" } },
  });
});

test("without a role the caller's own credentials are used", () => {
  const { assumeRole: _, ...rest } = scope;
  const probe = new Probe(Testing.app(), "bootstrap", rest);
  expect(synthesized(probe).provider.aws[0].assume_role).toBeUndefined();
});

test("outputs have exactly the promised names, are described and not sensitive (ACC-18)", () => {
  const probe = stack("network");
  probe.hand(promised, { vpc_id: "vpc-1", hosts: ["a"], subnet_ids: { "us-west-2a": "subnet-1" } });
  expect(synthesized(probe).output).toEqual({
    vpc_id: { value: "vpc-1", description: "the VPC" },
    hosts: { value: ["a"], description: "hosts" },
    subnet_ids: { value: { "us-west-2a": "subnet-1" }, description: "subnets by zone" },
  });
});

test("a reader names the producer's state and reads its outputs by name and key (ACC-18)", () => {
  const probe = stack("eks");
  const network = probe.take();
  expect(synthesized(probe).data.terraform_remote_state["prod-network-usw2"]).toEqual({
    backend: "s3",
    config: {
      bucket: "acme-prod-tfstate-usw2",
      key: "prod-network-usw2.tfstate",
      region: "us-west-2",
      encrypt: true,
      kms_key_id: "alias/acme-tfstate",
      assume_role: { role_arn: role },
    },
  });
  probe.hand(contract("eks", { id: text(""), hosts: list(""), subnet: text("") }), {
    id: network.vpc_id,
    hosts: network.hosts,
    subnet: network.subnet_ids.at("us-west-2a"),
  });
  const { output } = synthesized(probe);
  const outputs = "data.terraform_remote_state.prod-network-usw2.outputs";
  expect(output.id.value).toBe(`\${${outputs}.vpc_id}`);
  expect(output.hosts.value).toBe(`\${${outputs}.hosts}`);
  expect(output.subnet.value).toBe(`\${${outputs}.subnet_ids["us-west-2a"]}`);
});

test("the supported Terraform versions are pinned (ACC-20)", () => {
  expect(synthesized(stack("eks")).terraform.required_version).toBe(">= 1.11.0, < 2.0.0");
});
