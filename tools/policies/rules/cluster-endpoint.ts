import { each, type PolicyRule, unless } from "./rule";

export const clusterEndpoint: PolicyRule = {
  id: "cluster-endpoint",
  title: "The cluster's API is reached from the VPC, and from outside by named addresses alone, never in production",
  replaces: {
    CKV_AWS_39: "allows no public endpoint at all; EKS-18 has one in dev and staging, for approved addresses",
  },
  check: each(["aws_eks_cluster"], ({ values }) => {
    const {
      endpoint_private_access: inside,
      endpoint_public_access: outside,
      public_access_cidrs: cidrs = [],
    } = values["vpc_config"]?.[0] ?? {};
    const production = values["tags_all"]?.Environment === "production";
    return unless(
      [inside === true, "is not reached from its own VPC"],
      [outside === false || !production, "is reached from outside, in production"],
      [
        outside === false || (cidrs.length > 0 && !cidrs.some((cidr: string) => /\/([0-9]|1[0-5])$/.test(cidr))),
        "is reached from any address, or from ranges wider than /16",
      ],
    );
  }),
};
