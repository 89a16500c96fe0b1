/** Every level optional; arrays are replaced as a whole, so they keep their type. */
export type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [Key in keyof T]?: DeepPartial<T[Key]> | undefined }
    : T;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Lays `differences` over `base`: objects merge, everything else (arrays too) is replaced. Neither is changed. */
export function deepMerge(base: unknown, differences: unknown): unknown {
  if (differences === undefined) return base;
  if (!isRecord(base) || !isRecord(differences)) return differences;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(differences)) merged[key] = deepMerge(base[key], value);
  return merged;
}

/** Freezes a value and all that it holds. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
