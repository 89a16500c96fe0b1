import { isIPv4, isIPv6 } from "node:net";

/** Checks of one value; what is wrong with it and how to mend it, or undefined. */
export type Form = (value: string) => string | undefined;

const octets = (address: string): number => address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);

/** An IPv4 or IPv6 block whose host bits are zero. */
export const cidr: Form = (value) => {
  const [address = "", prefix = "", ...more] = value.split("/");
  const length = Number(prefix);
  if (more.length > 0 || !/^\d{1,3}$/.test(prefix) || (!isIPv4(address) && !isIPv6(address)))
    return "is not a CIDR block; write an address, a slash and the prefix length, e.g. 10.0.0.0/16";
  if (isIPv6(address)) return length > 128 ? "has a prefix longer than 128 bits" : undefined;
  if (length > 32) return "has a prefix longer than 32 bits";
  const size = 2 ** (32 - length);
  const start = Math.floor(octets(address) / size) * size;
  if (start === octets(address)) return undefined;
  const first = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join(".");
  return `has host bits set; the block starts at ${first}/${length}`;
};

/** Blocks that EC2 takes for VPCs and subnets: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
export const vpcCidr: Form = (value) => {
  const wrong = cidr(value);
  const length = Number(value.split("/")[1]);
  return wrong ?? (length < 16 || length > 28 ? "is no size that EC2 takes; write /16 to /28" : undefined);
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export const arn: Form = (value) =>
  /^arn:aws(-[a-z]+)*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws|cloudfront)?:.+$/s.test(value)
    ? undefined
    : "is not an ARN; write arn:aws:<service>:<region>:<twelve digits>:<resource>";

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

type Side = "identity" | "resource" | "control";

function statementFault(statement: unknown, side: Side): string | undefined {
  if (!isObject(statement)) return "has a statement that is no object";
  const has = (...names: readonly string[]) => names.some((name) => statement[name] !== undefined);
  if (statement["Effect"] !== "Allow" && statement["Effect"] !== "Deny")
    return `has a statement with the effect ${JSON.stringify(statement["Effect"])}; write Allow or Deny`;
  if (!has("Action", "NotAction")) return "has a statement without Action or NotAction";
  const actions = list(statement["Action"] ?? statement["NotAction"]);
  const odd = actions.find(
    (action) => typeof action !== "string" || !/^(\*|[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+)$/.test(action),
  );
  if (odd !== undefined) return `has the action ${JSON.stringify(odd)}; write <service>:<Action>`;
  if (side === "resource" && !has("Principal", "NotPrincipal"))
    return "has a statement without Principal, which a policy of a resource needs";
  if (side !== "resource" && has("Principal", "NotPrincipal"))
    return "names a Principal, which only a policy of a resource may";
  if (side === "identity" && !has("Resource", "NotResource")) return "has a statement without Resource or NotResource";
  return undefined;
}

/** A JSON policy; grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export const policy =
  (side: Side, limit: number): Form =>
  (value) => {
    let document: unknown;
    try {
      document = JSON.parse(value);
    } catch {
      return "is not JSON";
    }
    if (!isObject(document)) return "is no JSON object";
    if (document["Version"] !== "2012-10-17" && document["Version"] !== "2008-10-17")
      return `has the version ${JSON.stringify(document["Version"])}; write 2012-10-17`;
    if (document["Statement"] === undefined) return "has no Statement";
    const wrong = list(document["Statement"])
      .map((statement) => statementFault(statement, side))
      .find((fault) => fault !== undefined);
    const { length } = JSON.stringify(document);
    return wrong ?? (length > limit ? `has ${length} characters, AWS takes ${limit}; split it` : undefined);
  };

export const pattern =
  (form: RegExp, advice: string): Form =>
  (value) =>
    form.test(value) ? undefined : advice;

export const oneOf =
  (...values: readonly string[]): Form =>
  (value) =>
    values.includes(value) ? undefined : `is not known; write one of ${values.join(", ")}`;
