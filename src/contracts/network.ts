import { contract, list, map, text } from "./contract";

export const networkContract = contract("network", {
  vpc_id: text("VPC of the environment in this region"),
  vpc_cidr: text("Primary IPv4 block of the VPC"),
  pod_cidr: text("Secondary IPv4 block, for pods"),
  public_subnet_ids: map("Public subnets by zone"),
  private_subnet_ids: map("Private subnets by zone"),
  database_subnet_ids: map("Database subnets by zone"),
  pod_subnet_ids: map("Pod subnets by zone"),
  private_route_table_ids: map("Private route tables by zone"),
  database_route_table_id: text("Route table of the database subnets; local routes only"),
  zone_ids: list("Physical zone ids, in the order of the configuration, for information"),
  alb_sg_id: text("Security group of the load balancer"),
  app_sg_id: text("Security group of nodes and pods"),
  db_sg_id: text("Security group of Atlas endpoints"),
  vpce_sg_id: text("Security group of AWS interface endpoints"),
  ci_sg_id: text("Security group of build and plan runners in the VPC"),
  lambda_sg_id: text("Security group of functions in the VPC"),
});
