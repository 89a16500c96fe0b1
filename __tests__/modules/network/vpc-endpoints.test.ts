import { Testing } from "cdktf";
import { endpointServices } from "../../../src/lib/endpoint-services";
import { VpcEndpoints } from "../../../src/modules/network/vpc-endpoints";
import { all } from "../../support/network";
import type { TerraformJson } from "../../support/synthesized";

const organization = "o-abcdefghij";

const synth = (services: readonly string[]): TerraformJson =>
  JSON.parse(
    Testing.synthScope((scope) => {
      new VpcEndpoints(scope, "endpoints", {
        name: "test",
        region: "us-west-2",
        vpcId: "vpc-1",
        organizationId: organization,
        services,
        subnetIds: ["subnet-1"],
        securityGroupId: "sg-1",
        routeTableIds: ["rtb-1"],
      });
    }),
  );

/** Statements of each endpoint's policy by the end of its service name; undefined without a policy. */
function policies(services: readonly string[]): Readonly<Record<string, readonly TerraformJson[] | undefined>> {
  const endpoints = all(synth(services), "aws_vpc_endpoint").map(({ service_name, policy }) => [
    service_name.replace("com.amazonaws.us-west-2.", ""),
    policy === undefined ? undefined : JSON.parse(policy).Statement,
  ]);
  return Object.fromEntries(endpoints);
}

const every = policies(Object.keys(endpointServices));

const services = (policy: boolean) =>
  Object.keys(endpointServices).filter((name) => endpointServices[name]?.policy === policy);

test.each(services(true).filter((name) => name !== "sts"))(
  "the endpoint %s admits principals of the organization (NET-15)",
  (service) => {
    const Condition = { StringEquals: { "aws:PrincipalOrgID": organization } };
    expect(every[service]).toEqual([expect.objectContaining({ Effect: "Allow", Condition })]);
  },
);

test.each(services(false))("the endpoint %s takes no policy and gets none (NET-15)", (service) => {
  expect(Object.keys(every)).toContain(service);
  expect(every[service]).toBeUndefined();
});

test("sts also admits web identities, which have no principal yet, to our roles alone (NET-15)", () => {
  expect(every["sts"]).toMatchObject([
    { Condition: { StringEquals: { "aws:PrincipalOrgID": organization } } },
    {
      Principal: "*",
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { "aws:ResourceOrgID": organization } },
    },
  ]);
});

test("the S3 gateway admits our buckets, and reading of image layers and packages of its own region (NET-14)", () => {
  const [own, foreign, ...others] = every["s3"] ?? [];
  expect(others).toEqual([]);
  expect(own?.["Condition"]).toEqual({
    StringEquals: { "aws:PrincipalOrgID": organization, "aws:ResourceOrgID": organization },
  });
  expect(foreign).toMatchObject({
    Action: "s3:GetObject",
    Resource: ["arn:aws:s3:::prod-us-west-2-starport-layer-bucket/*", "arn:aws:s3:::al2023-repos-us-west-2-*/*"],
  });
  expect(foreign?.["Condition"]).toBeUndefined();
});

test("the DynamoDB gateway admits our tables (NET-14)", () => {
  expect(every["dynamodb"]).toMatchObject([
    { Action: "dynamodb:*", Condition: { StringEquals: { "aws:ResourceOrgID": organization } } },
  ]);
});

test("an unknown service is refused", () => {
  expect(() => synth(["appmesh"])).toThrow('"appmesh" is not a service with a known interface endpoint');
});
