import { vpcCniConfiguration } from "../../../src/modules/eks/vpc-cni";

const settings = {
  region: "us-east-1",
  podSubnetIds: { "us-east-1a": "subnet-a", "us-east-1b": "subnet-b" },
  securityGroupId: "sg-app",
  warmPrefixes: 2,
  networkPolicy: true,
};

test("EKS-05: one ENIConfig per zone, and every value of env is text", () => {
  const { env, eniConfig, enableNetworkPolicy } = JSON.parse(vpcCniConfiguration(settings));
  expect(eniConfig).toEqual({
    create: true,
    region: "us-east-1",
    subnets: {
      "us-east-1a": { id: "subnet-a", securityGroups: ["sg-app"] },
      "us-east-1b": { id: "subnet-b", securityGroups: ["sg-app"] },
    },
  });
  expect(env.WARM_PREFIX_TARGET).toBe("2");
  for (const value of Object.values(env)) expect(typeof value).toBe("string");
  expect(enableNetworkPolicy).toBe("true");
});
