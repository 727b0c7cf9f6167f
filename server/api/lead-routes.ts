import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { exportLeads } from "../../store/leads/export-leads.ts";
import { findDuplicates } from "../../store/leads/find-duplicates.ts";
import { countLeads, LEAD_SORTS, type LeadSort, listLeads } from "../../store/leads/list-leads.ts";
import type { ListedLead } from "../../store/read-leads.ts";
import type { ApiDeps } from "./api-deps.ts";
import { SCHEMAS } from "./api-schemas.ts";
import { onlyStaff } from "./authorize.ts";
import { defineRoute } from "./define-route.ts";
import { leadFilterFields, readFilter } from "./lead-filter-fields.ts";
import { addManyLeadsRoutes } from "./many-leads-routes.ts";
import { ownLeads } from "./own-view.ts";
import { cutPage, makeCursor, pageOf, pageQuery, readCursor } from "./paging.ts";
import { readCountry } from "./read-country.ts";
import { csvAnswer } from "./stream-answer.ts";

const KEY = /^\d{1,18}$/;

const filterQuery = z.strictObject(leadFilterFields);
const listQuery = pageQuery.extend(leadFilterFields).extend({ sort: z.enum(LEAD_SORTS).default("id") });

/** Leads found, counted, compared and exported: a million are no more trouble than a few. */
export function addLeadRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { query: db } = deps.database;
  defineRoute(app, deps, {
    method: "get",
    path: "/leads",
    action: "leads:read",
    summary: "List leads, found by a part of the name or of a phone, by whose they are, in an order",
    query: listQuery,
    answer: pageOf(SCHEMAS.leads.answer),
    handle: async ({ access, query: { limit, cursor, sort, ...given } }) => {
      const [id, place] = readCursor(cursor, KEY, PLACES[sort]) ?? [];
      const filter = ownLeads(access, readFilter(given));
      if (filter === null) return { items: [], nextCursor: null };
      const after = id === undefined || place === undefined ? null : { id, place };
      const account = await readCountry(deps, access);
      const leads = await listLeads(db, account, filter, { sort, limit: limit + 1, after });
      const { items, nextCursor } = cutPage(leads, limit, (last) => makeCursor(last.id, last.place));
      return { items: items.map(({ place: _, ...lead }) => present(lead)), nextCursor };
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/leads/count",
    action: "leads:read",
    summary: "How many leads a filter finds: exactly up to 10,000, beyond that estimated",
    query: filterQuery,
    answer: z.object({ count: z.int(), exact: z.boolean() }),
    handle: async ({ access, query }) => {
      const filter = ownLeads(access, readFilter(query));
      if (filter === null) return { count: 0, exact: true };
      return countLeads(db, await readCountry(deps, access), filter);
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/leads/duplicates",
    action: "leads:read",
    summary: "Phones that several leads have, with those leads",
    query: pageQuery,
    answer: pageOf(z.object({ phone: z.string(), leads: z.array(SCHEMAS.leads.answer) })),
    handle: async ({ access, query: { limit, cursor } }) => {
      const after = readCursor(cursor, /^\+\d+$/)?.[0];
      const page = { limit: limit + 1, after, assignedTo: onlyStaff(access) ?? null };
      const found = await findDuplicates(db, access.accountId, page);
      const { items, nextCursor } = cutPage(found, limit, ({ phone }) => makeCursor(phone));
      return { items: items.map(({ phone, leads }) => ({ phone, leads: leads.map(present) })), nextCursor };
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/leads/export.csv",
    action: "leads:read",
    summary: "The leads that a filter finds, as a CSV file that can be imported again",
    query: filterQuery,
    answer: "text/csv",
    handle: async ({ access, query }) => {
      const filter = ownLeads(access, readFilter(query));
      return csvAnswer(`${access.slug}-leads.csv`, exportLeads(db, await readCountry(deps, access), filter));
    },
  });
  addManyLeadsRoutes(app, deps);
}

/** What a cursor of each order holds of the last lead's place in it. */
const TIME = /^(-infinity|\d{4,6}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z)$/;
const PLACES: Record<LeadSort, RegExp> = {
  id: /^0$/,
  name: /^[^\0]{0,1200}$/su,
  changedAt: TIME,
  "-changedAt": TIME,
  "-lastContactedAt": TIME,
};

function present({ settings, ...stored }: ListedLead): object {
  return { ...settings, ...stored };
}
