import type { Fields } from "../protocol/values";
import { atlas } from "./atlas";
import { type Birth, type Identities, Newborn } from "./birth";
import { ec2 } from "./ec2";
import { edge } from "./edge";
import { iam } from "./iam";
import { organizations } from "./organizations";
import { services } from "./services";
import { storage } from "./storage";

export type { Birth, Place } from "./birth";
export { DataNotFound, dataValues } from "./data";
export { importIdOf } from "./import-ids";
export { inventedValue } from "./invent";

const identities: Identities = { ...ec2, ...edge, ...iam, ...organizations, ...services, ...storage, ...atlas };

/** Values that the real service would compute, for the types that are known here; `inventedValue` makes up the rest. */
export function identityOf(birth: Birth): Fields {
  return identities[birth.type]?.(new Newborn(birth)) ?? {};
}

export const knownTypes: readonly string[] = Object.keys(identities);
