interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: "*";
  readonly Action: string;
  readonly Resource: string | readonly string[];
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, string>> };
}

const document = (...statements: readonly Statement[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** The caller decides, not the resource: add-on images and image layers lie in accounts of AWS. */
const ownPrincipals = (organizationId: string): Statement => ({
  Sid: "PrincipalsOfTheOrganization",
  Effect: "Allow",
  Principal: "*",
  Action: "*",
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId } },
});

/** A call with a web identity has no principal of the organization yet; the role that it asks for must be one of ours. */
const webIdentities = (organizationId: string): Statement => ({
  Sid: "WebIdentitiesToRolesOfTheOrganization",
  Effect: "Allow",
  Principal: "*",
  Action: "sts:AssumeRoleWithWebIdentity",
  Resource: "*",
  Condition: { StringEquals: { "aws:ResourceOrgID": organizationId } },
});

/** Policy of an interface endpoint, as JSON. */
export const interfacePolicy = (service: string, organizationId: string): string =>
  document(ownPrincipals(organizationId), ...(service === "sts" ? [webIdentities(organizationId)] : []));

/** Our principals on our resources of one service; other organizations' buckets and tables cannot be written through it. */
const ownResources = (action: string, organizationId: string): Statement => ({
  Sid: "OwnResources",
  Effect: "Allow",
  Principal: "*",
  Action: action,
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId, "aws:ResourceOrgID": organizationId } },
});

/**
 * Policy of the S3 gateway. ECR hands out layers from a bucket of AWS by presigned addresses (ECR user guide, "Minimum
 * Amazon S3 bucket permissions"), and AL2023 reads its repositories without credentials: both without a condition.
 */
export const s3Policy = (region: string, organizationId: string): string =>
  document(ownResources("s3:*", organizationId), {
    Sid: "ImageLayersAndOperatingSystem",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: [`arn:aws:s3:::prod-${region}-starport-layer-bucket/*`, `arn:aws:s3:::al2023-repos-${region}-*/*`],
  });

/** Policy of the DynamoDB gateway. */
export const dynamoDbPolicy = (organizationId: string): string => document(ownResources("dynamodb:*", organizationId));
