import { companyInc, type Platform, withDefaults } from "../../src/config";

/** The company's own configuration with its defaults, as data that a test may change. */
export const platform = (): Platform => structuredClone(withDefaults(companyInc));
