import type { PlatformInput } from "./assemble";
import { companyInc } from "./company-inc";

/** The organization that is synthesized. Another company copies the folder `company-inc`, edits the copy and names it here. */
export const company: PlatformInput = companyInc;
