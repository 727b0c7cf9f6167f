import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { mayDo } from "../../access/roles.ts";
import { CALLBACK_STATES } from "../../callbacks/callback-states.ts";
import { changeCallback } from "../../store/callbacks/change-callback.ts";
import {
  countCallbacks,
  findCallback,
  type ListedCallback,
  listCallbackEvents,
  listCallbacks,
} from "../../store/callbacks/list-callbacks.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError, invalid } from "./api-error.ts";
import { type Access, onlyStaff } from "./authorize.ts";
import { callbackCountSchema, callbackSchema, callbackWithHistorySchema } from "./callback-schemas.ts";
import { defineRoute } from "./define-route.ts";
import { cutPage, makeCursor, pageOf, pageQuery, readCursor } from "./paging.ts";
import { parseOrRefuse } from "./read-request.ts";
import { streamEvents } from "./stream-events.ts";

const KEY = /^\d{1,18}$/;
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const NOTE_MAX = 500;

const listQuery = pageQuery.extend({
  state: z.enum(CALLBACK_STATES).default("open"),
  owner: z
    .string()
    .regex(/^(mine|nobody|\d{1,18})$/, "expected the id of a staff member, mine or nobody")
    .optional(),
});
const patchSchema = z
  .strictObject({
    state: z.enum(CALLBACK_STATES),
    note: z.string().trim().max(NOTE_MAX).nullable(),
    /** The id of a staff member; null: nobody. */
    owner: z.string().regex(KEY, "expected the id of a staff member").nullable(),
  })
  .partial();

/** Callers whom nobody has talked to yet: whose they are, and what was done about them. */
export function addCallbackRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { query: db } = deps.database;
  const count = ({ accountId, staffId, ...access }: Access) =>
    countCallbacks(db, accountId, staffId).then(({ open, unassigned, mine }) =>
      // A member is told of their own alone.
      onlyStaff({ accountId, staffId, ...access }) === undefined
        ? { open, unassigned, mine }
        : { open: mine, unassigned: 0, mine },
    );
  defineRoute(app, deps, {
    method: "get",
    path: "/callbacks",
    action: "callbacks:read",
    summary:
      "List callers to be called back: those who wait longest first; of those that are done the newest",
    query: listQuery,
    answer: pageOf(callbackSchema),
    handle: async ({ access, query: { limit, cursor, state, owner } }) => {
      const [at, id] = readCursor(cursor, ISO, KEY) ?? [];
      const after = at === undefined || id === undefined ? null : { at: new Date(at), id };
      const filter = { state, owner: readOwner(access, owner) };
      const found = await listCallbacks(db, access.accountId, filter, { limit: limit + 1, after });
      return cutPage(found.map(presentCallback), limit, (last) =>
        makeCursor(state === "open" ? last.openedAt : (last.closed?.at ?? ""), last.id),
      );
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/callbacks/count",
    action: "callbacks:read",
    summary: "How many callers wait to be called back",
    answer: callbackCountSchema,
    handle: ({ access }) => count(access),
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/callbacks/live",
    action: "callbacks:read",
    summary: "The same as server-sent events: an event `callbacks` at once and on every change of the list",
    query: z.strictObject({}),
    answer: "text/event-stream",
    handle: async ({ access }) =>
      streamEvents<string>({
        event: "callbacks",
        ended: deps.liveCallbacks.ended,
        begin: (note) => deps.liveCallbacks.follow(access.accountId, () => note("changed")),
        read: () => count(access),
      }),
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/callbacks/{id}",
    action: "callbacks:read",
    summary: "One caller to be called back, with what happened since",
    answer: callbackWithHistorySchema,
    handle: ({ access, id }) => findWithHistory(deps, access, id),
  });
  defineRoute(app, deps, {
    method: "patch",
    path: "/callbacks/{id}",
    action: "callbacks:write",
    summary: "Say that it is done, or open again, with a note; or whose it is (admins)",
    body: patchSchema,
    answer: callbackWithHistorySchema,
    handle: async ({ access, id, body }) => {
      await find(deps, access, id);
      const change = parseOrRefuse(patchSchema, body);
      if (change.owner !== undefined && !mayDo(access.role, "callbacks:assign"))
        throw new ApiError("forbidden", "to say whose it is needs the role admin or above");
      const by = { actor: access.actor.name, now: deps.now() };
      const key = { accountId: access.accountId, id };
      const changed = await changeCallback(
        deps.database,
        key,
        { ...change, note: change.note === "" ? null : change.note },
        by,
      );
      if (changed === "noStaff")
        throw invalid([{ path: ["owner"], message: "there is no such active staff member in this account" }]);
      if (changed === "openElsewhere")
        throw new ApiError("conflict", "they have called again since, and that is open already");
      return findWithHistory(deps, access, id);
    },
  });
}

/** Whose entries are listed; undefined: everybody's. */
function readOwner(access: Access, asked: string | undefined): string | null | undefined {
  const own = onlyStaff(access);
  if (own !== undefined) return own;
  if (asked === "nobody") return null;
  if (asked !== "mine") return asked;
  if (access.staffId !== null) return access.staffId;
  throw invalid([
    { path: ["owner"], message: "a key is nobody's: expected the id of a staff member, or nobody" },
  ]);
}

async function find({ database }: ApiDeps, access: Access, id: string): Promise<ListedCallback> {
  const found = KEY.test(id)
    ? await findCallback(database.query, access.accountId, id, onlyStaff(access))
    : null;
  if (found === null) throw new ApiError("notFound", `there is no callback ${id}`);
  return found;
}

async function findWithHistory(deps: ApiDeps, access: Access, id: string) {
  const found = await find(deps, access, id);
  const events = await listCallbackEvents(deps.database.query, access.accountId, id);
  const history = events.map(({ at, kind, actor, text }) => ({
    at: at.toISOString(),
    kind,
    by: actor,
    text,
  }));
  return { ...presentCallback(found), history };
}

function presentCallback(found: ListedCallback): z.output<typeof callbackSchema> {
  const { id, state, phone, number, calls, note, closedAt, closedWhy } = found;
  const person = (key: string | null, name: string | null) =>
    key === null ? null : { id: key, name: name ?? "" };
  return {
    id,
    state,
    lead: person(found.leadId, found.leadName),
    phone,
    number,
    line: found.label,
    owner: person(found.ownerId, found.ownerName),
    calls,
    openedAt: found.openedAt.toISOString(),
    lastCall: {
      id: found.lastCallId,
      at: found.lastCallAt.toISOString(),
      outcome: found.lastOutcome,
      voicemail: found.hasVoicemail,
    },
    escalatesAt: found.escalateAt?.toISOString() ?? null,
    closed:
      closedAt === null || closedWhy === null
        ? null
        : { at: closedAt.toISOString(), by: found.closedBy ?? "", why: closedWhy },
    note,
  };
}
