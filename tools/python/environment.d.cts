export interface PythonEnvironmentOptions {
  /** Folder of the environment below `tools`, and what it is called in messages. */
  readonly name: string;
  /** Path of a requirements file that gives every package with its version and hashes. */
  readonly requirements: string;
  /** Lowest `[major, minor]` of python3. @default [3, 9] */
  readonly minimum?: readonly [number, number];
  /** @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
  /** @default `.tools` of the repository */
  readonly tools?: string;
  /** Told in one line before an installation. @default standard error */
  readonly say?: (line: string) => void;
}

/** Why there is no environment; callers add what to do about it. */
export declare class PythonEnvironmentError extends Error {}
/** First executable of that name on the PATH of `environment`. */
export declare function onPath(name: string, environment?: NodeJS.ProcessEnv): string | undefined;
/** Path of the environment's python; made once for each requirements file. @throws PythonEnvironmentError */
export declare function pythonEnvironment(options: PythonEnvironmentOptions): string;
