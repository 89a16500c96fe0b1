export interface FinderOptions {
  /** @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
  /** Folder that an own Terraform is installed in. @default `.tools` of the repository */
  readonly tools?: string;
  /** Told in one line what takes long or departs from the expected. @default standard error */
  readonly say?: (line: string) => void;
}

/** Lowest `[major, minor]`. */
export declare const minimum: readonly [number, number];
export declare class TerraformNotFound extends Error {}
/** Environment for a Terraform that is ours to run: no settings of the machine's user, no calls home. */
export declare function cleanEnvironment(environment?: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
/** `[major, minor]` of the executable, or undefined when it does not answer as Terraform does. */
export declare function versionOf(executable: string, environment?: NodeJS.ProcessEnv): [number, number] | undefined;
/** Path of a Terraform that is new enough. @throws TerraformNotFound with what to do about it */
export declare function findTerraform(options?: FinderOptions): string;
