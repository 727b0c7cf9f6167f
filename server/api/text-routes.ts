import { randomUUID } from "node:crypto";
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { MAX_TEXT } from "../../directory/text-fields.ts";
import { TEXT_WARNINGS } from "../../messages/judge-person-text.ts";
import { keepPicture, PictureProblem } from "../../messages/keep-picture.ts";
import { fileOf, MAX_SENT_BYTES, MOST_PICTURES } from "../../messages/text-media.ts";
import { findTextItem } from "../../store/conversations/list-items.ts";
import { findText } from "../../store/messages/find-text-again.ts";
import { findMedia, insertUploaded } from "../../store/messages/keep-media.ts";
import { sendTextAgain } from "../send-text-again.ts";
import { type Written, writeText } from "../write-text.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError, invalid } from "./api-error.ts";
import type { Access } from "./authorize.ts";
import { textItemSchema } from "./conversation-schemas.ts";
import { defineRoute } from "./define-route.ts";
import { findOwnConversation } from "./find-own-conversation.ts";
import { presentItem } from "./present-conversation.ts";
import { readCountry } from "./read-country.ts";
import { readPhone } from "./read-phone.ts";
import { parseOrRefuse } from "./read-request.ts";
import { recordingAnswer } from "./recording-answer.ts";

const KEY_HEADER = "idempotency-key";
const KEY = /^\d{1,18}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const textSchema = z
  .strictObject({
    text: z
      .string()
      .trim()
      .max(MAX_TEXT, `expected at most ${MAX_TEXT} characters`)
      .refine((body) => body.isWellFormed() && !body.includes("\0"), "expected text without the character 0"),
    /** The ids of uploaded pictures. */
    media: z
      .array(z.string().regex(UUID, "expected the id of an uploaded picture"))
      .max(MOST_PICTURES)
      .default([]),
    /** One of the conversation's phones; left out: the one that something last happened with. */
    to: z.string().max(100).optional(),
    /** A business number; left out: by the sender rule. */
    from: z.string().max(100).optional(),
    /** Warnings that are meant all the same: `landline` must be. */
    despite: z.array(z.enum(TEXT_WARNINGS)).default([]),
    /** The same key is the same text; as the header Idempotency-Key too. */
    key: z
      .string()
      .regex(
        /^[\w-]{1,100}$/,
        "expected 1 to 100 letters, digits, hyphens or underscores, made anew for each text",
      )
      .optional(),
  })
  .refine(({ text, media }) => text !== "" || media.length > 0, {
    path: ["text"],
    error: "expected some words, or a picture",
  });
const againSchema = z.strictObject({
  /** Warnings that are meant all the same: `landline` must be. */
  despite: z.array(z.enum(TEXT_WARNINGS)).default([]),
});
const uploadedSchema = z.object({ id: z.string(), contentType: z.string(), bytes: z.int() });

/** Texts that people write, and the pictures that go with them. */
export function addTextRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { database, recordings } = deps;
  const show = async ({ accountId, staffId }: Access, written: Written) => {
    if (!written.ok) {
      if (written.field !== null && written.code === "invalid")
        throw invalid([{ path: [written.field], message: written.text }]);
      throw new ApiError(written.code, written.text);
    }
    deps.onTexts();
    const item = await findTextItem(database.query, accountId, written.id);
    if (item === null) throw new ApiError("notFound", "the text is not there any more");
    return presentItem(item, staffId);
  };
  defineRoute(app, deps, {
    method: "post",
    path: "/conversations/{id}/texts",
    action: "texts:send",
    summary:
      "Text whom a conversation is with. It goes through the line of its number, and never twice for one key",
    body: textSchema,
    answer: textItemSchema,
    status: 201,
    handle: async ({ access, id, body, request }) => {
      const given = request.headers.get(KEY_HEADER);
      const text = parseOrRefuse(textSchema, given === null ? body : { ...body, key: given });
      const { accountId, staffId } = access;
      const key = text.key ?? randomUUID();
      const written = await writeText(database, {
        accountId,
        staffId,
        country: (await readCountry(deps, access)).country,
        conversation: await findOwnConversation(deps, access, id),
        body: text.text,
        media: text.media,
        to: text.to,
        from: (await readPhone(deps, accountId, "from", text.from)) ?? undefined,
        despite: text.despite,
        key,
        now: deps.now(),
      });
      return show(access, written);
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/texts/{id}/again",
    action: "texts:send",
    summary:
      "Send a text that failed again, as another one that refers to it. Asked again it is the same one, until that has failed too",
    body: againSchema,
    answer: textItemSchema,
    status: 201,
    handle: async ({ access, id, body }) => {
      const { despite } = parseOrRefuse(againSchema, body);
      const { accountId, staffId } = access;
      const failed = KEY.test(id) ? await findText(database.query, { accountId, id }) : null;
      if (failed === null || failed.kind === "notice")
        throw new ApiError("notFound", `there is no text ${id}`);
      const { leadId, phone } = failed;
      const conversation = await findOwnConversation(
        deps,
        access,
        leadId === null ? `phone:${phone}` : `lead:${leadId}`,
      );
      const sent = await sendTextAgain(database, {
        ...{ accountId, staffId, conversation, failed, despite, now: deps.now() },
      });
      return show(access, sent);
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/text-media",
    action: "texts:send",
    summary: "Upload a picture to go with a text: JPEG, PNG, GIF or WebP of at most 5 MB",
    query: z.strictObject({ fileName: z.string().trim().max(200).default("picture") }),
    takes: "image/*",
    answer: uploadedSchema,
    status: 201,
    handle: async ({ access: { accountId }, request, query }) => {
      const id = randomUUID();
      const body = request.body ?? new Blob([]).stream();
      const kept = await keepPicture(recordings, body, { id, maxBytes: MAX_SENT_BYTES }).catch(refusePicture);
      const fileName = query.fileName.replaceAll(/\p{Cc}/gu, "") || "picture";
      await insertUploaded(database.query, accountId, { id, fileName, now: deps.now(), ...kept });
      return { id, contentType: kept.contentType, bytes: kept.bytes };
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/text-media/{id}",
    action: "conversations:read",
    summary: "A picture of a text",
    answer: "image/*",
    handle: async ({ access, id, request }) => {
      const found = UUID.test(id)
        ? await findMedia(database.query, { accountId: access.accountId, id })
        : null;
      // In a text it is seen by whoever sees the conversation; before that by whoever knows its id.
      if (found?.phone != null)
        await findOwnConversation(
          deps,
          access,
          found.leadId === null ? `phone:${found.phone}` : `lead:${found.leadId}`,
        );
      if (found === null) throw new ApiError("notFound", `there is no picture ${id}`);
      const answer = await recordingAnswer(deps, found, request);
      const name = fileOf(found);
      answer.headers.set("content-security-policy", "default-src 'none'");
      answer.headers.set("content-disposition", `inline; filename="${name}"`);
      return answer;
    },
  });
}

function refusePicture(error: unknown): never {
  if (!(error instanceof PictureProblem)) throw error;
  if (error.code === "tooLarge")
    throw new ApiError("tooLarge", `the picture can't be taken: ${error.message}`);
  throw invalid([{ path: [], message: "expected a picture (JPEG, PNG, GIF or WebP); this is none" }]);
}
