import { chmodSync } from "node:fs";
import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from "@grpc/grpc-js";
import type { Certificate } from "./certificate";
import { type Diagnostic, type Provider, ProviderError } from "./provider";
import { type Method, messageOf, methods } from "./tfplugin6";
import {
  type DynamicValue,
  diagnosticMessage,
  dynamicMessage,
  fieldsOf,
  jsonOf,
  pathMessage,
  schemaMessage,
  schemaMessages,
} from "./wire";

interface Request {
  readonly type_name: string;
  readonly id: string;
  readonly config?: DynamicValue;
  readonly current_state?: DynamicValue;
  readonly prior_state?: DynamicValue;
  readonly proposed_new_state?: DynamicValue;
  readonly planned_state?: DynamicValue;
  readonly raw_state?: { readonly json?: Uint8Array };
  readonly private?: Uint8Array;
  readonly prior_private?: Uint8Array;
  readonly planned_private?: Uint8Array;
}

type Handler = (request: Request) => object | Promise<object>;

const report = (diagnostics: readonly Diagnostic[]): object => ({ diagnostics: diagnostics.map(diagnosticMessage) });

const configOf = (request: Request) => fieldsOf(request.config) ?? {};

function handlersOf(provider: Provider): Readonly<Record<Method, Handler>> {
  return {
    GetMetadata: () => ({ server_capabilities: {} }),
    GetProviderSchema() {
      const { provider: own, resource, data } = provider.schemas();
      return {
        provider: schemaMessage(own),
        resource_schemas: schemaMessages(resource),
        data_source_schemas: schemaMessages(data),
        server_capabilities: {},
      };
    },
    GetResourceIdentitySchemas: () => ({}),
    GetFunctions: () => ({}),
    StopProvider: () => ({}),
    ValidateProviderConfig: (request) => report(provider.validate("provider", "", configOf(request))),
    ValidateResourceConfig: (request) => report(provider.validate("resource", request.type_name, configOf(request))),
    ValidateDataResourceConfig: (request) => report(provider.validate("data", request.type_name, configOf(request))),
    ConfigureProvider(request) {
      provider.configure(configOf(request));
      return {};
    },
    UpgradeResourceState(request) {
      const upgraded = provider.upgrade(request.type_name, jsonOf(request.raw_state?.json));
      return { upgraded_state: { json: Buffer.from(JSON.stringify(upgraded)) } };
    },
    ReadResource(request) {
      const state = fieldsOf(request.current_state);
      const found = state === null ? null : provider.read(request.type_name, state);
      return { new_state: dynamicMessage(found), private: request.private };
    },
    PlanResourceChange(request) {
      const { planned, replaces } = provider.plan(request.type_name, {
        prior: fieldsOf(request.prior_state),
        proposed: fieldsOf(request.proposed_new_state),
        config: fieldsOf(request.config),
      });
      return {
        planned_state: dynamicMessage(planned),
        requires_replace: replaces.map(pathMessage),
        planned_private: request.prior_private,
      };
    },
    async ApplyResourceChange(request) {
      const state = await provider.apply(request.type_name, {
        prior: fieldsOf(request.prior_state),
        planned: fieldsOf(request.planned_state),
        config: fieldsOf(request.config),
      });
      return { new_state: dynamicMessage(state), private: request.planned_private };
    },
    ImportResourceState({ type_name, id }) {
      return { imported_resources: [{ type_name, state: dynamicMessage(provider.importObject(type_name, id)) }] };
    },
    ReadDataSource: (request) => ({
      state: dynamicMessage(provider.readData(request.type_name, configOf(request))),
    }),
  };
}

/** An answer to a call that failed: a failed apply keeps what there was before, so that Terraform forgets nothing. */
function failure(method: Method, request: Request, error: unknown): object {
  const diagnostics =
    error instanceof ProviderError
      ? error.diagnostics
      : [
          {
            severity: "error" as const,
            summary: `The stand-in provider failed in ${method} of ${request.type_name}`,
            detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
          },
        ];
  return {
    ...report(diagnostics),
    ...(method === "ApplyResourceChange" ? { new_state: request.prior_state } : {}),
    ...(method === "PlanResourceChange" ? { planned_state: request.prior_state } : {}),
    ...(method === "ReadResource" ? { new_state: request.current_state } : {}),
  };
}

