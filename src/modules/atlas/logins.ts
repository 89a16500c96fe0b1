/** Who logs in to the database; also the names of their roles, after the account's. */
export const loginNames = ["backend", "analytics", "mongodump"] as const;

export type Login = (typeof loginNames)[number];

export interface Grant {
  /** Built-in role of MongoDB. */
  readonly role: string;
  readonly databaseName: string;
}

/** What each login may do. `backup` exists in `admin` alone and covers all databases. */
export const logins = (database: string): Readonly<Record<Login, Grant>> => ({
  backend: { role: "readWrite", databaseName: database },
  analytics: { role: "read", databaseName: database },
  mongodump: { role: "backup", databaseName: "admin" },
});
