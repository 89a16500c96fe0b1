import { DatabaseUser } from "@cdktf/provider-mongodbatlas/lib/database-user";
import { Construct } from "constructs";
import { type Login, logins } from "./logins";

export interface AtlasUsersProps {
  readonly projectId: string;
  readonly clusterName: string;
  /** Database that the applications use. */
  readonly database: string;
  /** ARN of the role by AWS region and login. Composed: the roles of other regions are made later, by their own stacks. */
  readonly roleArns: Readonly<Record<string, Readonly<Record<Login, string>>>>;
}

/** Database users that are IAM roles: nobody has a password, so none lies in state and none needs rotation. */
export class AtlasUsers extends Construct {
  constructor(scope: Construct, id: string, { projectId, clusterName, database, roleArns }: AtlasUsersProps) {
    super(scope, id);
    for (const [region, arns] of Object.entries(roleArns)) {
      for (const [login, { role, databaseName }] of Object.entries(logins(database))) {
        new DatabaseUser(this, `${login}-${region}`, {
          projectId,
          username: arns[login as Login],
          authDatabaseName: "$external",
          awsIamType: "ROLE",
          roles: [{ roleName: role, databaseName }],
          scopes: [{ name: clusterName, type: "CLUSTER" }],
        });
      }
    }
  }
}
