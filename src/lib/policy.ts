/** One statement of an IAM or resource policy, spelt as AWS spells it. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, string | readonly string[]>>;
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Condition;
}

/** Operator, then key, then values, e.g. `{ ArnLike: { "aws:PrincipalArn": [...] } }`. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export const policyDocument = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** The account itself: never refused as a principal, whichever roles exist yet. */
export const accountRoot = (accountId: string) => ({ AWS: `arn:aws:iam::${accountId}:root` }) as const;

/** Narrows the account root to roles by pattern; the roles may be made later. */
export const onlyPrincipals = (patterns: readonly string[]): Condition => ({
  ArnLike: { "aws:PrincipalArn": patterns },
});

/** Refuses every request to a bucket that does not come over TLS. */
export const tlsOnly = (bucketArn: string): Statement => ({
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: ["s3:*"],
  Resource: [bucketArn, `${bucketArn}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});
