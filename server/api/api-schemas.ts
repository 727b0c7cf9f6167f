import { z } from "@hono/zod-openapi";
import { OUTCOMES, PHASES } from "../../calls/call-state.ts";
import { carrierSchema } from "../../directory/carrier-schema.ts";
import { rung as rungField } from "../../directory/ladder-fields.ts";
import { accountFields, settingsSchemas } from "../../directory/settings-schema.ts";
import { webhookSchema } from "../../directory/webhook-schema.ts";
import { REASONS } from "../../routing/decision.ts";
import { ATTESTATIONS, CALLER_ID_CHOICES } from "../../routing/values.ts";
import { SIGN_IN_STATES } from "../../store/read-sign-in-states.ts";
import {
  CARRIER_COPIES,
  FETCH_STATES,
  TRANSCRIPT_STATES,
  VOICEMAIL_STATES,
} from "../../voicemail/voicemail-states.ts";

// The rules only matter where values are read, which happens in the account's own terms.
const RULES = { country: "US", allowedCountries: ["US"] } as const;
const fields = settingsSchemas(RULES);
const id = z.string();

const version = z.string();
const stored = { id, version };

const account = accountFields(RULES);
const carrierAnswer = z.object({
  ...stored,
  kind: z.enum(["twilio", "signalwire", "telnyx"]),
  accountSid: z.string().nullable(),
  publicKey: z.string().nullable(),
  apiBaseUrl: z.string().nullable(),
  /** Texts a second that all of its numbers may send together; null: as fast as each may. */
  textsPerSecond: z.int().nullable(),
  hasAuthToken: z.boolean(),
  hasPreviousAuthToken: z.boolean(),
  hasSigningKey: z.boolean(),
  hasPreviousSigningKey: z.boolean(),
  /** Twilio, for calls from browsers. */
  apiKeySid: z.string().nullable(),
  applicationSid: z.string().nullable(),
  hasApiKeySecret: z.boolean(),
});
const carrierPatch = z
  .strictObject({
    accountSid: z.string(),
    authToken: z.string(),
    apiKey: z.string(),
    previousAuthToken: z.string(),
    signingKey: z.string(),
    previousSigningKey: z.string(),
    publicKey: z.string(),
    apiBaseUrl: z.string().nullable(),
    textsPerSecond: z.number().nullable(),
    spaceUrl: z.string(),
    apiKeySid: z.string().nullable(),
    apiKeySecret: z.string().nullable(),
    applicationSid: z.string().nullable(),
  })
  .partial();

const leadExtra = { ...stored, changedAt: z.iso.datetime(), assignedToId: z.string().nullable() };

const webhook = webhookSchema.omit({ secret: true });
const moment = z.iso.datetime().nullable();
const webhookAnswer = webhook.extend({
  ...stored,
  /** Only in the answer that makes a webhook, or its next secret. */
  secret: z.string().optional(),
  state: z.object({
    failingSince: moment,
    stoppedAt: moment,
    stoppedWhy: z.string().nullable(),
    previousSecretUntil: moment,
  }),
});

/** For each resource: what an answer holds, what creates one, and what changes one. */
export const SCHEMAS = {
  account: { answer: account.extend(stored), create: account, patch: account.partial() },
  staff: {
    answer: fields.staff.extend({ ...stored, signIn: z.enum(SIGN_IN_STATES) }),
    create: fields.staff,
    patch: fields.staff.partial(),
  },
  numbers: { answer: fields.numbers.extend(stored), create: fields.numbers, patch: fields.numbers.partial() },
  leads: { answer: fields.leads.extend(leadExtra), create: fields.leads, patch: fields.leads.partial() },
  carriers: { answer: carrierAnswer, create: carrierSchema, patch: carrierPatch },
  webhooks: { answer: webhookAnswer, create: webhookSchema, patch: webhookSchema.partial() },
};

export const deletedSchema = z.object({ deleted: z.literal(true) });
export const staffDeletedSchema = deletedSchema.extend({
  unassigned: z.object({ leads: z.int(), numbers: z.int() }),
});

const rung = rungField();
const lead = z.object({ id, name: z.string() }).nullable();

