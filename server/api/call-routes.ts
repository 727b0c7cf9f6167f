import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { CallRecord } from "../../calls/call-record.ts";
import { OUTCOMES } from "../../calls/call-state.ts";
import { presentCall, presentCallWithStory } from "../../calls/present-call.ts";
import { stripUnset } from "../../directory/strip-unset.ts";
import { ATTESTATIONS } from "../../routing/values.ts";
import { answerWhoRings } from "../../store/answer-who-rings.ts";
import { tellAfterwards } from "../../store/callbacks/tell-afterwards.ts";
import { listAlerts } from "../../store/list-alerts.ts";
import { findCall, findStaffOfCalls, listCalls, type StaffOfCalls } from "../../store/list-calls.ts";
import { type CallNote, readCallNotes } from "../../store/outbound/keep-call-notes.ts";
import { readLeads } from "../../store/read-leads.ts";
import { findTalk } from "../../store/voicemails/find-talk.ts";
import { findVoicemail } from "../../store/voicemails/list-voicemails.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError, invalid } from "./api-error.ts";
import { alertSchema, callWithStorySchema, decisionSchema, notedCallSchema } from "./api-schemas.ts";
import { type Access, onlyStaff } from "./authorize.ts";
import { defineRoute } from "./define-route.ts";
import { cutPage, makeCursor, pageOf, pageQuery, readCursor } from "./paging.ts";
import { presentTalk, presentVoicemail } from "./present-voicemail.ts";
import { readPhone } from "./read-phone.ts";
import { parseOrRefuse } from "./read-request.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const KEY = /^\d{1,18}$/;
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

const time = z.iso.datetime({ offset: true, error: "expected a time such as 2026-05-04T13:00:00Z" });
const callQuery = pageQuery.extend({
  from: z.string().optional(),
  to: z.string().optional(),
  outcome: z.enum(OUTCOMES).optional(),
  since: time.optional(),
  until: time.optional(),
  search: z.string().trim().max(100).optional(),
  staff: z
    .string()
    .regex(/^\d{1,18}$/, "expected the id of a staff member")
    .optional(),
  number: z.string().optional(),
  direction: z.enum(["inbound", "outbound"]).optional(),
  disposition: z.string().trim().max(100).optional(),
  lead: z.string().regex(KEY, "expected the id of a lead").optional(),
});
const question = z.strictObject({
  from: z
    .string({ error: "expected the caller's phone, or null for a withheld caller" })
    .nullable()
    .default(null),
  to: z.string(),
  at: time.optional(),
  menuKey: z
    .string()
    .regex(/^[1-9]$/, "expected a key of the number's menu, from 1 to 9")
    .optional(),
  /** What the carriers say of the caller's number; left out: not known. */
  attestation: z.enum(ATTESTATIONS).optional(),
});

/** What happened, and what would: calls, alerts, and who rings. */
export function addCallRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { database } = deps;
  defineRoute(app, deps, {
    method: "get",
    path: "/calls",
    action: "calls:read",
    summary: "List calls, the newest first",
    query: callQuery,
    answer: pageOf(notedCallSchema),
    handle: async ({ access, query: { limit, cursor, from, to, number, ...rest } }) => {
      const { outcome, since, until, search, staff, direction, disposition, lead } = rest;
      const [at, id] = readCursor(cursor, ISO, UUID) ?? [];
      const after = at === undefined || id === undefined ? null : { startedAt: new Date(at), id };
      const filter = {
        from: await readPhone(deps, access.accountId, "from", from),
        to: await readPhone(deps, access.accountId, "to", to),
        number: await readPhone(deps, access.accountId, "number", number),
        direction,
        disposition,
        lead,
        search: search?.replaceAll("\0", "") || undefined,
        staff: staff === undefined ? undefined : await findStaff(deps, access, staff),
        outcome,
        since: since === undefined ? undefined : new Date(since),
        until: until === undefined ? undefined : new Date(until),
        onlyStaff: onlyStaff(access),
      };
      const records = await listCalls(database, access.accountId, filter, { limit: limit + 1, after });
      const notes = await readCallNotes(
        database.query,
        access.accountId,
        records.map(({ script }) => script.callId),
      );
      const calls = records.map((record) => ({
        ...presentCall(record),
        ...noteOf(notes, record.script.callId),
      }));
      return cutPage(calls, limit, (last) => makeCursor(last.startedAt, last.id));
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/calls/{id}",
    action: "calls:read",
    summary: "One call, with its story",
    answer: callWithStorySchema,
    handle: async ({ access, id }) => {
      const record = await findSeen(deps, access, id);
      const message = await findVoicemail(database, access.accountId, id, undefined);
      const talk = await findTalk(database, access.accountId, id);
      const presented = presentCallWithStory(record, talk);
      const story = [...presented.story, ...(await tellAfterwards(database.query, access.accountId, id))];
      const notes = await readCallNotes(database.query, access.accountId, [id]);
      return {
        ...presented,
        ...noteOf(notes, id),
        story,
        voicemail: message && presentVoicemail(message),
        talk: talk && presentTalk(talk),
      };
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/alerts",
    action: "alerts:read",
    summary: "List alerts, the newest first",
    query: pageQuery,
    answer: pageOf(alertSchema),
    handle: async ({ access, query: { limit, cursor } }) => {
      const after = readCursor(cursor, KEY)?.[0];
      const alerts = await listAlerts(database, access.accountId, { limit: limit + 1, after });
      return cutPage(alerts, limit, ({ id }) => makeCursor(id));
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/who-rings",
    action: "whoRings:ask",
    summary: "Who would ring for a call, and why",
    body: question,
    answer: z.object({ decision: decisionSchema }),
    handle: async ({ access, body }) => {
      const { from, to, at, ...more } = parseOrRefuse(question, stripUnset(body));
      const asked = { from, to, at: at === undefined ? deps.now() : Date.parse(at), ...more };
      const answer = await answerWhoRings(database, asked, access.accountId);
      if (!answer.ok) throw invalid([{ path: [answer.field], message: answer.message }]);
      await refuseOthersLead(deps, access, answer.decision.lead);
      return { decision: answer.decision };
    },
  });
}

const noteOf = (notes: Map<string, CallNote>, id: string): CallNote =>
  notes.get(id) ?? { disposition: null, note: null };

/** A call that this person or key may see. */
export async function findSeen({ database }: ApiDeps, access: Access, id: string): Promise<CallRecord> {
  const record = UUID.test(id) ? await findCall(database, access.accountId, id, onlyStaff(access)) : null;
  if (record === null) throw new ApiError("notFound", `there is no call ${id}`);
  return record;
}

/** A decision tells a lead's name and whose they are: a member is told of their own leads alone. */
async function refuseOthersLead(
  { database }: ApiDeps,
  access: Access,
  lead: { id: string } | null,
): Promise<void> {
  const own = onlyStaff(access);
  if (lead === null || own === undefined) return;
  const [theirs] = await readLeads(database.query, access.accountId, { id: lead.id, onlyStaff: own });
  if (theirs === undefined) throw new ApiError("forbidden", "this caller is another staff member's lead");
}

async function findStaff({ database }: ApiDeps, { accountId }: Access, id: string): Promise<StaffOfCalls> {
  const staff = await findStaffOfCalls(database, accountId, id);
  if (staff !== null) return staff;
  throw invalid([{ path: ["staff"], message: "there is no such staff member in this account" }]);
}
