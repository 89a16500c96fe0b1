export { assemble, ConfigurationError, findings, type PlatformInput, report, withDefaults } from "./assemble";
export { company } from "./company";
export { companyInc } from "./company-inc";
export type { Platform } from "./schema/platform";
