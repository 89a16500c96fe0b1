import { Testing } from "cdktf";
import { Addons } from "../../../src/modules/eks/addons";

test("EKS-04: an add-on without a version is not installed at all", () => {
  const install = () =>
    Testing.synthScope((scope) => {
      new Addons(scope, "addons", {
        clusterName: "acme",
        names: ["coredns"],
        versions: {},
        oidcProviderArn: "arn:aws:iam::111111111111:oidc-provider/issuer.example",
        issuerHost: "issuer.example",
        permissionsBoundaryArn: "arn:aws:iam::111111111111:policy/boundary/workload-boundary",
        roleName: (purpose) => `acme-${purpose}`,
        ebsKeyArn: "arn:aws:kms:us-east-1:111111111111:key/a",
      });
    });
  expect(install).toThrow(/coredns has no pinned version/);
});
