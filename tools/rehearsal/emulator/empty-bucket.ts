import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { credentials, inAccount } from "../../stand-in/semantics/emulator";

/** Removes every version of every object, as an operator does who takes an account's state down. */
export async function emptyBucket(endpoint: string, account: string, region: string, bucket: string): Promise<void> {
  const client = inAccount(new S3Client({ endpoint, region, forcePathStyle: true, credentials }), account);
  const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket: bucket }));
  const objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
  if (objects.length > 0) await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects } }));
  client.destroy();
}
