import type { Platform } from "../../src/config";

/** The workload account of that key, which the test relies on. */
export function workloadIn(configuration: Platform, key: string): Platform["workloads"][string] {
  const workload = configuration.workloads[key];
  if (workload === undefined) throw new Error(`the configuration has no workload account "${key}"`);
  return workload;
}

/** The permission set of that name, which the test relies on. */
export function setIn(configuration: Platform, name: string): Platform["people"]["permissionSets"][string] {
  const set = configuration.people.permissionSets[name];
  if (set === undefined) throw new Error(`the configuration has no permission set "${name}"`);
  return set;
}
