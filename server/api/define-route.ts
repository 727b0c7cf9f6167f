import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Action } from "../../access/roles.ts";
import type { ApiDeps } from "./api-deps.ts";
import { API_ERRORS, type ApiErrorCode } from "./api-error.ts";
import { type Access, admit } from "./authorize.ts";
import { parseOrRefuse, readBody } from "./read-request.ts";

/** What a handler gets: everything proven and read. */
export type ApiRequest<Query> = {
  access: Access;
  /** The `:id` of the path; empty where it has none. */
  id: string;
  query: Query;
  body: Record<string, unknown>;
  /** The request itself, for what is read otherwise: a header, a stream. */
  request: Request;
};

export type RouteDefinition<Query extends z.ZodType> = {
  method: "get" | "post" | "patch" | "delete";
  /** Below `/accounts/{slug}`. */
  path: string;
  action: Action;
  summary: string;
  query?: Query;
  /** What the body is, for the description; the handler checks it, in the account's own terms. */
  body?: z.ZodType;
  /** What comes back; a media type where that is a file or a stream, which the handler answers itself. */
  answer: z.ZodType | `${string}/${string}`;
  /** The media type of a body that the handler reads from the request as it comes. */
  takes?: string;
  status?: 200 | 201;
  handle: (request: ApiRequest<z.output<Query>>) => Promise<unknown>;
};

export const errorSchema = z.object({
  error: z.object({
    code: z.enum(Object.keys(API_ERRORS) as [ApiErrorCode, ...ApiErrorCode[]]),
    message: z.string(),
    fields: z.record(z.string(), z.string()).optional(),
    current: z.unknown().optional(),
  }),
});

const REFUSALS: readonly ApiErrorCode[] = ["invalid", "unauthorized", "forbidden", "notFound"];
const file = (type: string) => ({ content: { [type]: { schema: z.string() } } });
export const json = (schema: z.ZodType) => ({ content: { "application/json": { schema } } });

/**
 * Adds one route with its description. Nothing of a request is read before its key or session is known,
 * belongs to the account and may do this.
 */
export function defineRoute<Query extends z.ZodType = z.ZodObject>(
  app: OpenAPIHono,
  deps: ApiDeps,
  route: RouteDefinition<Query>,
): void {
  describe(app, route);
  const path = `/accounts/:slug${route.path.replace("{id}", ":id")}`;
  app.on(route.method.toUpperCase(), path, async (c) => {
    const access = await admit(deps, c, route.action);
    const query = parseOrRefuse<z.ZodType>(route.query ?? z.strictObject({}), c.req.query());
    const body = route.body === undefined ? {} : await readBody(c);
    const id = c.req.param("id") ?? "";
    const request = c.req.raw;
    const answer = await route.handle({ access, id, query: query as z.output<Query>, body, request });
    if (answer instanceof Response) return answer;
    return Response.json(answer, { status: route.status ?? 200, headers: { "cache-control": "no-store" } });
  });
}

function describe<Query extends z.ZodType>(app: OpenAPIHono, route: RouteDefinition<Query>): void {
  const params = { slug: z.string(), ...(route.path.includes("{id}") ? { id: z.string() } : {}) };
  const refusals = REFUSALS.map((code) => [API_ERRORS[code], { description: code, ...json(errorSchema) }]);
  const answered = typeof route.answer === "string" ? file(route.answer) : json(route.answer);
  app.openAPIRegistry.registerPath({
    method: route.method,
    path: `/accounts/{slug}${route.path}`,
    summary: route.summary,
    description: `Needs: ${route.action}.`,
    security: [{ key: [] }, { session: [] }],
    request: {
      params: z.object(params),
      ...(route.query instanceof z.ZodObject ? { query: route.query } : {}),
      ...(route.body === undefined ? {} : { body: { required: true, ...json(route.body) } }),
      ...(route.takes === undefined ? {} : { body: { required: true, ...file(route.takes) } }),
    },
    responses: {
      [route.status ?? 200]: { description: "Done.", ...answered },
      ...Object.fromEntries(refusals),
    },
  });
}
