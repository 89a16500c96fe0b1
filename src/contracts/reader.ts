import {
  DataTerraformRemoteState,
  DataTerraformRemoteStateLocal,
  DataTerraformRemoteStateS3,
  NamedRemoteWorkspace,
  propertyAccess,
  type TerraformRemoteState,
  Token,
} from "cdktf";
import type { Construct } from "constructs";
import { localStatePath, type Place, stateBucketName, stateKey, stateKeyAlias } from "../lib/naming";
import type { Contract, MapReader, Reception } from "./contract";

/** Where the producer's state lies; the same three kinds as a stack's own backend. */
export interface Source {
  /** Stack id of the producer. */
  readonly producer: string;
  readonly place: Place;
  readonly backend:
    | { readonly kind: "local" }
    | { readonly kind: "s3" }
    | { readonly kind: "cloud"; readonly organization: string; readonly hostname?: string | undefined };
  /** Role to read the state with. @default the caller's own credentials */
  readonly roleArn?: string;
}

function remoteState(
  scope: Construct,
  id: string,
  { producer, place, backend, roleArn }: Source,
): TerraformRemoteState {
  if (backend.kind === "local") return new DataTerraformRemoteStateLocal(scope, id, { path: localStatePath(producer) });
  if (backend.kind === "cloud") {
    const { organization, hostname } = backend;
    const workspaces = new NamedRemoteWorkspace(producer);
    return new DataTerraformRemoteState(scope, id, {
      organization,
      workspaces,
      ...(hostname === undefined ? {} : { hostname }),
    });
  }
  return new DataTerraformRemoteStateS3(scope, id, {
    bucket: stateBucketName(place),
    key: stateKey(producer),
    region: place.region,
    encrypt: true,
    kmsKeyId: stateKeyAlias(place.company),
    ...(roleArn === undefined ? {} : { assumeRole: { roleArn } }),
  });
}

/**
 * Typed expressions over `data.terraform_remote_state.<producer>`; asking for an output outside of the contract does not
 * compile. The data source bears the stack id of the producer, because Terraform names it when there is no such state yet.
 */
export function readerOf<C extends Contract>(scope: Construct, contract: C, source: Source): Reception<C> {
  const state = remoteState(scope, source.producer, source);
  const received = Object.entries(contract.outputs).map(([name, { kind }]) => {
    if (kind === "text") return [name, state.getString(name)];
    if (kind === "list") return [name, state.getList(name)];
    const entries: MapReader = { at: (key) => Token.asString(propertyAccess(state.get(name), [key])) };
    return [name, entries];
  });
  return Object.fromEntries(received) as Reception<C>;
}
