import { randomUUID } from "node:crypto";
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import {
  deleteGreeting,
  insertGreeting,
  listGreetings,
  type UploadedGreeting,
} from "../../store/keep-greetings.ts";
import { AudioProblem } from "../../voicemail/audio-problem.ts";
import { greetingName, MAX_GREETING_BYTES, writeGreeting } from "../../voicemail/greeting.ts";
import { keepAudio } from "../../voicemail/keep-audio.ts";
import { serveGreeting } from "../serve-greeting.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError, invalid } from "./api-error.ts";
import { deletedSchema } from "./api-schemas.ts";
import type { Access } from "./authorize.ts";
import { defineRoute } from "./define-route.ts";

const greetingSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  bytes: z.int(),
  /** What to set as `greeting` of a staff member, a number or the account, so that callers hear it. */
  greeting: z.string(),
});
const present = (uploaded: UploadedGreeting) => ({ ...uploaded, greeting: writeGreeting(uploaded.id) });

/** Greetings as WAV or MP3 files. Which of them callers hear is said in the settings. */
export function addGreetingRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { database, recordings } = deps;
  defineRoute(app, deps, {
    method: "get",
    path: "/greetings",
    action: "account:read",
    summary: "List uploaded greetings, the newest first",
    answer: z.object({ items: z.array(greetingSchema) }),
    handle: async ({ access: { accountId } }) => ({
      items: (await listGreetings(database.query, accountId)).map(present),
    }),
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/greetings",
    action: "account:write",
    summary: "Upload a greeting: a WAV or MP3 file of at most 5 MB. Callers hear it once it is set somewhere",
    query: z.strictObject({ fileName: z.string().trim().max(200).default("greeting") }),
    takes: "audio/*",
    answer: greetingSchema,
    status: 201,
    handle: async ({ access: { accountId }, request, query }) => {
      const fileName = query.fileName.replaceAll(/\p{Cc}/gu, "") || "greeting";
      const body = request.body ?? new Blob([]).stream();
      const key = randomUUID();
      const kept = await keepAudio(recordings, body, {
        name: greetingName(key),
        maxBytes: MAX_GREETING_BYTES,
      }).catch(refuseAudio);
      const id = `${key}${kept.place.slice(kept.place.lastIndexOf("."))}`;
      const uploaded = { id, fileName, bytes: kept.bytes };
      await insertGreeting(database.query, accountId, uploaded);
      return present(uploaded);
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/greetings/{id}/audio",
    action: "account:read",
    summary: "The audio of an uploaded greeting",
    answer: "audio/*",
    handle: async ({ access, id }) => {
      await find(deps, access, id);
      return serveGreeting(recordings, id);
    },
  });
  defineRoute(app, deps, {
    method: "delete",
    path: "/greetings/{id}",
    action: "account:write",
    summary: "Delete an uploaded greeting that is set nowhere",
    answer: deletedSchema,
    handle: async ({ access, id }) => {
      await find(deps, access, id);
      if (!(await deleteGreeting(database.query, access.accountId, id)))
        throw new ApiError("conflict", "callers hear this greeting: set another one first");
      await recordings.remove(recordings.place(greetingName(id)));
      return { deleted: true };
    },
  });
}

async function find({ database }: ApiDeps, { accountId }: Access, id: string): Promise<UploadedGreeting> {
  const found = (await listGreetings(database.query, accountId)).find((one) => one.id === id);
  if (found === undefined) throw new ApiError("notFound", `there is no greeting ${id}`);
  return found;
}

function refuseAudio(error: unknown): never {
  if (!(error instanceof AudioProblem)) throw error;
  if (error.code === "tooLarge") throw new ApiError("tooLarge", `the file can't be taken: ${error.message}`);
  throw invalid([{ path: [], message: "expected a WAV or MP3 file; this one is neither" }]);
}
