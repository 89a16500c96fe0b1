import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { Place } from "../identity";
import { ProviderError } from "../protocol/provider";
import { type Fields, textOf } from "../protocol/values";

// A notice about future versions of the SDK, which a user of this project can do nothing about.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

export const credentials = { accessKeyId: "offline", secretAccessKey: "offline" };

/** Makes the few objects that Terraform's own backend works with, at an emulator of S3 and DynamoDB. */
export class Emulator {
  constructor(private readonly endpoint: string) {}

  async put(type: string, place: Place, attributes: Fields): Promise<void> {
    const name = textOf(attributes["id"]);
    await this.attempt(type, name, async () => {
      if (type === "aws_s3_bucket") await this.makeBucket(place, name);
      else if (type === "aws_s3_bucket_versioning")
        await this.s3(place).send(
          new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: "Enabled" } }),
        );
      else if (type === "aws_dynamodb_table") await this.makeTable(place, name, textOf(attributes["hash_key"]));
    });
  }

  async remove(type: string, place: Place, attributes: Fields): Promise<void> {
    const name = textOf(attributes["id"]);
    await this.attempt(type, name, async () => {
      if (type === "aws_s3_bucket") await this.s3(place).send(new DeleteBucketCommand({ Bucket: name }));
      else if (type === "aws_dynamodb_table")
        await this.dynamodb(place).send(new DeleteTableCommand({ TableName: name }));
    });
  }

  private async makeBucket(place: Place, name: string): Promise<void> {
    // S3 takes us-east-1 by the absence of a constraint only.
    const elsewhere =
      place.region === "us-east-1" ? {} : { LocationConstraint: place.region as BucketLocationConstraint };
    try {
      await this.s3(place).send(
        new CreateBucketCommand({
          Bucket: name,
          ...(place.region === "us-east-1" ? {} : { CreateBucketConfiguration: elsewhere }),
        }),
      );
    } catch (error) {
      if (!isError(error, "BucketAlreadyOwnedByYou")) throw error;
    }
  }

  private async makeTable(place: Place, name: string, key: string): Promise<void> {
    try {
      await this.dynamodb(place).send(
        new CreateTableCommand({
          TableName: name,
          KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
          AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
          BillingMode: "PAY_PER_REQUEST",
        }),
      );
    } catch (error) {
      // An update of the table comes here too.
      if (!isError(error, "ResourceInUseException")) throw error;
    }
  }

  private async attempt(type: string, name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      throw new ProviderError(`${type} ${name} failed at the service`, reason);
    }
  }

  private s3({ account, region }: Place): S3Client {
    return inAccount(new S3Client({ endpoint: this.endpoint, region, forcePathStyle: true, credentials }), account);
  }

  private dynamodb({ account, region }: Place): DynamoDBClient {
    return inAccount(new DynamoDBClient({ endpoint: this.endpoint, region, credentials }), account);
  }
}

const isError = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/** Moto keeps accounts apart by this header, or by the role that the credentials belong to. */
export function inAccount<Client extends S3Client | DynamoDBClient>(client: Client, account: string): Client {
  const stack = client.middlewareStack as { add(middleware: unknown, options: unknown): void };
  stack.add(
    (next: (input: unknown) => unknown) => (input: { request: { headers: Record<string, string> } }) => {
      input.request.headers["x-moto-account-id"] = account;
      return next(input);
    },
    { step: "build", name: "account" },
  );
  return client;
}
