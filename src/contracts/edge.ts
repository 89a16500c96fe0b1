import { contract, text } from "./contract";

export const edgeContract = contract("edge", {
  alb_arn: text("Load balancer of the environment in this region"),
  alb_arn_suffix: text("The part of its ARN by which CloudWatch names it"),
  target_group_arn: text("Target group that the mesh's gateway is bound to"),
  target_group_arn_suffix: text("The part of its ARN by which CloudWatch names it"),
  origin_name: text("DNS name of this region's load balancer"),
  web_acl_arn: text("Web ACL before the load balancer"),
});
