import type { Platform } from "../schema/platform";

/** One mistake: where it is, what stands there, why that cannot work, and what to write instead. */
export interface Finding {
  /** Dotted path in the configuration, e.g. `workloads.prod.network.natMode`. */
  readonly path: string;
  readonly value: unknown;
  readonly reason: string;
  readonly mend: string;
}

/** A rule over the whole, well-formed configuration. It reports; it never throws and never changes anything. */
export interface Rule {
  /** Kebab-case name that tests and reports use, e.g. `address-overlap`. */
  readonly id: string;
  readonly check: (platform: Platform) => readonly Finding[];
}

/** Runs `check` for each workload account and prefixes its paths with `workloads.<name>.`. */
export const forEachWorkload =
  (check: (workload: Platform["workloads"][string], name: string, platform: Platform) => readonly Finding[]) =>
  (platform: Platform): readonly Finding[] =>
    Object.entries(platform.workloads).flatMap(([name, workload]) =>
      check(workload, name, platform).map((finding) => ({ ...finding, path: `workloads.${name}.${finding.path}` })),
    );
