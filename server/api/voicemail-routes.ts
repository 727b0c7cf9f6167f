import { type OpenAPIHono, z } from "@hono/zod-openapi";
import {
  changeVoicemailState,
  findVoicemail,
  type ListedVoicemail,
  listVoicemails,
} from "../../store/voicemails/list-voicemails.ts";
import { VOICEMAIL_STATES } from "../../voicemail/voicemail-states.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import { voicemailSchema } from "./api-schemas.ts";
import { type Access, onlyStaff } from "./authorize.ts";
import { defineRoute } from "./define-route.ts";
import { cutPage, makeCursor, pageOf, pageQuery, readCursor } from "./paging.ts";
import { presentVoicemail } from "./present-voicemail.ts";
import { parseOrRefuse } from "./read-request.ts";
import { fetchAgain, recordingAnswer } from "./recording-answer.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const RANK = /^(new|other)$/;

const listQuery = pageQuery.extend({
  /** `open`: what is still to be dealt with, new or heard. */
  state: z.enum([...VOICEMAIL_STATES, "open"]).optional(),
  user: z
    .string()
    .regex(/^\d{1,18}$/, "expected the id of a staff member")
    .optional(),
});
const patchSchema = z.strictObject({ state: z.enum(VOICEMAIL_STATES) });

/** Messages that callers left: list them, play them, say what was done about them. */
export function addVoicemailRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { database } = deps;
  defineRoute(app, deps, {
    method: "get",
    path: "/voicemails",
    action: "voicemails:read",
    summary: "List messages that callers left: the new ones first, then the newest",
    query: listQuery,
    answer: pageOf(voicemailSchema),
    handle: async ({ access, query: { limit, cursor, state, user } }) => {
      const [rank, at, id] = readCursor(cursor, RANK, ISO, UUID) ?? [];
      const after =
        at === undefined || id === undefined ? null : { isNew: rank === "new", leftAt: new Date(at), id };
      const filter = { state, user, onlyStaff: onlyStaff(access) };
      const messages = await listVoicemails(database, access.accountId, filter, { limit: limit + 1, after });
      return cutPage(messages.map(presentVoicemail), limit, (last) =>
        makeCursor(last.state === "new" ? "new" : "other", last.leftAt, last.id),
      );
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/voicemails/{id}",
    action: "voicemails:read",
    summary: "One message; its id is its call's",
    answer: voicemailSchema,
    handle: async ({ access, id }) => presentVoicemail(await find(deps, access, id)),
  });
  defineRoute(app, deps, {
    method: "patch",
    path: "/voicemails/{id}",
    action: "voicemails:write",
    summary: "Say that a message is new, heard or done",
    body: patchSchema,
    answer: voicemailSchema,
    handle: async ({ access, id, body }) => {
      const message = await find(deps, access, id);
      const { state } = parseOrRefuse(patchSchema, body);
      await changeVoicemailState(database, access.accountId, message.id, state);
      return presentVoicemail({ ...message, state });
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/voicemails/{id}/audio",
    action: "voicemails:read",
    summary: "The recording of a message, or with the header Range a part of it (206)",
    answer: "audio/*",
    handle: async ({ access, id, request }) => {
      return recordingAnswer(deps, await find(deps, access, id), request);
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/voicemails/{id}/fetch",
    action: "voicemails:fetch",
    summary: "Try again to fetch a recording from the carrier",
    body: z.strictObject({}),
    answer: voicemailSchema,
    handle: async ({ access, id }) => {
      const message = await find(deps, access, id);
      await fetchAgain(deps, { accountId: access.accountId, callId: message.id });
      return presentVoicemail(await find(deps, access, id));
    },
  });
}

async function find({ database }: ApiDeps, access: Access, id: string): Promise<ListedVoicemail> {
  const found = UUID.test(id) ? await findVoicemail(database, access.accountId, id, onlyStaff(access)) : null;
  if (found === null) throw new ApiError("notFound", `there is no message ${id}`);
  return found;
}
