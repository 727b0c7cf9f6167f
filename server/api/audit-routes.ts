import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { mayDo } from "../../access/roles.ts";
import { AUDIT_ACTIONS, AUDIT_SECTIONS } from "../../directory/audit-entry.ts";
import { listAudit } from "../../store/audit/read-audit.ts";
import { undoChange } from "../../store/audit/undo-change.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import { defineRoute } from "./define-route.ts";
import { cutPage, makeCursor, pageOf, pageQuery, readCursor } from "./paging.ts";
import { refuseChange } from "./refuse-change.ts";
import { tellNode } from "./tell-node.ts";

const KEY = /^\d{1,18}$/;

const entrySchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actor: z.object({ kind: z.enum(["key", "person", "commandLine"]), name: z.string() }),
  section: z.enum(AUDIT_SECTIONS),
  itemId: z.string().nullable(),
  itemName: z.string(),
  action: z.enum(AUDIT_ACTIONS),
  fields: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  undoable: z.boolean(),
  undoneBy: z.string().nullable(),
  undoes: z.string().nullable(),
});
const auditQuery = pageQuery.extend({
  section: z.enum(AUDIT_SECTIONS).optional(),
  id: z.string().max(60).optional(),
});

/** Who changed what, and undoing it. */
export function addAuditRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { database } = deps;
  defineRoute(app, deps, {
    method: "get",
    path: "/audit",
    action: "audit:read",
    summary: "Who changed what, the newest first; of one section or one thing only where asked",
    query: auditQuery,
    answer: pageOf(entrySchema),
    handle: async ({ access, query: { limit, cursor, section, id } }) => {
      const before = readCursor(cursor, KEY)?.[0];
      const filter = { section, itemId: id };
      const entries = await listAudit(database.query, access.accountId, filter, { limit: limit + 1, before });
      return cutPage(entries, limit, ({ id }) => makeCursor(id));
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/audit/{id}/undo",
    action: "audit:undo",
    summary: "Undo a change, by another change",
    answer: z.object({ entryId: z.string() }),
    handle: async ({ access, id }) => {
      if (!KEY.test(id)) throw new ApiError("notFound", `there is no change ${id}`);
      const { accountId, actor, role } = access;
      const mayWriteOwners = mayDo(role, "owners:write");
      const undone = await undoChange(database, { accountId, entryId: id, actor, mayWriteOwners });
      if (undone.ok) {
        await tellNode(deps, accountId);
        return { entryId: undone.entryId };
      }
      switch (undone.why) {
        case "changedSince":
          throw new ApiError("stale", `it was changed by ${undone.by ?? "somebody else"} since`);
        case "stale":
          throw new ApiError("stale", "it was changed since");
        case "notUndoable":
          throw new ApiError("conflict", undone.message);
        default:
          return refuseChange(access, undone);
      }
    },
  });
}
