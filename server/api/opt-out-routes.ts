import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { keepOptOut, liftOptOut, listOptOuts } from "../../store/messages/keep-opt-outs.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import { deletedSchema } from "./api-schemas.ts";
import { optOutSchema } from "./callback-schemas.ts";
import { defineRoute } from "./define-route.ts";
import { cutPage, makeCursor, pageOf, pageQuery, readCursor } from "./paging.ts";
import { readPhone } from "./read-phone.ts";
import { parseOrRefuse } from "./read-request.ts";

const PHONE = /^\+?[\w -]{1,40}$/;
const bodySchema = z.strictObject({ phone: z.string() });

/** Phones that want no texts. */
export function addOptOutRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { query: db } = deps.database;
  defineRoute(app, deps, {
    method: "get",
    path: "/opt-outs",
    action: "optOuts:read",
    summary: "List phones that want no texts, in their order",
    query: pageQuery,
    answer: pageOf(optOutSchema),
    handle: async ({ access, query: { limit, cursor } }) => {
      const after = readCursor(cursor, PHONE)?.[0];
      const found = await listOptOuts(db, access.accountId, { after, limit: limit + 1 });
      const items = found.map(({ since, ...one }) => ({ ...one, since: since.toISOString() }));
      return cutPage(items, limit, ({ phone }) => makeCursor(phone));
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/opt-outs",
    action: "optOuts:write",
    summary: "Keep that a phone wants no texts: somebody has said so, on the phone perhaps",
    body: bodySchema,
    answer: optOutSchema,
    status: 201,
    handle: async ({ access, body }) => {
      const { phone: written } = parseOrRefuse(bodySchema, body);
      const phone = (await readPhone(deps, access.accountId, "phone", written)) ?? written;
      const since = new Date(deps.now());
      await keepOptOut(db, access.accountId, { phone, since, source: "person", said: null });
      return { phone, since: since.toISOString(), source: "person", said: null };
    },
  });
  defineRoute(app, deps, {
    method: "delete",
    path: "/opt-outs/{id}",
    action: "optOuts:write",
    summary: "A phone may be texted again: its owner has said so. Its id is the phone itself",
    answer: deletedSchema,
    handle: async ({ access, id }) => {
      if (await liftOptOut(db, access.accountId, id)) return { deleted: true };
      throw new ApiError("notFound", `${id} has not said that it wants no texts`);
    },
  });
}
