import { ofType, type PlannedResource, refersTo, type StackPlan } from "../plans";
import { each, type PolicyRule, unless } from "./rule";

interface Rule {
  readonly statement?: readonly {
    readonly managed_rule_group_statement?: readonly { readonly name?: string }[];
    readonly rate_based_statement?: readonly unknown[];
  }[];
  readonly action?: readonly { readonly block?: readonly unknown[] }[];
  readonly override_action?: readonly { readonly none?: readonly unknown[] }[];
}

const badInputs = "AWSManagedRulesKnownBadInputsRuleSet";

function aclOf(plan: StackPlan, { address }: PlannedResource): PlannedResource | undefined {
  const association = ofType(plan, "aws_wafv2_web_acl_association").find(({ references }) =>
    refersTo(references["resource_arn"], address),
  );
  return ofType(plan, "aws_wafv2_web_acl").find((acl) => refersTo(association?.references["web_acl_arn"], acl.address));
}

export const webAcls: PolicyRule = {
  id: "web-acls",
  title: "Load balancers of the internet stand behind a web ACL that blocks floods and bad inputs",
  replaces: {
    CKV2_AWS_76:
      "asks for the list of anonymous addresses too, which turns visitors of VPNs away; Log4j's requests are among the bad inputs",
  },
  check: each(["aws_lb"], (balancer, plan) => {
    if (balancer.values["internal"] === true) return [];
    const rules = (aclOf(plan, balancer)?.values["rule"] ?? []) as readonly Rule[];
    const blocksFloods = rules.some(
      ({ statement, action }) =>
        (statement?.[0]?.rate_based_statement ?? []).length > 0 && (action?.[0]?.block ?? []).length > 0,
    );
    const blocksInputs = rules.some(
      ({ statement, override_action: override }) =>
        statement?.[0]?.managed_rule_group_statement?.[0]?.name === badInputs && (override?.[0]?.none ?? []).length > 0,
    );
    return unless([blocksFloods, "blocks no floods"], [blocksInputs, "blocks no known bad inputs"]);
  }),
};
