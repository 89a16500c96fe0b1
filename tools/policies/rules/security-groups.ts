import { refersTo, type StackPlan } from "../plans";
import { each, type PolicyRule } from "./rule";

const isRule = (type: string): boolean => /^aws_(vpc_)?security_group_(ingress_|egress_)?rule$/.test(type);

const used = (address: string, { resources, handedOver }: StackPlan): boolean =>
  refersTo(handedOver, address) ||
  resources.some(
    (other) =>
      other.address !== address &&
      !isRule(other.type) &&
      Object.values(other.references).some((references) => refersTo(references, address)),
  );

export const securityGroups: PolicyRule = {
  id: "security-groups",
  title: "Security groups are attached to something, or handed over to the stacks that attach them",
  replaces: {
    CKV2_AWS_5: "looks for the attachment in the same plan; the network stack makes groups that later stacks attach",
  },
  check: each(["aws_security_group"], ({ address }, plan) =>
    used(address, plan) ? [] : ["is attached to nothing and handed over to nobody"],
  ),
};
