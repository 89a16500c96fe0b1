import type { TerraformResource } from "cdktf";

/** Ids of existing things to adopt; what has no id is created. */
export interface NetworkImports {
  readonly vpc?: string | undefined;
  readonly internetGateway?: string | undefined;
  /** Association of the pod block with the VPC. */
  readonly podBlockAssociation?: string | undefined;
  /** By `<tier>-<zone>`. */
  readonly subnets?: Readonly<Record<string, string>> | undefined;
  /** By `public`, `database` or `private-<zone>`. */
  readonly routeTables?: Readonly<Record<string, string>> | undefined;
  /** By zone. */
  readonly natGateways?: Readonly<Record<string, string>> | undefined;
  /** Allocation ids by zone. */
  readonly elasticIps?: Readonly<Record<string, string>> | undefined;
}

/** Writes an import block for `resource` when there is something to adopt. */
export function adopt<R extends TerraformResource>(resource: R, id: string | undefined): R {
  if (id !== undefined) resource.importFrom(id);
  return resource;
}

/** `<left><separator><right>` when both parts exist already: ids of what joins two things are made of theirs. */
export const joined = (left: string | undefined, separator: string, right: string | undefined): string | undefined =>
  left === undefined || right === undefined ? undefined : `${left}${separator}${right}`;
