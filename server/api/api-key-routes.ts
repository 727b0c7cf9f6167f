import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { makeApiKey } from "../../access/api-key.ts";
import { ROLES } from "../../access/roles.ts";
import { optional, text } from "../../directory/settings-fields.ts";
import { stripUnset } from "../../directory/strip-unset.ts";
import { insertApiKey, type ListedApiKey, listApiKeys, revokeApiKey } from "../../store/keep-api-keys.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import { deletedSchema } from "./api-schemas.ts";
import { defineRoute } from "./define-route.ts";
import { pageOf } from "./paging.ts";
import { parseOrRefuse } from "./read-request.ts";

const KEY = /^\d{1,18}$/;
const keySchema = z.object({
  id: z.string(),
  /** Its first characters, to tell it from the others. */
  hint: z.string(),
  role: z.enum(ROLES),
  label: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
const newKey = z.strictObject({
  role: z.enum(ROLES),
  label: optional(text(200)),
});

/** Keys for other programs. A key is shown when it is made, and never again. */
export function addApiKeyRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { query } = deps.database;
  defineRoute(app, deps, {
    method: "get",
    path: "/api-keys",
    action: "keys:read",
    summary: "List API keys",
    answer: pageOf(keySchema),
    // An account has a handful: they come on one page.
    handle: async ({ access }) => ({
      items: (await listApiKeys(query, access.accountId)).map(present),
      nextCursor: null,
    }),
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/api-keys",
    action: "keys:write",
    summary: "Make an API key; it is in this answer and nowhere else",
    body: newKey,
    answer: keySchema.extend({ key: z.string() }),
    status: 201,
    handle: async ({ access, body }) => {
      const { role, label } = parseOrRefuse(newKey, stripUnset(body));
      const made = makeApiKey();
      const listed = await insertApiKey(query, access.accountId, made, { role, label });
      return { ...present(listed), key: made.key };
    },
  });
  defineRoute(app, deps, {
    method: "delete",
    path: "/api-keys/{id}",
    action: "keys:write",
    summary: "Take an API key back: it opens nothing from then on",
    answer: deletedSchema,
    handle: async ({ access, id }) => {
      if (KEY.test(id) && (await revokeApiKey(query, access.accountId, id))) return { deleted: true };
      throw new ApiError("notFound", `there is no API key ${id}`);
    },
  });
}

function present({ createdAt, ...key }: ListedApiKey) {
  return { ...key, createdAt: createdAt.toISOString() };
}
