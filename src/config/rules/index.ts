import { accountRules } from "./accounts";
import { addressRules } from "./addresses";
import { atlasRules } from "./atlas";
import { eksRules } from "./eks";
import { foundationRules } from "./foundation";
import { imagesRules } from "./images";
import { networkRules } from "./network";
import { organizationRules } from "./organization";
import { peopleRules } from "./people";
import { platformRules } from "./platform";
import type { Rule } from "./rule";

/** Every rule that a well-formed configuration must pass. */
export const rules: readonly Rule[] = [
  ...platformRules,
  ...accountRules,
  ...addressRules,
  ...organizationRules,
  ...peopleRules,
  ...networkRules,
  ...eksRules,
  ...atlasRules,
  ...imagesRules,
  ...foundationRules,
];
