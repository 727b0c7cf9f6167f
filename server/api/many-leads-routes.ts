import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { assignLeads, blockLeads, type ManyLeads } from "../../store/leads/change-leads.ts";
import { mergeLeads } from "../../store/leads/merge-leads.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError, invalid } from "./api-error.ts";
import { defineRoute } from "./define-route.ts";
import { leadFilterFields, readFilter } from "./lead-filter-fields.ts";
import { readCountry } from "./read-country.ts";
import { parseOrRefuse } from "./read-request.ts";
import { tellNode } from "./tell-node.ts";

const id = z.string().regex(/^\d{1,18}$/, "expected the id of a lead");
const ids = z.array(id).min(1).max(1_000);

const assignment = z
  .strictObject({
    ids: ids.optional(),
    filter: z.strictObject(leadFilterFields).optional(),
    assignedTo: z.string({ error: "expected the e-mail of a staff member, or null for nobody" }).nullable(),
  })
  .refine((given) => (given.ids === undefined) !== (given.filter === undefined), {
    path: ["ids"],
    message: "expected either ids or a filter",
  });
const blocking = z.strictObject({ ids, blocked: z.boolean() });
const merging = z.strictObject({ keep: id, others: z.array(id).min(1).max(20) });
const changedSchema = z.object({ changed: z.int() });

/** What is done to many leads at once. */
export function addManyLeadsRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  defineRoute(app, deps, {
    method: "post",
    path: "/leads/assign",
    action: "leads:write",
    summary: "Give leads to a staff member, or to nobody: up to 1,000 by id, or all that a filter finds",
    body: assignment,
    answer: changedSchema,
    handle: async ({ access, body }) => {
      const { ids, filter, assignedTo } = parseOrRefuse(assignment, body);
      const which: ManyLeads = ids === undefined ? { filter: readFilter(filter ?? {}) } : { ids };
      const asked = { account: await readCountry(deps, access), actor: access.actor, which };
      const assigned = await assignLeads(deps.database, asked, assignedTo);
      if (assigned === null) {
        const message = `there is no staff member ${assignedTo} in this account`;
        throw invalid([{ path: ["assignedTo"], message }]);
      }
      await tellNode(deps, access.accountId);
      return assigned;
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/leads/block",
    action: "leads:write",
    summary: "Block leads, or let them through again: up to 1,000 by id",
    body: blocking,
    answer: changedSchema,
    handle: async ({ access, body }) => {
      const { ids, blocked } = parseOrRefuse(blocking, body);
      const account = await readCountry(deps, access);
      const asked = { account, actor: access.actor, which: { ids } };
      const done = await blockLeads(deps.database, asked, blocked);
      await tellNode(deps, access.accountId);
      return done;
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/leads/merge",
    action: "leads:write",
    summary: "Make one lead of several that are the same person",
    body: merging,
    answer: z.object({ id: z.string() }),
    handle: async ({ access, body }) => {
      const { keep, others } = parseOrRefuse(merging, body);
      const { accountId, actor } = access;
      if (others.includes(keep) || new Set(others).size < others.length)
        throw invalid([{ path: ["others"], message: "expected other leads than the one kept, each once" }]);
      const merged = await mergeLeads(deps.database, { accountId, actor, keep, others });
      if (merged.ok) {
        await tellNode(deps, accountId);
        return { id: merged.id };
      }
      if (merged.why === "notFound") throw new ApiError("notFound", `there is no lead ${merged.id}`);
      throw new ApiError("conflict", `together they have ${merged.phones} phones: a lead has at most 20`);
    },
  });
}
