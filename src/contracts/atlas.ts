import { contract, list, map, text } from "./contract";

export const atlasContract = contract("atlas", {
  srv_host_private: text("Host of the mongodb+srv connection string over peering; empty without peering"),
  srv_host_privatelink: text("Host of the mongodb+srv connection string over PrivateLink; empty without PrivateLink"),
  cluster_name: text("Name of the Atlas cluster"),
  project_id: text("Id of the Atlas project"),
  atlas_cidrs: list("Atlas ranges that this region's VPC reaches over peering"),
  pod_role_arns: map("Roles of pods that log in to Atlas from this region, by workload"),
});
