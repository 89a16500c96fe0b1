import type { Attribute, Block, BlockType } from "./schema";

const required = (type: "string" | "number"): Attribute => ({ type, required: true });
const optional = (type: "string" | "number"): Attribute => ({ type, optional: true });
const one = (attributes: Readonly<Record<string, Attribute>>, inner: Block["block_types"] = {}): BlockType => ({
  nesting_mode: "list",
  max_items: 1,
  block: { attributes, block_types: inner },
});

/** https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/resources/wafv2_web_acl#statement-block, without those that nest. */
const statement: BlockType = {
  nesting_mode: "list",
  min_items: 1,
  max_items: 1,
  block: {
    attributes: {},
    block_types: {
      geo_match_statement: one({ country_codes: { type: ["list", "string"], required: true } }),
      ip_set_reference_statement: one({ arn: required("string") }),
      managed_rule_group_statement: one(
        { name: required("string"), vendor_name: required("string"), version: optional("string") },
        {
          rule_action_override: {
            nesting_mode: "list",
            max_items: 100,
            block: {
              attributes: { name: required("string") },
              block_types: { action_to_use: one({}, { block: one({}), count: one({}), allow: one({}) }) },
            },
          },
        },
      ),
      rate_based_statement: one(
        {
          aggregate_key_type: optional("string"),
          evaluation_window_sec: optional("number"),
          limit: required("number"),
        },
        { forwarded_ip_config: one({ fallback_behavior: required("string"), header_name: required("string") }) },
      ),
    },
  },
};

/** Blocks that bindings type as `any`, because statements nest in themselves, by type and block. */
const untyped: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, BlockType>>>>>> = {
  aws_wafv2_web_acl: { rule: { statement } },
};

/** Puts what bindings leave open into its place. */
export function withUntyped(type: string, block: Block): Block {
  const known = untyped[type];
  if (known === undefined) return block;
  const inner = Object.entries(block.block_types).map(([name, one]): [string, BlockType] => {
    const blocks = known[name];
    if (blocks === undefined) return [name, one];
    const attributes = Object.entries(one.block.attributes).filter(([attribute]) => !(attribute in blocks));
    const filled = { attributes: Object.fromEntries(attributes), block_types: { ...one.block.block_types, ...blocks } };
    return [name, { ...one, block: filled }];
  });
  return { ...block, block_types: Object.fromEntries(inner) };
}
