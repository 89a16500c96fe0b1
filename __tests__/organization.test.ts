import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { layers, reads } from "../src/accounts/order";
import { synthesize } from "../src/accounts/synthesize";
import { assemble, company, companyInc } from "../src/config";
import { slot } from "../src/config/company-inc/addresses";
import { platform } from "./support/platform";
import { inTemporaryFolder, synthesized, type TerraformJson, written } from "./support/synthesized";

const stacks = synthesized(platform());
const ids = Object.keys(stacks);
const workloadLayers = ["bootstrap", "foundation", "network", "eks", "atlas", "edge"];

/** Stack ids whose state a stack reads. */
const readBy = (stack: TerraformJson): readonly string[] =>
  Object.values((stack["data"]?.terraform_remote_state ?? {}) as Record<string, TerraformJson>).map((state) =>
    String(state["config"].key ?? state["config"].path)
      .replace(/^.*\//, "")
      .replace(/\.tfstate$/, ""),
  );

/** type.name -> attributes of every resource. */
const resources = (stack: TerraformJson): Readonly<Record<string, TerraformJson>> =>
  Object.fromEntries(
    Object.entries((stack["resource"] ?? {}) as Record<string, Record<string, TerraformJson>>).flatMap(
      ([type, byName]) => Object.entries(byName).map(([name, attributes]) => [`${type}.${name}`, attributes] as const),
    ),
  );

test("the organization has exactly its stacks (ACC-02, NET-02, EKS-06)", () => {
  const expected = [
    ...["bootstrap", "organization", "identity"].map((layer) => `management-${layer}`),
    "security-bootstrap",
    "log-archive-bootstrap",
    ...["dev", "staging", "prod"].flatMap((account) => workloadLayers.map((layer) => `${account}-${layer}`)),
    ...workloadLayers.map((layer) => `prod-${layer}-usw2`),
  ];
  expect(ids.toSorted()).toEqual(expected.toSorted());
});

test.each(ids)(
  "%s has one backend, pinned providers, one account and the six tags (ACC-01, ACC-07, ACC-14, ACC-17)",
  (id) => {
    const { terraform, provider } = stacks[id] as TerraformJson;
    expect(Object.keys(terraform.backend)).toHaveLength(1);
    for (const { version } of Object.values(terraform.required_providers as Record<string, { version: string }>)) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
    for (const aws of provider.aws) {
      expect(aws.allowed_account_ids).toHaveLength(1);
      expect(Object.keys(aws.default_tags[0].tags).toSorted()).toEqual([
        "Component",
        "CostCenter",
        "Environment",
        "ManagedBy",
        "Owner",
        "Project",
      ]);
    }
  },
);

test("every reader goes where the order table says, in its own account and region (ACC-18)", () => {
  const edges = ids.flatMap((id) => readBy(stacks[id] as TerraformJson).map((producer) => [id, producer] as const));
  expect(edges.length).toBeGreaterThan(10);
  const part = /^(?<account>.+)-(?<layer>[a-z]+)(?<suffix>-[a-z]+\d)?$/;
  const declared = new Map<string, Set<string>>();
  for (const [consumer, producer] of edges) {
    const to = part.exec(consumer)?.groups;
    const from = part.exec(producer)?.groups;
    expect([consumer, from?.["account"], from?.["suffix"]]).toEqual([consumer, to?.["account"], to?.["suffix"]]);
    const layer = to?.["layer"] ?? "";
    declared.set(layer, (declared.get(layer) ?? new Set()).add(from?.["layer"] ?? ""));
  }
  const table = Object.fromEntries(Object.entries(reads).filter(([, producers]) => producers.length > 0));
  expect(Object.fromEntries([...declared].map(([layer, producers]) => [layer, [...producers].toSorted()]))).toEqual(
    Object.fromEntries(Object.entries(table).map(([layer, producers]) => [layer, [...producers].toSorted()])),
  );
});

test("the order table goes forward", () => {
  for (const [layer, producers] of Object.entries(reads)) {
    for (const producer of producers)
      expect(layers.indexOf(producer)).toBeLessThan(layers.indexOf(layer as (typeof layers)[number]));
  }
});

test("what a stack reads, its producer declares under that name, described and not sensitive (ACC-18)", () => {
  const reference = /data\.terraform_remote_state\.([\w-]+)\.outputs\.(\w+)/g;
  const uses = Object.entries(written(platform())).flatMap(([id, text]) =>
    [...text.matchAll(reference)].map(([, producer = "", output = ""]) => ({ id, producer, output })),
  );
  expect(uses.length).toBeGreaterThan(50);
  for (const { id, producer, output } of uses) {
    expect(readBy(stacks[id] as TerraformJson)).toContain(producer);
    const declared = stacks[producer]?.["output"]?.[output];
    expect({ id, producer, output, declared: declared !== undefined }).toEqual({
      id,
      producer,
      output,
      declared: true,
    });
    expect(declared.description).toMatch(/\S/);
    expect(declared.sensitive).toBeUndefined();
  }
});

test("no output has a name that cdktf made up (ACC-18)", () => {
  for (const stack of Object.values(stacks)) {
    for (const name of Object.keys(stack["output"] ?? {})) expect(name).not.toMatch(/cross-stack|[A-F0-9]{8}$/);
  }
});

test("a secondary stack reads no state of the primary region, and names no resource there (ACC-18)", () => {
  for (const id of ids.filter((one) => one.endsWith("-usw2"))) {
    const stack = stacks[id] as TerraformJson;
    for (const state of Object.values((stack["data"]?.terraform_remote_state ?? {}) as Record<string, TerraformJson>)) {
      expect([id, state["config"].region ?? "us-west-2"]).toEqual([id, "us-west-2"]);
    }
    expect(stack["provider"].aws[0].region).toBe("us-west-2");
  }
});

test("the same configuration gives the same bytes", () => {
  expect(written(platform())).toEqual(written(platform()));
});

test("working directory, time zone and locale change nothing", () => {
  inTemporaryFolder((folder) => {
    const here = join(folder, "here");
    synthesize(assemble(company), { outdir: here, format: "json" });
    const there = join(folder, "there");
    const root = resolve(__dirname, "..");
    execFileSync(process.execPath, ["--import", require.resolve("tsx"), join(root, "main.ts"), "--outdir", there], {
      cwd: join(root, "docs"),
      env: { ...process.env, TZ: "Asia/Kathmandu", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" },
    });
    for (const id of readdirSync(join(here, "stacks"))) {
      const file = join("stacks", id, "cdk.tf.json");
      expect(readFileSync(join(there, file), "utf8")).toBe(readFileSync(join(here, file), "utf8"));
    }
  });
});

test("a fourth workload account is one entry, and moves nothing of the others", () => {
  const { account } = companyInc.workloads["dev"] ?? {};
  if (account === undefined) throw new Error("no dev");
  const own = { id: "888888888888", email: "aws-sandbox@company-inc.example", environment: "sandbox" };
  const sandbox = {
    account: { ...account, ...own },
    addresses: slot(3),
    eks: { runner: { enabled: true } },
    foundation: { buildProjects: ["build", "runner"] },
    atlas: { acceptConnectionRisk: { by: "platform-engineering", reason: "a handful of pods" } },
  };
  const larger = assemble({ ...companyInc, workloads: { ...companyInc.workloads, sandbox } });
  const after = synthesized(larger);
  for (const layer of workloadLayers) expect(Object.keys(after)).toContain(`sandbox-${layer}`);
  for (const id of ids.filter((one) => !one.startsWith("management-"))) expect(after[id]).toEqual(stacks[id]);
  const before = resources(stacks["management-organization"] as TerraformJson);
  expect(Object.keys(resources(after["management-organization"] as TerraformJson))).toEqual(
    expect.arrayContaining(Object.keys(before)),
  );
});

test("a further zone moves no existing address, id or subnet", () => {
  const larger = platform();
  larger.zones["us-east-1"] = { zones: ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"] };
  const before = resources(stacks["prod-network"] as TerraformJson);
  const after = resources(synthesized(larger)["prod-network"] as TerraformJson);
  for (const [address, attributes] of Object.entries(before)) {
    expect(Object.keys(after)).toContain(address);
    if (address.startsWith("aws_subnet.")) expect(after[address]).toEqual(attributes);
  }
});

test("a synthesis removes what an earlier one left, and nothing of Terraform's", () => {
  inTemporaryFolder((outdir) => {
    synthesize(platform(), { outdir, format: "json" });
    const gone = platform();
    delete gone.audit.security;
    writeFileSync(join(outdir, "stacks", "security-bootstrap", "kept.tfstate"), "{}");
    synthesize(gone, { outdir, format: "json" });
    expect(readdirSync(join(outdir, "stacks", "security-bootstrap"))).toEqual(["kept.tfstate"]);
    synthesize(gone, { outdir, format: "hcl" });
    expect(existsSync(join(outdir, "stacks", "dev-network", "cdk.tf.json"))).toBe(false);
    expect(existsSync(join(outdir, "stacks", "dev-network", "cdk.tf"))).toBe(true);
  });
});
