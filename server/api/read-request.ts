import type { Context } from "hono";
import type { z } from "zod";
import { explainIssue, problemsOf } from "../../directory/explain-issue.ts";
import { ApiError, invalid } from "./api-error.ts";

/** Larger bodies are refused. */
export const MAX_BODY_BYTES = 1_000_000;

/** The body as a set of fields. Refuses what is no JSON object. */
export async function readBody(c: Context): Promise<Record<string, unknown>> {
  let body: unknown;
  try {
    body = JSON.parse(await c.req.text());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ApiError("invalid", "the body is no JSON", [{ path: [], message: "expected a JSON object" }]);
  }
  if (typeof body === "object" && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw new ApiError("invalid", "the body is no JSON object", [
    { path: [], message: "expected a JSON object" },
  ]);
}

/** A value by its schema, with every problem said by field. */
export function parseOrRefuse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value, { error: explainIssue });
  if (parsed.success) return parsed.data;
  throw invalid(problemsOf(parsed.error));
}
