import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { NOTICE_CHANNELS, NOTICE_STATES } from "../../notify/notice-events.ts";
import { findNotice, type ListedNotice, listNotices } from "../../store/notices/list-notices.ts";
import { resendNotice, resendNotices } from "../../store/notices/resend-notices.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import type { Access } from "./authorize.ts";
import { defineRoute } from "./define-route.ts";
import { cutPage, makeCursor, pageOf, pageQuery, readCursor } from "./paging.ts";
import { parseOrRefuse } from "./read-request.ts";

const KEY = /^\d{1,18}$/;
const time = z.iso.datetime();
const webhook = z.string().regex(KEY, "expected the id of a webhook").optional();
const channel = z.enum(NOTICE_CHANNELS).optional();

export const noticeSchema = z.object({
  id: z.string(),
  /** One of the events that people choose, or `digest`, or `test`. */
  event: z.string(),
  channel: z.enum(NOTICE_CHANNELS),
  /** An e-mail address, a phone, or a webhook's address. */
  recipient: z.string(),
  /** The staff member whom it is for. */
  staff: z.string().nullable(),
  webhookId: z.string().nullable(),
  callId: z.string().nullable(),
  subject: z.string(),
  state: z.enum(NOTICE_STATES),
  tries: z.int(),
  nextTryAt: time.nullable(),
  error: z.string().nullable(),
  createdAt: time,
  sentAt: time.nullable(),
});
export const noticeWithLogSchema = noticeSchema.extend({
  /** What a webhook is sent; null for people. */
  body: z.unknown(),
  log: z.array(
    z.object({
      at: time,
      ms: z.int(),
      status: z.int().nullable(),
      answer: z.string().nullable(),
      error: z.string().nullable(),
    }),
  ),
});
const listQuery = pageQuery.extend({ state: z.enum(NOTICE_STATES).optional(), channel, webhook });
const resend = z.strictObject({
  since: z.iso.datetime({ offset: true, error: "expected a time such as 2026-05-04T13:00:00Z" }),
  channel,
  webhook,
});

/** What people and programs were told, and what could not be: the log of deliveries, and sending again. */
export function addNoticeRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { query } = deps.database;
  defineRoute(app, deps, {
    method: "get",
    path: "/notices",
    action: "notices:read",
    summary: "List what people and programs were told, the newest first",
    query: listQuery,
    answer: pageOf(noticeSchema),
    handle: async ({ access, query: { limit, cursor, state, channel, webhook } }) => {
      const before = readCursor(cursor, KEY)?.[0];
      const filter = { state, channel, webhookId: webhook };
      const notices = await listNotices(query, access.accountId, filter, { limit: limit + 1, before });
      return cutPage(notices.map(present), limit, ({ id }) => makeCursor(id));
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/notices/{id}",
    action: "notices:read",
    summary: "One notice, with every try to send it",
    answer: noticeWithLogSchema,
    handle: ({ access, id }) => find(deps, access, id),
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/notices/{id}/resend",
    action: "notices:send",
    summary: "Send a notice again, whatever came of it; a webhook's keeps its webhook-id",
    body: z.strictObject({}),
    answer: noticeWithLogSchema,
    handle: async ({ access, id }) => {
      const { accountId } = access;
      if (!KEY.test(id) || !(await resendNotice(query, { accountId, id }, deps.now()))) throw missing(id);
      deps.onNotices();
      return find(deps, access, id);
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/notices/resend",
    action: "notices:send",
    summary: "Send again everything that was given up since then",
    body: resend,
    answer: z.object({ resent: z.int() }),
    handle: async ({ access, body }) => {
      const { since, channel, webhook } = parseOrRefuse(resend, body);
      const filter = { since: new Date(since), channel, webhookId: webhook };
      const resent = await resendNotices(query, access.accountId, filter, deps.now());
      if (resent > 0) deps.onNotices();
      return { resent };
    },
  });
}

async function find({ database: { query } }: ApiDeps, { accountId }: Access, id: string) {
  const found = KEY.test(id) ? await findNotice(query, accountId, id) : null;
  if (found === null) throw missing(id);
  const { content, log, ...notice } = found;
  const body = notice.channel === "webhook" ? JSON.parse((content as { body: string }).body) : null;
  return {
    ...present(notice),
    body,
    log: log.map(({ at, ...tried }) => ({ at: at.toISOString(), ...tried })),
  };
}

function missing(id: string): ApiError {
  return new ApiError("notFound", `there is no notice ${id}`);
}

function present({ nextTryAt, createdAt, sentAt, ...notice }: ListedNotice) {
  return {
    ...notice,
    nextTryAt: nextTryAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
  };
}
