import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type IStackSynthesizer, type ISynthesisSession, TerraformElement, type TerraformStack } from "cdktf";
import { resolve } from "cdktf/lib/_tokens";
import { StackSynthesizer } from "cdktf/lib/synthesize/synthesizer";
import nestedAttributes from "../lib/hcl/nested.json";
import { type BlocksOf, type JsonObject, stackToHcl } from "../lib/hcl/render";

type Described = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Described =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Blocks of every resource: Terraform's own, whatever the provider. */
const metaBlocks = new Set(["connection", "lifecycle", "lifecycle.postcondition", "lifecycle.precondition"]);

/** Paths that the provider's bindings describe, with whether each is a block. */
function describe(attributes: Described, prefix: string, found: Map<string, boolean>): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    if (!isRecord(attribute)) continue;
    // Providers spell it the other way.
    const isBlock = attribute["isBlock"] ?? attribute["is_block"];
    if (typeof isBlock !== "boolean") continue;
    found.set(prefix + name, isBlock);
    const value = attribute["value"];
    for (const item of Array.isArray(value) ? value : [value]) {
      if (isBlock && isRecord(item)) describe(item, `${prefix + name}.`, found);
    }
  }
}

function descriptionsOf(stack: TerraformStack): ReadonlyMap<string, ReadonlyMap<string, boolean>> {
  const all = new Map<string, Map<string, boolean>>();
  for (const element of stack.node
    .findAll()
    .filter((node): node is TerraformElement => TerraformElement.isTerraformElement(node))) {
    const hcl: unknown = resolve(stack, element.toHclTerraform());
    for (const [section, types] of Object.entries(isRecord(hcl) ? hcl : {})) {
      for (const [type, named] of Object.entries(isRecord(types) ? types : {})) {
        const bodies = Array.isArray(named)
          ? named.map((body: unknown) => ["", body] as const)
          : Object.entries(isRecord(named) ? named : {});
        for (const [name, body] of bodies) {
          const key = section === "provider" ? `${section}.${type}` : `${section}.${type}.${name}`;
          const found = all.get(key) ?? new Map<string, boolean>();
          all.set(key, found);
          if (isRecord(body)) describe(body, "", found);
        }
      }
    }
  }
  return all;
}

/** An override has no description: providers spell objects, alone or in lists, as blocks, and maps of text as arguments. */
const looksLikeBlock = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 && value.every(isRecord) : isRecord(value);

/** Blocks that nest in themselves, which bindings therefore leave untyped and describe as arguments. */
const untyped: Readonly<Record<string, readonly string[]>> = {
  "resource.aws_wafv2_rule_group": ["rule.statement"],
  "resource.aws_wafv2_web_acl": ["rule.statement"],
};

/** From `tools/hcl/nested.mjs`, by section and type. */
const nested: Readonly<Record<string, readonly string[]>> = nestedAttributes;

function blocksOf(stack: TerraformStack): BlocksOf {
  const descriptions = descriptionsOf(stack);
  return (section, type, name) => {
    const described = descriptions.get(section === "provider" ? `${section}.${type}` : `${section}.${type}.${name}`);
    return (path, value) => {
      const at = path.join(".");
      // The remote state's settings are objects, not blocks.
      if (type === "terraform_remote_state") return false;
      if (nested[`${section}.${type}`]?.includes(at)) return false;
      if (untyped[`${section}.${type}`]?.includes(at)) return true;
      return (section !== "provider" && metaBlocks.has(at)) || (described?.get(at) ?? looksLikeBlock(value));
    };
  };
}

/**
 * Writes `cdk.tf` as HCL out of the very values of `cdk.tf.json`. It stands for the renderer of cdktf 0.21, which writes
 * HCL that Terraform refuses or reads differently: quotes stay unescaped beside an interpolation, backslashes always,
 * `null` in an untyped object ends in a TypeError, text of several lines gains a line break, and empty lists get lost.
 */
export function writeHcl(stack: TerraformStack): void {
  // Not the stack's own, which takes cdktf's renderer when the environment asks for HCL.
  const original = new StackSynthesizer(stack);
  const synthesizer: IStackSynthesizer = {
    synthesize(session: ISynthesisSession): void {
      // Aspects, validations, assets and annotations; its file is then replaced.
      original.synthesize(session);
      const { synthesizedStackPath, stackMetadataPath } = session.manifest.forStack(stack);
      const json = JSON.parse(JSON.stringify(stack.toTerraform())) as JsonObject;
      writeFileSync(join(session.outdir, synthesizedStackPath), stackToHcl(json, blocksOf(stack)));
      // `cdktf` reads what JSON holds in its comment from a file beside HCL.
      writeFileSync(join(session.outdir, stackMetadataPath), `${JSON.stringify({ "//": json["//"] }, null, 2)}\n`);
    },
  };
  stack.synthesizer = synthesizer;
}
