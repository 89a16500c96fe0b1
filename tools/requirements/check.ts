import type { Platform } from "../../src/config";

// biome-ignore lint/suspicious/noExplicitAny: Terraform JSON has no static shape.
export type Attributes = Record<string, any>;

/** Everything that one synthesis wrote, parsed. Checks read it and nothing else. */
export interface Evidence {
  /** Parsed `cdk.tf.json` by stack id, with the resources of local modules. */
  readonly stacks: Readonly<Record<string, Stack>>;
  /** Files of the repository, by path; JSON and YAML parsed, other files as `{ text }`. */
  readonly files: Readonly<Record<string, Attributes>>;
  /** The validated configuration that was synthesized, as plain data. */
  readonly config: Platform;
  /** The same organization with one decision made otherwise; synthesized on first use, at most once. */
  variant(name: string): Evidence;
  /** Name of the variant; undefined for the company's own configuration. */
  readonly name?: string;
}

type Named = Record<string, Record<string, Attributes>>;

export interface Stack {
  readonly terraform: Attributes;
  readonly provider: Record<string, Attributes[]>;
  /** type -> name -> attributes, also for resources inside local modules (name prefixed `module.<name>.`). */
  readonly resource: Named;
  readonly data: Named;
  readonly output: Record<string, Attributes>;
}

/** Something that a check judged, and the attribute that decided. */
export interface Judged {
  /** Stack id, or `files` or `config` for those. */
  readonly stack: string;
  /** `aws_vpc.network_vpc`, `data.aws_x.y`, `provider.aws`, `terraform`, `output.vpc_id`; a path for files and configuration. */
  readonly address: string;
  /**
   * Path of the decisive attribute in that block, e.g. `vpc_config.endpoint_private_access`. A key with dots stands in
   * `["..."]`; `#` enters a JSON text: `policy#Statement.0.Effect`. It may name what must be absent.
   */
  readonly attribute: string;
  /** Variant that the stack belongs to. */
  readonly variant?: string;
}

/** A check passes by returning what it judged (never empty) and fails by throwing an Error that says what is wrong. */
export interface Check {
  (evidence: Evidence): readonly Judged[];
  /** The same check, one stack at a time: what one part judges it also notices, so that the others need not run again. */
  readonly parts?: (evidence: Evidence) => readonly Check[];
}

/** Checks by the id of their row. */
export type Checks = Readonly<Record<string, Check>>;
