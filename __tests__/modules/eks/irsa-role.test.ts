import { Testing } from "cdktf";
import { IrsaRole, irsaTrust } from "../../../src/modules/eks/irsa-role";

const props = {
  name: "acme-reader-use1",
  oidcProviderArn: "arn:aws:iam::111111111111:oidc-provider/issuer.example/id/A",
  issuerHost: "issuer.example/id/A",
  namespace: "backend",
  serviceAccount: "reader",
};

test("SEC-03: the trust names one service account and the audience, compared as they are", () => {
  expect(JSON.parse(irsaTrust(props)).Statement).toEqual([
    {
      Sid: "ServiceAccount",
      Effect: "Allow",
      Principal: { Federated: props.oidcProviderArn },
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Condition: {
        StringEquals: {
          "issuer.example/id/A:sub": "system:serviceaccount:backend:reader",
          "issuer.example/id/A:aud": "sts.amazonaws.com",
        },
      },
    },
  ]);
});

test("SEC-03: a wildcard in place of a service account is refused", () => {
  expect(() => irsaTrust({ ...props, serviceAccount: "*" })).toThrow(/exactly one/);
});

test("SEC-02: boundary, managed and inline policies arrive where they are asked for", () => {
  const synthesized = JSON.parse(
    Testing.synthScope((scope) => {
      new IrsaRole(scope, "bare", props);
      new IrsaRole(scope, "full", {
        ...props,
        permissionsBoundaryArn: "arn:aws:iam::111111111111:policy/boundary/workload-boundary",
        managedPolicyArns: { reading: "arn:aws:iam::aws:policy/Read" },
        statements: [{ Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::acme/*"] }],
      });
    }),
  ).resource;
  const boundaries = Object.values<{ permissions_boundary?: string }>(synthesized.aws_iam_role).map(
    ({ permissions_boundary }) => permissions_boundary,
  );
  expect(boundaries).toEqual([undefined, "arn:aws:iam::111111111111:policy/boundary/workload-boundary"]);
  expect(Object.keys(synthesized.aws_iam_role_policy_attachment)).toHaveLength(1);
  expect(Object.keys(synthesized.aws_iam_role_policy)).toHaveLength(1);
});
