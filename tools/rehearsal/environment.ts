import { join } from "node:path";

/**
 * Plain HTTP to AWS's own names, with the emulator as the proxy for them: the backend's bucket is part of the host name,
 * and no configuration has to say otherwise.
 */
const emulated = (endpoint: string) => ({
  HTTP_PROXY: endpoint,
  AWS_ENDPOINT_URL_S3: "http://s3.amazonaws.com",
  AWS_ENDPOINT_URL_DYNAMODB: "http://dynamodb.amazonaws.com",
  AWS_ENDPOINT_URL_STS: "http://sts.amazonaws.com",
  AWS_ENDPOINT_URL_IAM: "http://iam.amazonaws.com",
});

/** Variables that a Terraform of ours starts with: none of the user's own settings, accounts or credentials. */
export function terraformEnvironment(
  home: string,
  { endpoint, reattach, configuration }: { endpoint?: string; reattach?: string; configuration: string },
): NodeJS.ProcessEnv {
  const aws = {
    AWS_ACCESS_KEY_ID: "offline",
    AWS_SECRET_ACCESS_KEY: "offline",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: join(home, "no-aws-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(home, "no-aws-credentials"),
    ...(endpoint === undefined ? {} : emulated(endpoint)),
  };
  return {
    PATH: process.env["PATH"],
    HOME: home,
    TMPDIR: home,
    LANG: "C.UTF-8",
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    TF_CLI_CONFIG_FILE: configuration,
    ...(reattach === undefined ? {} : { TF_REATTACH_PROVIDERS: reattach }),
    ...aws,
  };
}
