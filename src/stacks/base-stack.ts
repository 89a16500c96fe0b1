import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Contract, Publication, Reception } from "../contracts";
import { readerOf } from "../contracts/reader";
import type { Layer } from "../lib/layers";
import { localStatePath, regional, roleArn, stackId } from "../lib/naming";
import type { CostTags } from "../lib/tags";
import { type Backend, s3Settings } from "./backend";

export interface Region {
  /** AWS name, e.g. `us-west-2`. */
  readonly name: string;
  /** Zone names, append only. */
  readonly zones: readonly string[];
}

/** The place of a stack: one account, one region, one layer, one state file. */
export interface StackScope {
  /** Company prefix of global names, e.g. `company-inc`. */
  readonly company: string;
  readonly account: {
    /** Key of the account, e.g. `prod`: the first part of every stack id. */
    readonly name: string;
    /** Twelve digits. */
    readonly id: string;
  };
  readonly region: Region;
  /** Region whose stacks carry no suffix. */
  readonly primaryRegion: string;
  readonly backend: Backend;
  /** Default tags but for Component, which is the layer. */
  readonly tags: Omit<CostTags, "Component">;
  /**
   * Name of the role that providers and state access assume in the account.
   * @default the caller's own credentials are used
   */
  readonly assumeRole?: string;
}

/**
 * One account, one region, one layer: pins the account, names the state, sets default tags, hands over and receives
 * values by contract. Synthesizes nothing but that by itself.
 */
export abstract class BaseStack extends TerraformStack {
  readonly scope: StackScope;
  readonly layer: Layer;
  protected readonly aws: AwsProvider;

  constructor(parent: Construct, layer: Layer, scope: StackScope) {
    const id = stackId(scope.account.name, layer, scope.region.name, scope.primaryRegion);
    super(parent, id);
    this.scope = scope;
    this.layer = layer;
    const role = scope.assumeRole === undefined ? undefined : roleArn(scope.account.id, scope.assumeRole);
    this.aws = new AwsProvider(this, "aws", {
      region: scope.region.name,
      allowedAccountIds: [scope.account.id],
      // HCP Terraform hands each run the role of its phase; a second role would lift the plan's read-only one.
      ...(role === undefined || scope.backend.kind === "cloud" ? {} : { assumeRole: [{ roleArn: role }] }),
      defaultTags: [{ tags: { ...scope.tags, Component: layer } }],
    });
    this.addOverride("terraform.required_version", ">= 1.11.0, < 2.0.0");
    this.placeState(id, role);
  }

  /** True in the region whose stacks also own what an account has only once (IAM objects, the Atlas cluster). */
  get isPrimary(): boolean {
    return this.scope.region.name === this.scope.primaryRegion;
  }

  /** `<account>-<name>-<suffix>`: a name of IAM or S3 that no other region of the account can also claim. */
  regionalName(name: string): string {
    return regional(`${this.scope.account.name}-${name}`, this.scope.region.name);
  }

  /** ARN of a role of this account, composed, because policies may name it before it exists. */
  roleArn(name: string): string {
    return roleArn(this.scope.account.id, name);
  }

  /** Hands over all outputs of the layer's contract, under exactly their names, described and not sensitive. */
  protected publish<C extends Contract>(contract: C, values: Publication<C>): void {
    for (const [name, { description }] of Object.entries(contract.outputs)) {
      const output = new TerraformOutput(this, `output-${name}`, { value: values[name], description });
      output.overrideLogicalId(name);
    }
  }

  /** Expressions for what another layer of the same account and region handed over. */
  protected read<C extends Contract>(contract: C): Reception<C> {
    const { account, region, primaryRegion } = this.scope;
    return readerOf(this, contract, {
      producer: stackId(account.name, contract.layer, region.name, primaryRegion),
      place: { company: this.scope.company, account: account.name, region: region.name },
      backend: this.scope.backend,
      ...(this.scope.assumeRole === undefined ? {} : { roleArn: roleArn(account.id, this.scope.assumeRole) }),
    });
  }

  private placeState(id: string, role: string | undefined): void {
    const { backend, company, account, region } = this.scope;
    if (backend.kind === "local") {
      // Relative: cdktf's own default is an absolute path, which ties the state to one machine.
      new LocalBackend(this, { path: localStatePath(id) });
    } else if (backend.kind === "cloud") {
      new CloudBackend(this, {
        organization: backend.organization,
        ...(backend.hostname === undefined ? {} : { hostname: backend.hostname }),
        workspaces: new NamedCloudWorkspace(id, account.name),
      });
    } else {
      const settings = s3Settings({ company, account: account.name, region: region.name }, id, backend, role);
      new S3Backend(this, settings.typed);
      // The S3 backend of cdktf 0.21 knows no use_lockfile.
      if (settings.useLockfile) this.addOverride("terraform.backend.s3.use_lockfile", true);
    }
  }
}