const verdict = {
  verdict: z.enum(["ring", "skipped"]),
  reason: z.enum(REASONS),
  destination: z.string().optional(),
  seconds: z.int().optional(),
  text: z.string(),
};

export const decisionSchema = z.object({
  lead,
  degraded: z.boolean(),
  settingsVersion: z.int(),
  ending: z.enum(["voicemail", "hangup", "reject"]),
  endingText: z.string(),
  /** Empty while open. */
  closedText: z.string(),
  /** Empty where the number has no menu, or the business is closed. */
  menuText: z.string(),
  outreachText: z.string(),
  campaign: z.object({ id: z.string(), name: z.string() }).nullable(),
  leadText: z.string(),
  rungs: z.array(
    z.object({
      rung,
      ...verdict,
      /** Where the rung is a group: the verdict on each member. */
      members: z.array(z.object({ name: z.string(), ...verdict })).optional(),
    }),
  ),
  plan: z.array(
    z.object({
      rung,
      destinations: z.array(z.string()),
      seconds: z.int(),
      screening: z.boolean(),
      callerId: z.enum(CALLER_ID_CHOICES),
    }),
  ),
});

const time = z.iso.datetime();
/** A call from here has legs of its own: to who makes it, and to whom they call. */
const legRung = z.union([z.enum(["staff", "lead"]), rung]);
export const callSchema = z.object({
  id,
  direction: z.enum(["inbound", "outbound"]),
  from: z.string().nullable(),
  to: z.string(),
  lead,
  /** What the carriers say of the caller's number (STIR/SHAKEN); null where it is not known. */
  attestation: z.enum(ATTESTATIONS).nullable(),
  state: z.enum(PHASES),
  outcome: z.enum(OUTCOMES).nullable(),
  startedAt: time,
  answeredAt: time.nullable(),
  endedAt: time.nullable(),
  /** Who made it, where it was made from here. */
  placedBy: z.object({ id, name: z.string() }).nullable(),
  answeredBy: z.object({ rung: legRung, destination: z.string(), name: z.string() }).nullable(),
  decision: decisionSchema.nullable(),
  legs: z.array(
    z.object({
      rung: legRung,
      destination: z.string(),
      startedAt: time,
      seconds: z.int(),
      result: z
        .enum(["connected", "noAnswer", "busy", "declined", "notAccepted", "failed", "canceled"])
        .nullable(),
    }),
  ),
  recording: z.object({ seconds: z.int() }).nullable(),
  carrierCallId: z.string(),
});
export const placedCallSchema = callSchema.extend({
  /** With `via: browser` what the carrier's voice SDK connects with; null where the call has begun or is over. */
  browser: z
    .object({ token: z.string(), identity: z.string(), params: z.object({ call: z.string() }) })
    .nullable(),
});
/** What somebody noted of a call. */
const note = { disposition: z.string().nullable(), note: z.string().nullable() };
export const notedCallSchema = callSchema.extend(note);
/** A recording on its way here, of a message or of a talk. */
const takenIn = {
  seconds: z.int(),
  recording: z.object({
    /** `fetched`: it can be played. */
    state: z.enum(FETCH_STATES),
    /** What went wrong at the last try. */
    error: z.string().nullable(),
    tries: z.int(),
    nextTryAt: time.nullable(),
    bytes: z.int().nullable(),
    contentType: z.string().nullable(),
    carrierCopy: z.enum(CARRIER_COPIES),
  }),
  /** What was said, as somebody wrote it down by machine; empty where nothing was understood. */
  transcript: z.object({ state: z.enum(TRANSCRIPT_STATES), text: z.string().nullable() }),
};
export const talkSchema = z.object(takenIn);
/** A message that a caller left. Its id is its call's. */
export const voicemailSchema = z.object({
  id,
  from: z.string().nullable(),
  to: z.string(),
  lead,
  leftAt: time,
  state: z.enum(VOICEMAIL_STATES),
  ...takenIn,
});
export const callWithStorySchema = notedCallSchema.extend({
  story: z.array(z.object({ at: time, text: z.string() })),
  voicemail: voicemailSchema.nullable(),
  /** What was recorded of the talk. */
  talk: talkSchema.nullable(),
});

export const alertSchema = z.object({
  id,
  callId: z.string().nullable(),
  at: time,
  code: z.string(),
  text: z.string(),
});
