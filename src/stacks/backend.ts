import type { S3BackendConfig } from "cdktf";
import { lockTableName, type Place, stateBucketName, stateKey, stateKeyAlias } from "../lib/naming";

/** `both` is the default; Terraform warns that the table is deprecated and honours both. */
export type Lock = "both" | "dynamodb" | "lockfile";

export type Backend =
  | { readonly kind: "local" }
  | { readonly kind: "s3"; readonly lock: Lock }
  | { readonly kind: "cloud"; readonly organization: string; readonly hostname?: string | undefined };

export interface S3Settings {
  readonly typed: S3BackendConfig;
  readonly useLockfile: boolean;
}

/** Where the state of `stack` lies in S3, derived from names alone, so that it can be written before anything exists. */
export function s3Settings(
  place: Place,
  stack: string,
  { lock }: Extract<Backend, { kind: "s3" }>,
  roleArn: string | undefined,
): S3Settings {
  return {
    typed: {
      bucket: stateBucketName(place),
      key: stateKey(stack),
      region: place.region,
      encrypt: true,
      kmsKeyId: stateKeyAlias(place.company),
      ...(lock === "lockfile" ? {} : { dynamodbTable: lockTableName(place.company) }),
      ...(roleArn === undefined ? {} : { assumeRole: { roleArn } }),
    },
    useLockfile: lock !== "dynamodb",
  };
}