function addProvider(server: Server, provider: Provider): void {
  const handlers = handlersOf(provider);
  const definition: Record<string, ServiceDefinition[string]> = {};
  const implementation: UntypedServiceImplementation = {};
  for (const method of methods) {
    const request = messageOf(method, "Request");
    const response = messageOf(method, "Response");
    const encode = (value: object) => Buffer.from(response.encode(response.fromObject(value)).finish());
    definition[method] = {
      path: `/tfplugin6.Provider/${method}`,
      requestStream: false,
      responseStream: false,
      requestSerialize: () => Buffer.alloc(0),
      requestDeserialize: (data: Buffer) => request.decode(data),
      responseSerialize: encode,
      responseDeserialize: () => ({}),
    };
    implementation[method] = (
      { request: asked }: { request: Request },
      answer: (error: null, value: object) => void,
    ) => {
      Promise.resolve()
        .then(() => handlers[method](asked))
        .catch((error: unknown) => failure(method, asked, error))
        .then((value) => answer(null, value))
        .catch(() => server.forceShutdown());
    };
  }
  server.addService(definition, implementation);
}

const bytes = (path: string, stream: { request?: boolean; response?: boolean } = {}): ServiceDefinition[string] => ({
  path,
  requestStream: stream.request ?? false,
  responseStream: stream.response ?? false,
  requestSerialize: (data: Buffer) => data,
  requestDeserialize: (data: Buffer) => data,
  responseSerialize: (data: Buffer) => data,
  responseDeserialize: (data: Buffer) => data,
});

interface Stream {
  on(event: string, listener: () => void): void;
  end(): void;
}

/** What go-plugin itself asks of every plugin, beside the provider's own service. */
function addPluginServices(server: Server, onShutdown: () => void): void {
  const services: [string, string, ServiceDefinition[string], UntypedServiceImplementation[string]][] = [
    [
      "GRPCController",
      "Shutdown",
      bytes("/plugin.GRPCController/Shutdown"),
      (_call: unknown, answer: (error: null, data: Buffer) => void) => {
        answer(null, Buffer.alloc(0));
        onShutdown();
      },
    ],
    [
      "GRPCBroker",
      "StartStream",
      bytes("/plugin.GRPCBroker/StartStream", { request: true, response: true }),
      (stream: Stream) => {
        for (const event of ["data", "error"]) stream.on(event, () => {});
        stream.on("end", () => stream.end());
      },
    ],
    [
      "GRPCStdio",
      "StreamStdio",
      bytes("/plugin.GRPCStdio/StreamStdio", { response: true }),
      (stream: Stream) => stream.on("error", () => {}),
    ],
    [
      "Health",
      "Check",
      bytes("/grpc.health.v1.Health/Check"),
      // HealthCheckResponse.status = SERVING
      (_call: unknown, answer: (error: null, data: Buffer) => void) => answer(null, Buffer.from([0x08, 0x01])),
    ],
  ];
  for (const [, name, definition, handler] of services) server.addService({ [name]: definition }, { [name]: handler });
}

export interface ListenOptions {
  /** Path of the unix socket; it must not exist and be short (108 bytes on Linux, 104 on macOS). */
  readonly socket: string;
  /** Mutual TLS with the client that Terraform named; without it the socket's own mode is the only guard. */
  readonly tls?: { readonly own: Certificate; readonly clientPem: string };
  /** Terraform asks each plugin to stop; one that serves several commands ignores it. */
  readonly onShutdown?: () => void;
}

/** Serves `provider` on a unix socket until `close`. */
export async function listen(
  provider: Provider,
  { socket, tls, onShutdown = () => {} }: ListenOptions,
): Promise<{ close(): void }> {
  // Schemas of a whole provider exceed gRPC's default of 4 MiB.
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  addProvider(server, provider);
  addPluginServices(server, onShutdown);
  const credentials =
    tls === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(
          Buffer.from(tls.clientPem),
          [{ private_key: Buffer.from(tls.own.keyPem), cert_chain: Buffer.from(tls.own.certificatePem) }],
          true,
        );
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, credentials, (error) => (error === null ? resolve() : reject(error)));
  });
  chmodSync(socket, 0o600);
  return { close: () => server.forceShutdown() };
}
