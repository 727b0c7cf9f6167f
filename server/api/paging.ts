import { z } from "@hono/zod-openapi";
import { invalid } from "./api-error.ts";

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;
const LIMIT = `expected a whole number from 1 to ${MAX_LIMIT}`;

/** The query of every list. */
export const pageQuery = z.strictObject({
  limit: z.coerce
    .number({ error: LIMIT })
    .int(LIMIT)
    .min(1, LIMIT)
    .max(MAX_LIMIT, LIMIT)
    .default(DEFAULT_LIMIT),
  cursor: z.string().optional(),
});

/** A list's answer. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** A cursor from its parts; opaque to clients, so that it may change. */
export function makeCursor(...parts: string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** The parts of a cursor, each of which must match; null where none is given. */
export function readCursor(cursor: string | undefined, ...shapes: RegExp[]): string[] | null {
  if (cursor === undefined) return null;
  const parts = parse(Buffer.from(cursor, "base64url").toString());
  const fits =
    parts?.length === shapes.length && shapes.every((shape, index) => shape.test(parts[index] ?? ""));
  if (parts === null || !fits)
    throw invalid([{ path: ["cursor"], message: "expected the nextCursor of an earlier answer" }]);
  return parts;
}

function parse(text: string): string[] | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((part) => typeof part === "string") ? parsed : null;
  } catch {
    return null;
  }
}

/** One page out of one more row than asked for: whether there is a next one shows in it. */
export function cutPage<Row>(rows: Row[], limit: number, cursorOf: (last: Row) => string) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
