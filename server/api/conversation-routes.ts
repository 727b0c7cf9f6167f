import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { mayDo } from "../../access/roles.ts";
import {
  addNote,
  giveConversation,
  markAnswered,
  markRead,
  removeNote,
} from "../../store/conversations/change-conversation.ts";
import { countUnread, listConversations, type Reader } from "../../store/conversations/list-conversations.ts";
import { ITEM_KINDS, type ItemKind, listItems } from "../../store/conversations/list-items.ts";
import { readConversationSearch } from "../../store/conversations/search-conversations.ts";
import { judgeSending } from "../write-text.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError, invalid } from "./api-error.ts";
import { deletedSchema } from "./api-schemas.ts";
import { type Access, onlyStaff } from "./authorize.ts";
import {
  conversationSchema,
  itemSchema,
  listedConversationSchema,
  unreadSchema,
} from "./conversation-schemas.ts";
import { defineRoute } from "./define-route.ts";
import { findOwnConversation } from "./find-own-conversation.ts";
import { cutPage, makeCursor, pageOf, pageQuery, readCursor } from "./paging.ts";
import { presentConversation, presentItem, presentListed } from "./present-conversation.ts";
import { readCountry } from "./read-country.ts";
import { parseOrRefuse } from "./read-request.ts";
import { streamEvents } from "./stream-events.ts";

const KEY = /^\d{1,18}$/;
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const NOTE_MAX = 5_000;

const yes = z.enum(["true", "false"]).transform((word) => word === "true");
const listQuery = pageQuery.extend({
  unread: yes.optional(),
  needsAnswer: yes.optional(),
  /** A part of the lead's name, a phone or a part of one, or words of their texts. */
  search: z.string().max(100).optional(),
  owner: z
    .string()
    .regex(/^(mine|nobody|\d{1,18})$/, "expected the id of a staff member, mine or nobody")
    .optional(),
});
const patchSchema = z
  .strictObject({
    /** The id of a staff member; null: whose lead it is, or whose number. */
    owner: z.string().regex(KEY, "expected the id of a staff member").nullable(),
    /** False: what they wrote needs no answer (any more). */
    needsAnswer: z.literal(false),
  })
  .partial();
const noteSchema = z.strictObject({ text: z.string().trim().min(1).max(NOTE_MAX) });

