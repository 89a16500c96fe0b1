import type { DeepPartial } from "../../lib/deep-merge";
import type { Workload } from "../schema/workload";
import { atlasDefaults } from "./atlas";
import { edgeDefaults } from "./edge";
import { eksDefaults } from "./eks";
import { foundationDefaults } from "./foundation";
import { imagesDefaults } from "./images";
import { networkDefaults } from "./network";

/** What every workload account has unless its own file says otherwise. */
export const workloadDefaults = {
  secondaryRegion: { enabled: false },
  protected: true,
  network: networkDefaults,
  eks: eksDefaults,
  atlas: atlasDefaults,
  images: imagesDefaults,
  foundation: foundationDefaults,
  edge: edgeDefaults,
} satisfies DeepPartial<Workload>;

/** A workload account as it is written down: its account and addresses, and what differs from the defaults. */
export type WorkloadDifferences = Pick<Workload, "account" | "addresses"> &
  DeepPartial<Omit<Workload, "account" | "addresses">>;
