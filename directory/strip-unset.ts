const MAX_DEPTH = 20;

/**
 * Unset, empty and blank mean the same (product.md §2): leaves out every field of a value that holds
 * nothing, blank text or an empty list, at any depth. Entries of lists keep their places.
 */
export function stripUnset(value: unknown, depth = 0): unknown {
  // No settings are this deep: left as it is, so that a bottomless value can't exhaust the stack.
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) return value.map((entry) => stripUnset(entry, depth + 1));
  const kept: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(value)) {
    if (!isUnset(inner)) kept.push([key, stripUnset(inner, depth + 1)]);
  }
  return Object.fromEntries(kept);
}

function isUnset(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === "string" ? value.trim() === "" : Array.isArray(value) && value.length === 0;
}