/** Conversations with leads and unknown phones: everything that happened, in one order. */
export function addConversationRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { query: db } = deps.database;
  const reader = (access: Access): Reader => {
    const { accountId, staffId } = access;
    return { accountId, staffId, onlyStaff: onlyStaff(access), now: deps.now() };
  };
  const show = async (access: Access, id: string) => {
    const found = await findOwnConversation(deps, access, id);
    const { accountId, staffId } = access;
    const asked = { accountId, staffId, conversation: found, now: deps.now() };
    return presentConversation(found, await judgeSending(db, asked));
  };
  defineRoute(app, deps, {
    method: "get",
    path: "/conversations",
    action: "conversations:read",
    summary:
      "List conversations: those with something unread first, then the newest; searched by name, phone, or words of texts",
    query: listQuery,
    answer: pageOf(listedConversationSchema),
    handle: async ({ access, query: { limit, cursor, owner, unread, needsAnswer, search } }) => {
      const [part, at, phone] = readCursor(cursor, /^(unread|read)$/, ISO, /^[^\0]{1,60}$/su) ?? [];
      const after =
        at === undefined || phone === undefined
          ? null
          : { unread: part === "unread", lastAt: new Date(at), phone };
      // A text can't hold it, so nothing that is searched does.
      const searched = readConversationSearch(
        search?.replaceAll("\0", "").toWellFormed(),
        await readCountry(deps, access),
      );
      const filter = { unread, needsAnswer, owner: readOwner(access, owner), search: searched };
      const found = await listConversations(db, reader(access), filter, { limit: limit + 1, after });
      return cutPage(found.map(presentListed), limit, (last) =>
        makeCursor(last.unread ? "unread" : "read", last.lastAt, last.phone),
      );
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/conversations/count",
    action: "conversations:read",
    summary: "How many conversations have something unread for whoever asks",
    answer: unreadSchema,
    handle: async ({ access }) => ({ unread: await countUnread(db, reader(access)) }),
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/conversations/live",
    action: "conversations:read",
    summary:
      "Server-sent events: an event `conversations` with {unread, changed} at once and on every change; `changed` are phones",
    query: z.strictObject({}),
    answer: "text/event-stream",
    handle: async ({ access }) =>
      streamEvents<string>({
        event: "conversations",
        ended: deps.liveConversations.ended,
        begin: (note) => deps.liveConversations.follow(access.accountId, (phones) => note(...(phones ?? []))),
        read: async (changed) => ({
          unread: await countUnread(db, reader(access)),
          // Others' conversations are not theirs to know of: they look again at their own.
          changed: onlyStaff(access) === undefined ? [...changed] : [],
        }),
      }),
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/conversations/{id}",
    action: "conversations:read",
    summary:
      "One conversation: lead:<id>, or phone:<number> of an unknown phone; also before anything happened",
    answer: conversationSchema,
    handle: ({ access, id }) => show(access, id),
  });
  defineRoute(app, deps, {
    method: "patch",
    path: "/conversations/{id}",
    action: "conversations:write",
    summary: "Say who is to answer (admins), or that nobody needs to",
    body: patchSchema,
    answer: conversationSchema,
    handle: async ({ access, id, body }) => {
      const { owner, needsAnswer } = parseOrRefuse(patchSchema, body);
      const { phones, number } = await findOwnConversation(deps, access, id);
      const of = { accountId: access.accountId, phones, now: deps.now() };
      if (owner !== undefined) {
        if (!mayDo(access.role, "conversations:assign"))
          throw new ApiError("forbidden", "to say who is to answer needs the role admin or above");
        if (!(await giveConversation(db, of, { ownerId: owner, number })))
          throw invalid([
            { path: ["owner"], message: "there is no such active staff member in this account" },
          ]);
      }
      if (needsAnswer === false) await markAnswered(db, of);
      return show(access, id);
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/conversations/{id}/items",
    action: "conversations:read",
    summary: "What happened in a conversation, the newest first: texts, calls, messages, notes, callbacks",
    query: pageQuery,
    answer: pageOf(itemSchema),
    handle: async ({ access, id, query: { limit, cursor } }) => {
      const [at, kind, key] =
        readCursor(cursor, ISO, new RegExp(`^(${ITEM_KINDS.join("|")})$`), /^[\w-]{1,40}$/) ?? [];
      const after =
        at === undefined || key === undefined ? null : { at: new Date(at), kind: kind as ItemKind, id: key };
      const { leadId, phones } = await findOwnConversation(deps, access, id);
      const of = { accountId: access.accountId, leadId, phones };
      const items = await listItems(db, of, { limit: limit + 1, after });
      return cutPage(
        items.map((item) => presentItem(item, access.staffId)),
        limit,
        (last) => makeCursor(last.at, last.kind, last.id),
      );
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/conversations/{id}/read",
    action: "conversations:write",
    summary: "Whoever asks has read everything up to now; a key reads for nobody",
    body: z.strictObject({}),
    answer: unreadSchema,
    handle: async ({ access, id }) => {
      const { phones } = await findOwnConversation(deps, access, id);
      const of = { accountId: access.accountId, phones, now: deps.now() };
      if (access.staffId !== null) await markRead(db, of, access.staffId);
      return { unread: await countUnread(db, reader(access)) };
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/conversations/{id}/notes",
    action: "conversations:write",
    summary: "Write something down for the staff; nobody else sees it",
    body: noteSchema,
    answer: itemSchema,
    status: 201,
    handle: async ({ access, id, body }) => {
      const { text } = parseOrRefuse(noteSchema, body);
      const { leadId, phones } = await findOwnConversation(deps, access, id);
      const { accountId, staffId, actor } = access;
      const now = deps.now();
      const note = { leadId, body: text, author: actor.name, authorId: staffId };
      const kept = await addNote(db, { accountId, phones, now }, note);
      return {
        kind: "note",
        id: kept.id,
        at: new Date(now).toISOString(),
        text,
        by: actor.name,
        own: staffId !== null,
      };
    },
  });
  defineRoute(app, deps, {
    method: "delete",
    path: "/notes/{id}",
    action: "conversations:write",
    summary: "Remove a note: one's own; an admin anybody's",
    answer: deletedSchema,
    handle: async ({ access, id }) => {
      const authorId = mayDo(access.role, "conversations:assign") ? undefined : (access.staffId ?? undefined);
      const { accountId } = access;
      if (KEY.test(id) && (await removeNote(db, { accountId, id, authorId }))) return { deleted: true };
      throw new ApiError("notFound", `there is no note ${id} of yours`);
    },
  });
}

/** Whose are listed; undefined: everybody's that may be seen. */
function readOwner({ staffId }: Access, asked: string | undefined): string | null | undefined {
  if (asked === "nobody") return null;
  if (asked !== "mine") return asked;
  if (staffId !== null) return staffId;
  throw invalid([
    { path: ["owner"], message: "a key is nobody's: expected the id of a staff member, or nobody" },
  ]);
}
