import { z } from "@hono/zod-openapi";
import { CAMPAIGN_KINDS, CAMPAIGN_STATES, RECIPIENT_STATES } from "../../campaigns/campaign-states.ts";
import { explainTextError } from "../../campaigns/explain-text-error.ts";
import { LEFT_OUT_REASONS, type LeftOutReason, sayLeftOut } from "../../campaigns/judge-recipient.ts";
import { TEXT_ERROR_TABLE } from "../../carriers/text-errors.ts";
import { TEXT_STATES } from "../../messages/text-states.ts";
import type { KeptCampaign } from "../../store/campaigns/keep-campaigns.ts";
import type { ListedRecipient } from "../../store/campaigns/list-recipients.ts";
import type { CampaignResults } from "../../store/campaigns/read-results.ts";
import type { ClaimedRecipient } from "../../store/campaigns/work-call-list.ts";

const time = z.iso.datetime();

/** A campaign with everything that was decided about it. */
export const campaignSchema = z.object({
  id: z.string(),
  /** What settings files know it by, as `id`. */
  slug: z.string(),
  name: z.string(),
  kind: z.enum(CAMPAIGN_KINDS),
  state: z.enum(CAMPAIGN_STATES),
  audience: z.object({
    search: z.string().nullable(),
    assignedTo: z.string().nullable(),
    importId: z.string().nullable(),
    onlyWithConsent: z.boolean(),
  }),
  steps: z.array(z.object({ text: z.string(), afterHours: z.number() })),
  sender: z.object({ use: z.enum(["default", "own", "pool"]), pool: z.array(z.string()) }),
  assignment: z.object({
    to: z.enum(["leave", "one", "inTurn"]),
    staff: z.array(z.string()),
    onlyUnassigned: z.boolean(),
  }),
  quietHours: z.object({ from: z.string(), to: z.string() }),
  perSecond: z.number().nullable(),
  dailyCap: z.number().nullable(),
  stopOnReply: z.boolean(),
  segmentPrice: z.number().nullable(),
  /** Whether the list of whom it reaches is there; made anew by `POST …/audience`. */
  list: z.object({ state: z.enum(["none", "gathering", "ready"]), at: time.nullable() }),
  startAt: time.nullable(),
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  createdBy: z.string(),
  createdAt: time,
  changedAt: time,
});

/** What it has come to. */
export const campaignResultsSchema = z.object({
  /** How many of the list are where. */
  people: z.object({
    ...Object.fromEntries(RECIPIENT_STATES.map((state) => [state, z.int()])),
  } as Record<(typeof RECIPIENT_STATES)[number], z.ZodInt>),
  leftOut: z.array(z.object({ reason: z.enum(LEFT_OUT_REASONS), text: z.string(), count: z.int() })),
  stopped: z.array(z.object({ reason: z.string(), count: z.int() })),
  steps: z.array(
    z.object({
      step: z.int(),
      texts: z.object({
        ...Object.fromEntries(TEXT_STATES.map((state) => [state, z.int()])),
      } as Record<(typeof TEXT_STATES)[number], z.ZodInt>),
      /** Of those that were sent. */
      segments: z.int(),
      cost: z.number().nullable(),
    }),
  ),
  errors: z.array(z.object({ code: z.string(), text: z.string(), next: z.string(), count: z.int() })),
  replies: z.int(),
  callbacks: z.object({ count: z.int(), answered: z.int(), medianSeconds: z.int().nullable() }),
  dispositions: z.array(z.object({ disposition: z.string().nullable(), count: z.int() })),
});

export const recipientSchema = z.object({
  id: z.string(),
  lead: z.string().nullable(),
  name: z.string(),
  phone: z.string().nullable(),
  state: z.enum(RECIPIENT_STATES),
  reason: z.string().nullable(),
  /** Why they are left out, in words; empty where they are not. */
  text: z.string(),
  number: z.string().nullable(),
  staff: z.object({ id: z.string(), name: z.string() }).nullable(),
  step: z.int(),
  repliedAt: time.nullable(),
  calledAt: time.nullable(),
  disposition: z.string().nullable(),
  call: z.string().nullable(),
});

