import type { Value } from "../protocol/values";
import type { Type } from "../schema/schema";
import { type Birth, Newborn } from "./birth";
import { kubernetesId } from "./kubernetes";

type Invention = readonly [name: RegExp, make: (newborn: Newborn, name: string) => string];

const prefixes: Readonly<Record<string, string>> = {
  vpc: "vpc",
  subnet: "subnet",
  security_group: "sg",
  route_table: "rtb",
  network_interface: "eni",
  network_acl: "acl",
  instance: "i",
};

/** By attribute name, the first that fits; the order goes from the particular to the general. */
const inventions: readonly Invention[] = [
  [/(^|_)arn$/, (newborn) => generalArn(newborn)],
  [/^(owner|account|registry)_id$|_account_id$/, ({ place }) => place.account],
  [/^(bucket_)?region$/, ({ place }) => place.region],
  [
    /^(vpc|subnet|security_group|route_table|network_interface|network_acl|instance)_id$/,
    (newborn, name) => newborn.id(prefixes[name.replace(/_id$/, "")] ?? "id"),
  ],
  [/(^|_)(url|uri|endpoint|issuer)$/, (newborn) => `https://${newborn.hex(16, "host")}.example.com`],
  [/(dns_name|domain_name|hostname|fqdn|address)$/, (newborn) => `${newborn.hex(12, "host")}.example.com`],
  [/cidr/, (newborn) => `10.${newborn.address("cidr").split(".")[0] ?? "0"}.0.0/16`],
  [/(^|_)ip$/, (newborn) => `10.${newborn.address("ip")}`],
  [/policy$|json$/, () => ""],
  [/(_at|_date|_time|timestamp|created|updated)$/, () => "2026-01-01T00:00:00Z"],
  [/(^|_)(status|state)$/, () => "ACTIVE"],
  [/(error|message|prefix|description)/, () => ""],
];

function generalArn(newborn: Newborn): string {
  const { type, place } = newborn.birth;
  const [service = "service", ...rest] = type.split("_").slice(1);
  if (place.account === "") return newborn.hex(24, "arn");
  return newborn.arn(service, `${rest.join("-") || "object"}/${newborn.text("name") ?? newborn.hex(17, "arn")}`);
}

function text(newborn: Newborn, path: readonly (string | number)[]): string {
  const { type } = newborn.birth;
  const name =
    path
      .map(String)
      .filter((step) => !/^\d+$/.test(step))
      .pop() ?? "value";
  if (name === "id" && path.length === 1)
    return type.startsWith("kubernetes_") ? kubernetesId(newborn) : (newborn.text("name") ?? newborn.hex(24, "id"));
  if (type.startsWith("mongodbatlas_") && /(^|_)id$/.test(name)) return newborn.hex(24, path.join("."));
  const found = inventions.find(([pattern]) => pattern.test(name));
  return found === undefined
    ? `${name.replaceAll("_", "-")}-${newborn.hex(8, path.join("."))}`
    : found[1](newborn, name);
}

/** A value of the right type and, by the attribute's name, of a plausible form; the same for the same object and path. */
export function inventedValue(birth: Birth, path: readonly (string | number)[], type: Type): Value {
  const newborn = new Newborn(birth);
  if (type === "string") return text(newborn, path);
  if (type === "number") return /port/.test(String(path.at(-1))) ? 443 : 1;
  if (type === "bool") return false;
  if (type === "dynamic") return [new TextEncoder().encode('"string"'), text(newborn, path)];
  const [kind, element] = type;
  if (kind === "object")
    return Object.fromEntries(
      Object.entries(element).map(([name, inner]) => [name, inventedValue(birth, [...path, name], inner)]),
    );
  if (kind === "tuple") return element.map((inner, index) => inventedValue(birth, [...path, index], inner));
  return kind === "map" ? {} : [inventedValue(birth, [...path, 0], element)];
}
