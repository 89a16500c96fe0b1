const directions: Readonly<Record<string, string>> = {
  north: "n",
  south: "s",
  east: "e",
  west: "w",
  central: "c",
  northeast: "ne",
  northwest: "nw",
  southeast: "se",
  southwest: "sw",
};

const pattern = /^([a-z]{2})-([a-z]+)-(\d)$/;

/**
 * Short form of a region for stack ids and global names: `us-west-2` becomes `usw2`.
 * @throws when the name is not of the form `<area>-<direction>-<number>`.
 */
export function regionSuffix(region: string): string {
  const [, area, direction, number] = pattern.exec(region) ?? [];
  const letters = direction === undefined ? undefined : directions[direction];
  if (letters === undefined) throw new Error(`"${region}" is not the name of an AWS region`);
  return `${area}${letters}${number}`;
}

/** Atlas spells regions in capitals with underscores: `us-east-1` becomes `US_EAST_1`. */
export function atlasRegion(region: string): string {
  return region.toUpperCase().replaceAll("-", "_");
}
