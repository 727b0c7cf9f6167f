import { z } from "@hono/zod-openapi";
import { CALLBACK_EVENTS, CALLBACK_STATES } from "../../callbacks/callback-states.ts";
import { OUTCOMES } from "../../calls/call-state.ts";

const time = z.iso.datetime();
const person = z.object({ id: z.string(), name: z.string() }).nullable();

/** A caller who is to be called back. */
export const callbackSchema = z.object({
  id: z.string(),
  state: z.enum(CALLBACK_STATES),
  lead: person,
  phone: z.string(),
  /** The business number that they called last. */
  number: z.string(),
  line: z.string().nullable(),
  /** Who is to call them back; null: nobody yet. */
  owner: person,
  /** How often they called in vain. */
  calls: z.int(),
  openedAt: time,
  lastCall: z.object({ id: z.string(), at: time, outcome: z.enum(OUTCOMES), voicemail: z.boolean() }),
  /** When it goes to the next person; null: it stays. */
  escalatesAt: time.nullable(),
  closed: z.object({ at: time, by: z.string(), why: z.enum(["talked", "byHand"]) }).nullable(),
  note: z.string().nullable(),
});

export const callbackWithHistorySchema = callbackSchema.extend({
  history: z.array(
    z.object({ at: time, kind: z.enum(CALLBACK_EVENTS), by: z.string().nullable(), text: z.string() }),
  ),
});

export const callbackCountSchema = z.object({ open: z.int(), unassigned: z.int(), mine: z.int() });

export const optOutSchema = z.object({
  phone: z.string(),
  since: time,
  /** A text of theirs, the carrier, or a person of the business. */
  source: z.enum(["text", "carrier", "person"]),
  said: z.string().nullable(),
});
