import { type IField, type INamespace, Root, type Type } from "protobufjs";

/**
 * The part of Terraform's plugin protocol 6 that core uses with managed resources and data sources.
 * Field numbers: tfplugin6.proto of hashicorp/terraform-plugin-go 0.29.0.
 */

type FieldSpec = readonly [type: string, id: number, rule?: "repeated" | "map"];

function fieldOf([type, id, rule]: FieldSpec): IField {
  if (rule === "map") return { type, id, keyType: "string" } as IField;
  return rule === undefined ? { type, id } : { type, id, rule };
}

const message = (
  fields: Readonly<Record<string, FieldSpec>>,
  more: { nested?: INamespace["nested"]; oneof?: string } = {},
) => ({
  fields: Object.fromEntries(Object.entries(fields).map(([name, spec]) => [name, fieldOf(spec)])),
  ...(more.nested === undefined ? {} : { nested: more.nested }),
  ...(more.oneof === undefined ? {} : { oneofs: { [more.oneof]: { oneof: Object.keys(fields) } } }),
});

type Fields = Readonly<Record<string, FieldSpec>>;

const call = (request: Fields, response: Fields) => ({
  nested: { Request: message(request), Response: message(response) },
});

const diagnostics: FieldSpec = ["Diagnostic", 1, "repeated"];

const schemaMessages = {
  Schema: message(
    { version: ["int64", 1], block: ["Block", 2] },
    {
      nested: {
        Block: message({
          version: ["int64", 1],
          attributes: ["Attribute", 2, "repeated"],
          block_types: ["NestedBlock", 3, "repeated"],
        }),
        Attribute: message({
          name: ["string", 1],
          type: ["bytes", 2],
          nested_type: ["Object", 10],
          required: ["bool", 4],
          optional: ["bool", 5],
          computed: ["bool", 6],
          sensitive: ["bool", 7],
          write_only: ["bool", 11],
        }),
        NestedBlock: message({
          type_name: ["string", 1],
          block: ["Block", 2],
          nesting: ["int32", 3],
          min_items: ["int64", 4],
          max_items: ["int64", 5],
        }),
        Object: message({ attributes: ["Attribute", 1, "repeated"], nesting: ["int32", 3] }),
      },
    },
  ),
};

const shared = {
  DynamicValue: message({ msgpack: ["bytes", 1], json: ["bytes", 2] }),
  Diagnostic: message({
    severity: ["int32", 1],
    summary: ["string", 2],
    detail: ["string", 3],
    attribute: ["AttributePath", 4],
  }),
  AttributePath: message(
    { steps: ["Step", 1, "repeated"] },
    {
      nested: {
        Step: message(
          { attribute_name: ["string", 1], element_key_string: ["string", 2], element_key_int: ["int64", 3] },
          { oneof: "selector" },
        ),
      },
    },
  ),
  RawState: message({ json: ["bytes", 1], flatmap: ["string", 2, "map"] }),
  ServerCapabilities: message({
    plan_destroy: ["bool", 1],
    get_provider_schema_optional: ["bool", 2],
    move_resource_state: ["bool", 3],
  }),
  ...schemaMessages,
};

const calls = {
  GetMetadata: call({}, { server_capabilities: ["ServerCapabilities", 1], diagnostics: ["Diagnostic", 2, "repeated"] }),
  GetProviderSchema: call(
    {},
    {
      provider: ["Schema", 1],
      resource_schemas: ["Schema", 2, "map"],
      data_source_schemas: ["Schema", 3, "map"],
      diagnostics: ["Diagnostic", 4, "repeated"],
      server_capabilities: ["ServerCapabilities", 6],
    },
  ),
  GetResourceIdentitySchemas: call({}, {}),
  GetFunctions: call({}, {}),
  ValidateProviderConfig: call({ config: ["DynamicValue", 1] }, { diagnostics: ["Diagnostic", 2, "repeated"] }),
  ValidateResourceConfig: call({ type_name: ["string", 1], config: ["DynamicValue", 2] }, { diagnostics }),
  ValidateDataResourceConfig: call({ type_name: ["string", 1], config: ["DynamicValue", 2] }, { diagnostics }),
  ConfigureProvider: call({ terraform_version: ["string", 1], config: ["DynamicValue", 2] }, { diagnostics }),
  StopProvider: call({}, { Error: ["string", 1] }),
  UpgradeResourceState: call(
    { type_name: ["string", 1], version: ["int64", 2], raw_state: ["RawState", 3] },
    { upgraded_state: ["DynamicValue", 1], diagnostics: ["Diagnostic", 2, "repeated"] },
  ),
  ReadResource: call(
    { type_name: ["string", 1], current_state: ["DynamicValue", 2], private: ["bytes", 3] },
    { new_state: ["DynamicValue", 1], diagnostics: ["Diagnostic", 2, "repeated"], private: ["bytes", 3] },
  ),
  PlanResourceChange: call(
    {
      type_name: ["string", 1],
      prior_state: ["DynamicValue", 2],
      proposed_new_state: ["DynamicValue", 3],
      config: ["DynamicValue", 4],
      prior_private: ["bytes", 5],
    },
    {
      planned_state: ["DynamicValue", 1],
      requires_replace: ["AttributePath", 2, "repeated"],
      planned_private: ["bytes", 3],
      diagnostics: ["Diagnostic", 4, "repeated"],
    },
  ),
  ApplyResourceChange: call(
    {
      type_name: ["string", 1],
      prior_state: ["DynamicValue", 2],
      planned_state: ["DynamicValue", 3],
      config: ["DynamicValue", 4],
      planned_private: ["bytes", 5],
    },
    { new_state: ["DynamicValue", 1], private: ["bytes", 2], diagnostics: ["Diagnostic", 3, "repeated"] },
  ),
  ImportResourceState: {
    nested: {
      Request: message({ type_name: ["string", 1], id: ["string", 2] }),
      Response: message({
        imported_resources: ["ImportedResource", 1, "repeated"],
        diagnostics: ["Diagnostic", 2, "repeated"],
      }),
      ImportedResource: message({ type_name: ["string", 1], state: ["DynamicValue", 2], private: ["bytes", 3] }),
    },
  },
  ReadDataSource: call(
    { type_name: ["string", 1], config: ["DynamicValue", 2] },
    { state: ["DynamicValue", 1], diagnostics: ["Diagnostic", 2, "repeated"] },
  ),
};

export type Method = keyof typeof calls;
export const methods = Object.keys(calls) as Method[];

const root = Root.fromJSON({ nested: { tfplugin6: { nested: { ...shared, ...calls } } } });

export const messageOf = (method: Method, part: "Request" | "Response"): Type =>
  root.lookupType(`tfplugin6.${method}.${part}`);
