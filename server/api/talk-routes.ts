import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { findTalk } from "../../store/voicemails/find-talk.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import { talkSchema } from "./api-schemas.ts";
import type { Access } from "./authorize.ts";
import { findSeen } from "./call-routes.ts";
import { defineRoute } from "./define-route.ts";
import { presentTalk } from "./present-voicemail.ts";
import { fetchAgain, recordingAnswer } from "./recording-answer.ts";

/** What was recorded of talks: for whoever may see the call. */
export function addTalkRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  defineRoute(app, deps, {
    method: "get",
    path: "/calls/{id}/talk/audio",
    action: "calls:read",
    summary: "The recording of a call's talk, or with the header Range a part of it (206)",
    answer: "audio/*",
    handle: async ({ access, id, request }) => recordingAnswer(deps, await find(deps, access, id), request),
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/calls/{id}/talk/fetch",
    action: "voicemails:fetch",
    summary: "Try again to fetch the recording of a call's talk from the carrier",
    body: z.strictObject({}),
    answer: talkSchema,
    handle: async ({ access, id }) => {
      await find(deps, access, id);
      await fetchAgain(deps, { accountId: access.accountId, callId: id, kind: "call" });
      return presentTalk(await find(deps, access, id));
    },
  });
}

async function find(deps: ApiDeps, access: Access, id: string) {
  await findSeen(deps, access, id);
  const talk = await findTalk(deps.database, access.accountId, id);
  if (talk === null) throw new ApiError("notFound", `the call ${id} was not recorded`);
  return talk;
}
