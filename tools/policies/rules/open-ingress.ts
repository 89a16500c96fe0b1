import { each, inlineIngress, type PolicyRule } from "./rule";

const everywhere = ["0.0.0.0/0", "::/0"];
const web = [80, 443];
const inlineTypes = ["aws_security_group", "aws_default_security_group"];

export const openIngress: PolicyRule = {
  id: "open-ingress",
  title: "Security groups let the world in to the load balancer alone, on ports 80 and 443",
  replaces: {
    CKV_AWS_260: "allows nobody port 80; the load balancer's listener there does nothing but redirect to 443 (SGR-01)",
  },
  check: each([...inlineTypes, "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"], (resource) => {
    if (inlineTypes.includes(resource.type)) return inlineIngress(resource);
    const { values, references } = resource;
    if (resource.type === "aws_security_group_rule") return ["is of the older kind of rule, which is not judged"];
    if (!everywhere.includes(values["cidr_ipv4"] ?? values["cidr_ipv6"])) return [];
    const port = Number(values["from_port"]);
    const isWeb = port === Number(values["to_port"]) && web.includes(port) && values["ip_protocol"] === "tcp";
    const onBalancer = (references["security_group_id"] ?? []).some((group) => /[._-]alb[._-]/.test(group));
    return isWeb && onBalancer
      ? []
      : [
          `lets everybody in to ports ${values["from_port"]} to ${values["to_port"]} of ${String(references["security_group_id"]?.[0])}`,
        ];
  }),
};
