/**
 * Unset, empty and blank mean the same (product.md §2): leaves out every field of a value that holds
 * nothing, blank text or an empty list, at any depth. Entries of lists keep their places.
 */
export function stripUnset(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripUnset);
  if (typeof value !== "object" || value === null) return value;
  const kept: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(value)) {
    if (!isUnset(inner)) kept.push([key, stripUnset(inner)]);
  }
  return Object.fromEntries(kept);
}

function isUnset(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === "string" ? value.trim() === "" : Array.isArray(value) && value.length === 0;
}
