import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { isSameOrigin } from "../sign-in/is-same-origin.ts";
import type { Asked } from "../sign-in/open-sign-in.ts";
import type { ApiDeps } from "./api-deps.ts";
import { API_ERRORS, ApiError, type ApiErrorCode } from "./api-error.ts";
import { readAsked } from "./authorize.ts";
import { errorSchema, json } from "./define-route.ts";
import { parseOrRefuse, readBody } from "./read-request.ts";

export type OpenRouteDefinition<Body extends z.ZodType> = {
  method: "get" | "post";
  path: string;
  summary: string;
  /** Checked before the handler gets it. */
  body?: Body;
  answer: z.ZodType;
  /** Gives the answer, and cookies to set with it. */
  handle: (request: {
    asked: Asked;
    /** The `:token` of the path; empty where it has none. */
    token: string;
    body: z.output<Body>;
  }) => Promise<{ answer: unknown; cookies?: string[] }>;
};

const REFUSALS: readonly ApiErrorCode[] = ["invalid", "forbidden", "notFound", "conflict"];

/** Adds a route for people who have not signed in: what it lets them do, its one-time token allows. */
export function defineOpenRoute<Body extends z.ZodType = z.ZodObject>(
  app: OpenAPIHono,
  deps: ApiDeps,
  route: OpenRouteDefinition<Body>,
): void {
  app.openAPIRegistry.registerPath({
    method: route.method,
    path: route.path,
    summary: route.summary,
    description: "Needs: nothing.",
    security: [],
    request: {
      ...(route.path.includes("{token}") ? { params: z.object({ token: z.string() }) } : {}),
      ...(route.body === undefined ? {} : { body: { required: true, ...json(route.body) } }),
    },
    responses: {
      200: { description: "Done.", ...json(route.answer) },
      ...Object.fromEntries(
        REFUSALS.map((code) => [API_ERRORS[code], { description: code, ...json(errorSchema) }]),
      ),
    },
  });
  app.on(route.method.toUpperCase(), route.path.replace("{token}", ":token"), async (c) => {
    // Another site's page must not sign anybody in here: they would not notice as whom.
    if (c.req.header("origin") !== undefined && !isSameOrigin(c.req.raw.headers, deps.signIn.publicUrl))
      throw new ApiError("forbidden", "this is for pages of this server");
    const body = route.body === undefined ? {} : parseOrRefuse<z.ZodType>(route.body, await readBody(c));
    const token = c.req.param("token") ?? "";
    const { answer, cookies } = await route.handle({
      asked: readAsked(c),
      token,
      body: body as z.output<Body>,
    });
    const response = Response.json(answer, { headers: { "cache-control": "no-store" } });
    for (const cookie of cookies ?? []) response.headers.append("set-cookie", cookie);
    return response;
  });
}
