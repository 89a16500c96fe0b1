import type { Platform } from "../../../src/config";
import type { LedgerObject } from "../../stand-in";
import type { Fields } from "../../stand-in/protocol/values";
import type { Stage } from "../stage";
import { withAccounts } from "../synthesis";
import { always, apply, expect, type Scenario, stateOf } from "./scenario";

/** Types of which `importFrom` names every object, by itself or through what it joins. */
const adoptable = [
  "aws_organizations_organization",
  "aws_organizations_organizational_unit",
  "aws_organizations_account",
  "aws_vpc",
  "aws_vpc_ipv4_cidr_block_association",
  "aws_internet_gateway",
  "aws_subnet",
  "aws_route_table",
  "aws_route",
  "aws_route_table_association",
  "aws_nat_gateway",
] as const;

const owned = (stage: Stage, stack: string, type?: string): readonly LedgerObject[] =>
  stage.ledger.objects(type).filter((object) => object.stack === stack);

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** How an object that somebody once made by hand differs. */
function unlike({ type, attributes }: LedgerObject): Fields {
  const untagged: Fields = "tags" in attributes ? { tags: null, tags_all: {} } : {};
  if (type !== "aws_organizations_account") return untagged;
  // AWS does not tell which role an account was made with, or who may see its bills.
  return { ...untagged, name: "Made by hand", role_name: null, iam_user_access_to_billing: null };
}

/** Makes what `stack` has applied look like what somebody once made by hand: untagged, in no state, and nothing around it. */
async function disown(stage: Stage, stack: string, kept: readonly string[]): Promise<void> {
  for (const object of owned(stage, stack)) {
    if (!kept.includes(object.type)) stage.ledger.remove(object.type, object, object.attributes);
    else stage.ledger.put({ ...object, attributes: { ...object.attributes, ...unlike(object) } });
  }
  const { stdout } = await stage.run(stack, ["state", "list"], "fault-list");
  const managed = stdout.split("\n").filter((address) => address !== "" && !address.startsWith("data."));
  const removed = await stage.run(stack, ["state", "rm", ...managed], "fault-disown");
  expect(removed.code === 0, `${stack} forgets what it made`, removed);
}

type Imports = NonNullable<NonNullable<Platform["workloads"][string]["network"]["importFrom"]>[string]>;

/** Writes down the ids of a VPC's parts, as its owner would after a look into the console. */
function networkIds(stage: Stage, stack: string, outputs: Readonly<Record<string, unknown>>): Imports {
  const ids = (type: string) => owned(stage, stack, type).map(({ attributes }) => attributes);
  const only = (type: string) => text(ids(type)[0]?.["id"]);
  const byZone = (name: string) => Object.entries((outputs[name] ?? {}) as Readonly<Record<string, string>>);
  const subnets = ["public", "private", "database", "pod"].flatMap((tier) =>
    byZone(`${tier}_subnet_ids`).map(([zone, id]) => [`${tier}-${zone}`, id] as const),
  );
  const zoneOf = (subnet: unknown) => byZone("public_subnet_ids").find(([, id]) => id === subnet)?.[0] ?? "";
  const tableOf = (subnet: string | undefined) =>
    text(ids("aws_route_table_association").find(({ subnet_id }) => subnet_id === subnet)?.["route_table_id"]);
  const gateways = ids("aws_nat_gateway").map((gateway) => [zoneOf(gateway["subnet_id"]), gateway] as const);
  const idsBy = (name: string) => Object.fromEntries(gateways.map(([zone, gateway]) => [zone, text(gateway[name])]));
  return {
    vpc: only("aws_vpc"),
    internetGateway: only("aws_internet_gateway"),
    podBlockAssociation: only("aws_vpc_ipv4_cidr_block_association"),
    subnets: Object.fromEntries(subnets),
    routeTables: {
      public: tableOf(byZone("public_subnet_ids")[0]?.[1]),
      database: text(outputs["database_route_table_id"]),
      ...Object.fromEntries(byZone("private_route_table_ids").map(([zone, id]) => [`private-${zone}`, id])),
    },
    natGateways: idsBy("id"),
    elasticIps: idsBy("allocation_id"),
  };
}

