import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { blockedPhone } from "../../directory/blocked-caller.ts";
import type { PhoneRules } from "../../directory/settings-fields.ts";
import { optional, text } from "../../directory/settings-fields.ts";
import { stripUnset } from "../../directory/strip-unset.ts";
import { readSilentCallers } from "../../store/read-settings.ts";
import { blockCaller, unblockCaller } from "../../store/unwanted/change-blocked.ts";
import { letThrough, listHeldOff } from "../../store/unwanted/held-off.ts";
import { type ListedBlocked, listBlocked } from "../../store/unwanted/list-blocked.ts";
import { previewBlocked } from "../../store/unwanted/preview-blocked.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import type { Access } from "./authorize.ts";
import { defineRoute } from "./define-route.ts";
import { cutPage, makeCursor, pageOf, pageQuery, readCursor } from "./paging.ts";
import { readCountry } from "./read-country.ts";
import { parseOrRefuse } from "./read-request.ts";
import { tellNode } from "./tell-node.ts";

const CALLER = /^\+\d{1,15}\*?$/;
const time = z.iso.datetime();

const bodySchema = (rules: PhoneRules) =>
  z.strictObject({ caller: blockedPhone(rules), note: optional(text(200)) });
const described = bodySchema({ country: "US", allowedCountries: [] });

export const blockedSchema = z.object({
  /** A phone, or the beginning of phones with a star. */
  caller: z.string(),
  note: z.string().nullable(),
  addedAt: time,
  /** Null where it came with a file. */
  addedBy: z.string().nullable(),
});
export const blockedPreviewSchema = z.object({
  caller: z.string(),
  calls: z.int(),
  days: z.int(),
  leadCount: z.int(),
  leads: z.array(z.object({ id: z.string(), name: z.string() })),
  own: z.array(z.string()),
});
export const heldOffSchema = z.object({
  phone: z.string(),
  lead: z.object({ id: z.string(), name: z.string() }).nullable(),
  lastCallAt: time,
  heldUntil: time,
});

/** Callers who are not wanted: the block list, and who is held off for calling without a word. */
export function addUnwantedRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  addBlockListRoutes(app, deps);
  addHeldOffRoutes(app, deps);
}

function addBlockListRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { database } = deps;
  defineRoute(app, deps, {
    method: "get",
    path: "/blocked-callers",
    action: "callers:read",
    summary: "The block list: phones and patterns, in their order",
    query: pageQuery.extend({ search: z.string().trim().max(100).optional() }),
    answer: pageOf(blockedSchema),
    handle: async ({ access, query: { limit, cursor, search } }) => {
      const after = readCursor(cursor, CALLER)?.[0];
      const page = { limit: limit + 1, after, search: search?.replaceAll("\0", "") || undefined };
      const listed = await listBlocked(database, access.accountId, page);
      return cutPage(listed.map(present), limit, ({ caller }) => makeCursor(caller));
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/blocked-callers",
    action: "callers:write",
    summary: "Block a caller, or all whose phone begins so; what is there already gets this note",
    body: described,
    answer: z.object({ caller: z.string(), note: z.string().nullable(), entryId: z.string().nullable() }),
    status: 201,
    handle: async ({ access, body }) => {
      const settings = parseOrRefuse(bodySchema(await rulesOf(deps, access)), stripUnset(body));
      const { accountId, actor } = access;
      const blocked = await blockCaller(database, { accountId, actor }, settings);
      if (!blocked.ok)
        throw new ApiError("conflict", "the block list is full: a pattern may do for many of its phones");
      if (blocked.entryId !== null) await tellNode(deps, accountId);
      return { ...settings, entryId: blocked.entryId };
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/blocked-callers/preview",
    action: "callers:read",
    summary: "Whose calls an entry of the block list would refuse, before it is there",
    body: described,
    answer: blockedPreviewSchema,
    handle: async ({ access, body }) => {
      const { caller } = parseOrRefuse(bodySchema(await rulesOf(deps, access)), stripUnset(body));
      return { caller, ...(await previewBlocked(database, access.accountId, caller, deps.now())) };
    },
  });
  defineRoute(app, deps, {
    method: "delete",
    path: "/blocked-callers/{id}",
    action: "callers:write",
    summary: "Take a phone or a pattern off the block list",
    answer: z.object({ deleted: z.literal(true) }),
    handle: async ({ access: { accountId, actor }, id }) => {
      if (!CALLER.test(id) || !(await unblockCaller(database, { accountId, actor }, id)))
        throw new ApiError("notFound", `${id} is not on the block list`);
      await tellNode(deps, accountId);
      return { deleted: true };
    },
  });
}

function addHeldOffRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { database } = deps;
  defineRoute(app, deps, {
    method: "get",
    path: "/held-off-callers",
    action: "callers:read",
    summary: "Callers who are held off now for calling again and again without a word",
    answer: z.object({ items: z.array(heldOffSchema) }),
    handle: async ({ access: { accountId } }) => {
      const rules = await readSilentCallers(database.query, accountId);
      const held = await listHeldOff(database, accountId, rules, deps.now());
      const items = held.map(({ phone, lead, lastCallAt, heldUntil }) => ({
        phone,
        lead,
        lastCallAt: lastCallAt.toISOString(),
        heldUntil: heldUntil.toISOString(),
      }));
      return { items };
    },
  });
  defineRoute(app, deps, {
    method: "delete",
    path: "/held-off-callers/{id}",
    action: "callers:write",
    summary: "Let a caller through again who is held off; what they did before is forgotten",
    answer: z.object({ deleted: z.literal(true) }),
    handle: async ({ access: { accountId }, id }) => {
      if (!CALLER.test(id) || !(await letThrough(database, accountId, id)))
        throw new ApiError("notFound", `${id} is not held off`);
      await tellNode(deps, accountId);
      return { deleted: true };
    },
  });
}

/** Phones are read as people write them in the account's country. */
async function rulesOf(deps: ApiDeps, access: Access): Promise<PhoneRules> {
  const { country } = await readCountry(deps, access);
  return { country, allowedCountries: [] };
}

function present({ caller, note, addedAt, addedBy }: ListedBlocked): z.output<typeof blockedSchema> {
  return { caller, note, addedAt: addedAt.toISOString(), addedBy };
}
