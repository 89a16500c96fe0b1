import { type Layer, reads as readers } from "../../../src/accounts/order";
import type { Checks, Evidence, Judged } from "../check";
import { ensure, judgedFile, layer, producerOf, type StackView, same, sameSet, stack, views } from "../lens";
import { securityAudit, statements } from "../policy";
import { targets, tierOf } from "./places";
import { groupOf } from "./rules";

function runner(view: StackView): readonly Judged[] {
  const project = view.one("aws_codebuild_project", (block) => block.at("name") === "prod-runner", "runner");
  same(targets(project, "vpc_config.subnets").map(tierOf), ["private", "private", "private"], `subnets of ${project}`);
  same(
    project.at<readonly unknown[]>("vpc_config.security_group_ids").map((id) => groupOf(view, id)),
    ["ci"],
    `groups of ${project}`,
  );
  return project.judged("vpc_config.subnets", "vpc_config.security_group_ids", "name");
}

const mutating =
  /:(Create|Delete|Put|Update|Modify|Attach|Detach|Run|Terminate|Start|Stop|Pass|Tag|Untag|Set|Add|Remove|Associate|Authorize|Revoke|\*)/;

function hcp(evidence: Evidence): readonly Judged[] {
  const view = stack(evidence, "prod-bootstrap");
  const provider = view.one("aws_iam_openid_connect_provider");
  const roles = ["plan", "apply"].flatMap((phase) => {
    const role = view.one("aws_iam_role", (block) => block.at("name") === `hcp-prod-${phase}`, `role of ${phase} runs`);
    const [trust] = statements(role, "assume_role_policy");
    same(
      trust?.conditions["StringLike app.terraform.io:sub"],
      [`organization:company-inc:project:prod:workspace:prod-*:run_phase:${phase}`],
      `runs that ${role} trusts`,
    );
    const attached = view
      .all("aws_iam_role_policy_attachment")
      .filter((block) => block.to("role").address === role.address);
    ensure(attached.length > 0, `${role} has no policy`);
    for (const block of attached.filter((one) => one.at("policy_arn") !== securityAudit)) {
      const policy = block.to("policy_arn");
      for (const { effect, actions } of statements(policy, "policy")) {
        ensure(
          phase === "apply" || effect === "Deny" || !actions.some((action) => mutating.test(action)),
          `${policy} lets plans change things`,
        );
      }
    }
    return role.judged("name", 'assume_role_policy#Statement.0.Condition.StringLike["app.terraform.io:sub"]');
  });
  return [...provider.has({ url: "https://app.terraform.io", client_id_list: ["aws.workload.identity"] }), ...roles];
}

function workspace(view: StackView): readonly Judged[] {
  same(
    Object.keys(view.terraform.attributes).filter((key) => ["backend", "cloud"].includes(key)),
    ["cloud"],
    `backends of ${view.id}`,
  );
  const layers = view
    .data("terraform_remote_state")
    .map(({ address }) => producerOf(view, address.split(".").at(-1) ?? "").layer);
  sameSet(layers, readers[view.layer as Layer], `what ${view.id} reads`);
  const states = view.data("terraform_remote_state").flatMap((state) => {
    ensure(producerOf(view, state.address.split(".").at(-1) ?? "") !== undefined, `${state} reads no stack`);
    return state.has({ backend: "remote" });
  });
  // The trust of the run's role names organization, project and workspace, so all three have to be these.
  const place = {
    "cloud.organization": "company-inc",
    "cloud.workspaces.project": view.account,
    "cloud.workspaces.name": view.id,
  };
  return [...view.terraform.has(place), ...states];
}

const versions: Readonly<Record<string, string>> = {
  cdktf: "0.21.0",
  "@cdktf/provider-aws": "21.22.1",
  "@cdktf/provider-kubernetes": "12.1.1",
  "@cdktf/provider-helm": "12.1.2",
  "@cdktf/provider-mongodbatlas": "8.6.2",
};

export const accToolchain: Checks = {
  "ACC-19": (evidence) => {
    for (const view of views(evidence)) {
      ensure(
        !/"(access_key|secret_key)"/.test(JSON.stringify([view.stack.terraform, view.stack.provider])),
        `${view.id} holds credentials`,
      );
    }
    const cloud = evidence.variant("cloud");
    return [
      ...layer(evidence, "eks", { account: "prod" }).flatMap(runner),
      ...views(cloud).flatMap(workspace),
      ...hcp(cloud),
    ];
  },

  "ACC-20": (evidence) => {
    const manifest = evidence.files["package.json"] ?? {};
    const all: Readonly<Record<string, string>> = { ...manifest["dependencies"], ...manifest["devDependencies"] };
    for (const [name, version] of Object.entries(versions)) same(all[name], version, `version of ${name}`);
    same(all["cdktf-cli"], "0.21.0", "version of cdktf-cli");
    ensure(/^10\.[0-7]\.\d+$/.test(all["constructs"] ?? ""), `constructs is ${all["constructs"]}`);
    const path = "docs/decisions/0001-cdktf-end-of-life.md";
    const text = String(evidence.files[path]?.["text"] ?? "");
    ensure(/synth[- ]+hcl/.test(text) && /cdktn/.test(text), `${path} names no way out`);
    return [
      ...Object.keys(versions).map((name) => judgedFile("package.json", `dependencies["${name}"]`)),
      judgedFile("package.json", "dependencies.constructs"),
      judgedFile("package.json", 'devDependencies["cdktf-cli"]'),
      judgedFile(path),
      ...views(evidence).flatMap((view) => view.terraform.has({ required_version: ">= 1.11.0, < 2.0.0" })),
    ];
  },
};