export const inHandSchema = z.object({
  recipient: z
    .object({
      id: z.string(),
      lead: z.string().nullable(),
      name: z.string(),
      phone: z.string(),
      /** Which of their phones is offered next time, where nobody answers on this one; null: they have no other. */
      nextPhone: z.string().nullable(),
      tries: z.int(),
      until: time,
      call: z.string().nullable(),
    })
    .nullable(),
});

export function presentCampaign(kept: KeptCampaign): z.output<typeof campaignSchema> {
  const { plan, audience, audienceAt, startAt, startedAt, endedAt, createdAt, changedAt, ...rest } = kept;
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    ...rest,
    ...plan,
    list: { state: audience, at: iso(audienceAt) },
    startAt: iso(startAt),
    startedAt: iso(startedAt),
    endedAt: iso(endedAt),
    createdAt: createdAt.toISOString(),
    changedAt: changedAt.toISOString(),
  };
}

const WERE_SENT = new Set(["sent", "delivered", "undelivered"]);

export function presentResults(
  results: CampaignResults,
  segmentPrice: number | null,
): z.output<typeof campaignResultsSchema> {
  const { people, steps, errors, replies, callbacks, dispositions } = results;
  const none = <Key extends string>(keys: readonly Key[]) =>
    Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;
  const counts = none(RECIPIENT_STATES);
  for (const { state, count } of people) counts[state] += count;
  const of = (state: string) =>
    people.flatMap(({ state: other, reason, count }) =>
      other === state && reason !== null ? [{ reason, count }] : [],
    );
  return {
    people: counts,
    leftOut: of("leftOut").map(({ reason, count }) => ({
      reason: reason as LeftOutReason,
      text: sayLeftOut(reason as LeftOutReason),
      count,
    })),
    stopped: of("stopped"),
    steps: [...new Set(steps.map(({ step }) => step))].map((step) => {
      const texts = none(TEXT_STATES);
      let segments = 0;
      for (const one of steps) {
        if (one.step !== step) continue;
        texts[one.state] += one.count;
        if (WERE_SENT.has(one.state)) segments += one.segments;
      }
      return { step, texts, segments, cost: segmentPrice === null ? null : segments * segmentPrice };
    }),
    errors: errors.map(({ code, words, count }) => ({
      code,
      text: words,
      next: explainTextError(code, TEXT_ERROR_TABLE[code]?.next),
      count,
    })),
    replies,
    callbacks,
    dispositions,
  };
}

export function presentRecipient(one: ListedRecipient): z.output<typeof recipientSchema> {
  const {
    id,
    leadId,
    name,
    phone,
    state,
    reason,
    detail,
    number,
    staffId,
    staffName,
    step,
    disposition,
    callId,
  } = one;
  return {
    id,
    lead: leadId,
    name,
    phone,
    state,
    reason,
    text: state === "leftOut" ? (detail ?? sayLeftOut(reason as LeftOutReason)) : "",
    number,
    staff: staffId === null ? null : { id: staffId, name: staffName ?? "" },
    step,
    repliedAt: one.repliedAt?.toISOString() ?? null,
    calledAt: one.calledAt?.toISOString() ?? null,
    disposition,
    call: callId,
  };
}

export function presentInHand(claimed: ClaimedRecipient | null): z.output<typeof inHandSchema> {
  if (claimed === null) return { recipient: null };
  const { id, leadId, name, phone, nextPhone, tries, claimedUntil, callId } = claimed;
  return {
    recipient: {
      id,
      lead: leadId,
      name,
      phone,
      nextPhone,
      tries,
      until: claimedUntil.toISOString(),
      call: callId,
    },
  };
}
