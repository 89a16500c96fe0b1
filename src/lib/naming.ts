import { regionSuffix } from "./regions";

/** Where a stack lives: enough to derive every name that must be known without asking AWS. */
export interface Place {
  /** Company prefix of global names, e.g. `company-inc`. */
  readonly company: string;
  /** Key of the account in the configuration, e.g. `prod`. */
  readonly account: string;
  /** AWS region, e.g. `us-west-2`. */
  readonly region: string;
}

/** `<account>-<layer>`, with the region's suffix outside the primary region. */
export function stackId(account: string, layer: string, region: string, primaryRegion: string): string {
  return region === primaryRegion ? `${account}-${layer}` : `${account}-${layer}-${regionSuffix(region)}`;
}

/** State bucket of an account and region; bucket names are global, so company, account and region are in them. */
export const stateBucketName = ({ company, account, region }: Place): string =>
  `${company}-${account}-tfstate-${regionSuffix(region)}`;

export const lockTableName = (company: string): string => `${company}-tflock`;

/** The key is named by alias in backends: its id is unknown at synth, and no key at all would mean AES256. */
export const stateKeyAlias = (company: string): string => `alias/${company}-tfstate`;

export const stateKey = (stack: string): string => `${stack}.tfstate`;

/** Role that every stack but a first bootstrap is applied with; one per account, made by its bootstrap. */
export const deployRoleName = (company: string): string => `${company}-terraform-deploy`;

/** Role that AWS Organizations makes in each member account it creates; the way in before the deploy role exists. */
export const organizationAccessRoleName = "OrganizationAccountAccessRole";

export const roleArn = (accountId: string, name: string): string => `arn:aws:iam::${accountId}:role/${name}`;

/** A name of IAM or S3 is global, so a regional stack ends it in the region's suffix. */
export const regional = (name: string, region: string): string => `${name}-${regionSuffix(region)}`;

/**
 * File of a state that is not in a backend yet, relative to the stack's folder: beside the output folder, because that
 * one may be deleted at any time.
 */
export const localStatePath = (stack: string): string => `../../../bootstrap-state/${stack}.tfstate`;