interface Planned {
  readonly address: string;
  readonly type: string;
  readonly change: { readonly actions: readonly string[]; readonly importing?: { readonly id: string } };
}

/** Plans and applies a stack that names what exists: all of it is imported, none of it made again. @returns what was imported */
async function adopt(stage: Stage, stack: string): Promise<readonly Planned[]> {
  const held = () => owned(stage, stack).filter(({ type }) => adoptable.some((one) => one === type));
  const before = held().map(({ type, id }) => `${type} ${id}`);
  await stage.run(stack, ["init", ...always, "-reconfigure"], "fault-init");
  const planned = await stage.run(stack, ["plan", ...always, "-out=tfplan"], "fault-adopt");
  expect(planned.code === 0, `${stack} can be planned`, planned);
  const { stdout } = await stage.run(stack, ["show", "-json", "tfplan"], "fault-show");
  const { resource_changes: changes } = JSON.parse(stdout) as { resource_changes: readonly Planned[] };
  const imported = changes.filter(({ change }) => change.importing !== undefined);
  const remade = changes.filter(
    ({ type, change }) =>
      (adoptable.some((one) => one === type) && change.importing === undefined) ||
      change.actions.includes("delete") ||
      (change.importing !== undefined && change.actions.includes("create")),
  );
  expect(
    remade.length === 0,
    `nothing that exists is made again, not ${remade.map(({ address }) => address).join(", ")}`,
  );
  const applied = await stage.run(stack, apply, "fault-adopted");
  expect(applied.code === 0, `${stack} can be applied`, applied);
  const after = held().map(({ type, id }) => `${type} ${id}`);
  expect(before.toSorted().join() === after.toSorted().join(), "what was adopted is what there was");
  const again = await stage.run(stack, ["plan", ...always, "-detailed-exitcode"], "fault-replan");
  expect(again.code === 0, "the second plan is empty", again);
  return imported;
}

export const adoptedNetwork = (platform: Platform, workload: string): Scenario => ({
  name: "an existing VPC that importFrom names",
  async run({ stage, consumer }) {
    const outputs = Object.entries((await stateOf(stage, consumer)).outputs ?? {}).map(([name, { value }]) => [
      name,
      value,
    ]);
    const importFrom = { [platform.regions.primary]: networkIds(stage, consumer, Object.fromEntries(outputs)) };
    const addresses = Object.values(importFrom[platform.regions.primary]?.elasticIps ?? {});
    await disown(stage, consumer, [...adoptable, "aws_eip"]);
    for (const address of owned(stage, consumer, "aws_eip"))
      if (!addresses.includes(address.id)) stage.ledger.remove("aws_eip", address, address.attributes);
    const own = platform.workloads[workload];
    if (own === undefined) throw new Error(`there is no ${workload}`);
    const network = { ...own.network, importFrom };
    stage.synthesize({ ...platform, workloads: { ...platform.workloads, [workload]: { ...own, network } } });
    const imported = await adopt(stage, consumer);
    return `${imported.length} objects imported, none made again, none replaced`;
  },
});

export const adoptedOrganization = (platform: Platform): Scenario => ({
  name: "an existing organization that importFrom names",
  async run({ stage }) {
    const stack = "management-organization";
    const find = (type: string, name: string) =>
      owned(stage, stack, type).find(({ attributes }) => attributes["name"] === name);
    const [organization] = owned(stage, stack, "aws_organizations_organization");
    if (organization === undefined) throw new Error("no organization was made");
    const units = Object.entries(platform.organization.units).map(([key, unit]) => {
      const found = find("aws_organizations_organizational_unit", unit.name);
      return [key, found === undefined ? unit : { ...unit, importFrom: found.id }] as const;
    });
    const accounts = owned(stage, stack, "aws_organizations_account");
    await disown(stage, stack, adoptable);
    const known = withAccounts(platform, (account) => {
      const found = accounts.find(({ attributes }) => attributes["email"] === account.email);
      return found === undefined ? account : { ...account, importFrom: found.id };
    });
    stage.synthesize({
      ...known,
      organization: {
        ...platform.organization,
        id: organization.id,
        importFrom: organization.id,
        units: Object.fromEntries(units),
      },
    });
    const imported = await adopt(stage, stack);
    return `${imported.length} objects imported, none made again, none replaced`;
  },
});
