import { z } from "@hono/zod-openapi";
import { OUTCOMES } from "../../calls/call-state.ts";
import { TEXT_WARNINGS } from "../../messages/judge-person-text.ts";
import { TEXT_KINDS, TEXT_STATES } from "../../messages/text-states.ts";

const time = z.iso.datetime();
const person = z.object({ id: z.string(), name: z.string() }).nullable();

/** A conversation in a list. Its id is `lead:` with the lead's, or `phone:` with an unknown phone. */
export const listedConversationSchema = z.object({
  id: z.string(),
  lead: person,
  phone: z.string(),
  /** The business number that was used last. */
  number: z.string(),
  line: z.string().nullable(),
  /** Who is to answer; null: nobody in person. */
  owner: person,
  lastAt: time,
  unread: z.boolean(),
  /** They wrote last, and nobody has answered. */
  needsAnswer: z.boolean(),
  /** Where words were searched for: the last text that has them. */
  found: z.object({ direction: z.enum(["in", "out"]), at: time, text: z.string() }).nullable(),
  /** What was last. */
  last: z
    .object({
      kind: z.enum(["text", "call"]),
      direction: z.enum(["in", "out"]),
      text: z.string(),
      outcome: z.enum(OUTCOMES).nullable(),
      pictures: z.int(),
    })
    .nullable(),
});

export const conversationSchema = z.object({
  id: z.string(),
  lead: person,
  /** The one that something last happened with comes first. */
  phones: z.array(z.string()),
  number: z.string().nullable(),
  line: z.string().nullable(),
  owner: person,
  needsAnswer: z.boolean(),
  /** Those of its phones that want no texts. */
  optedOut: z.array(z.string()),
  consent: z.object({ source: z.string(), at: time.nullable() }).nullable(),
  /** What a text would be sent from and to now, why it can't be, and what speaks against it. */
  sending: z.object({
    from: z.string().nullable(),
    to: z.string(),
    refusal: z.string().nullable(),
    warnings: z.array(z.object({ code: z.enum(TEXT_WARNINGS), text: z.string() })),
  }),
});

const pictureSchema = z.object({
  id: z.string(),
  contentType: z.string(),
  /** `waiting`: it is being fetched from the carrier. */
  state: z.enum(["waiting", "kept", "failed"]),
  error: z.string().nullable(),
  bytes: z.int().nullable(),
});

export const textItemSchema = z.object({
  kind: z.literal("text"),
  id: z.string(),
  at: time,
  direction: z.enum(["in", "out"]),
  /** What it was for. */
  purpose: z.enum(TEXT_KINDS),
  text: z.string(),
  state: z.enum(TEXT_STATES),
  /** Why it was not sent or did not arrive, and what can be done. */
  trouble: z
    .object({ code: z.string().nullable(), text: z.string(), next: z.string().nullable() })
    .nullable(),
  /** The text that failed, and was sent again with this one; and the one by which this one was sent again. */
  againOf: z.string().nullable(),
  sentAgainAs: z.string().nullable(),
  /** Whether it failed, and may be sent again (POST /texts/{id}/again). */
  canSendAgain: z.boolean(),
  segments: z.int(),
  number: z.string(),
  phone: z.string(),
  by: z.string().nullable(),
  /** When it is to be sent. */
  dueAt: time,
  price: z.object({ amount: z.string(), unit: z.string() }).nullable(),
  pictures: z.array(pictureSchema),
});

/** What happened in a conversation. */
export const itemSchema = z.discriminatedUnion("kind", [
  textItemSchema,
  z.object({
    kind: z.literal("call"),
    id: z.string(),
    at: time,
    direction: z.enum(["in", "out"]),
    outcome: z.enum(OUTCOMES).nullable(),
    number: z.string(),
    answeredBy: z.string().nullable(),
    seconds: z.int().nullable(),
    voicemail: z
      .object({
        seconds: z.int(),
        state: z.enum(["new", "heard", "done"]),
        transcript: z.string().nullable(),
      })
      .nullable(),
    note: z.string().nullable(),
    disposition: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("note"),
    id: z.string(),
    at: time,
    text: z.string(),
    by: z.string(),
    /** Whether whoever asks wrote it. */
    own: z.boolean(),
  }),
  z.object({
    kind: z.literal("callback"),
    id: z.string(),
    at: time,
    by: z.string(),
    why: z.enum(["talked", "byHand"]),
    note: z.string().nullable(),
  }),
]);

export const unreadSchema = z.object({
  /** Conversations with something unread, of those that are one's own or nobody's; counted up to 100. */
  unread: z.int(),
});
