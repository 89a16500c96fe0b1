import type { Evidence } from "../check";
import { type Block, ensure, type StackView, views } from "../lens";

export const environments = ["dev", "staging", "prod"] as const;

/** Regions that an environment's stacks exist in. */
function regionsOf({ config }: Evidence, account: string): readonly string[] {
  const { primary, secondary } = config.regions;
  return config.workloads[account]?.secondaryRegion.enabled === true ? [primary, secondary] : [primary];
}

/** The stacks of a layer in every environment and region where it has to be; one that lacks is a violation. */
export function everywhere(
  evidence: Evidence,
  layer: string,
  accounts: readonly string[] = environments,
): readonly StackView[] {
  return accounts.flatMap((account) =>
    regionsOf(evidence, account).map((region) => {
      const [found] = views(evidence, { layer, account, region });
      ensure(found !== undefined, `${account} has no ${layer} stack in ${region}`);
      return found;
    }),
  );
}

/** The range of each VPC: the document's three, and that of the second region, which the address plan adds. */
const vpcRanges: Readonly<Record<string, string>> = {
  "prod us-east-1": "10.0",
  "staging us-east-1": "10.1",
  "dev us-east-1": "10.2",
  "prod us-west-2": "10.10",
  "staging us-west-2": "10.11",
};

const podRanges: Readonly<Record<string, string>> = {
  "prod us-east-1": "100.64",
  "staging us-east-1": "100.65",
  "dev us-east-1": "100.66",
  "prod us-west-2": "100.74",
  "staging us-west-2": "100.75",
};

function planned(ranges: Readonly<Record<string, string>>, { account, region }: StackView): string {
  const range = ranges[`${account} ${region}`];
  ensure(range !== undefined, `the address plan has no range for ${account} in ${region}`);
  return range;
}

/** First two octets of the VPC's range. */
export const vpcPrefix = (view: StackView): string => planned(vpcRanges, view);
/** First two octets of the pods' range. */
export const podPrefix = (view: StackView): string => planned(podRanges, view);

export const zonesOf = ({ region }: StackView): readonly string[] =>
  ["a", "b", "c"].map((letter) => `${region}${letter}`);

export type Tier = "public" | "private" | "pod" | "database";

/** Subnets of a tier by their tag, at least one. */
export function subnets(view: StackView, tier: Tier): readonly Block[] {
  const found = view.all("aws_subnet").filter((subnet) => subnet.at("tags.Tier") === tier);
  ensure(found.length > 0, `${view.id} has no ${tier} subnet`);
  return found;
}

/** Tier of the subnet that a block means. */
export const tierOf = (subnet: Block): string => {
  ensure(subnet.type === "aws_subnet", `${subnet} is no subnet`);
  return String(subnet.at("tags.Tier"));
};

export const byZone = (left: Block, right: Block): number =>
  String(left.at("availability_zone")) < String(right.at("availability_zone")) ? -1 : 1;

/** The blocks that a list of references leads to. */
export function targets(block: Block, path: string): readonly Block[] {
  const references = block.at(path);
  ensure(Array.isArray(references) && references.length > 0, `${block} ${path} is no list of references`);
  return references.map((_, place) => block.to(`${path}.${place}`));
}
