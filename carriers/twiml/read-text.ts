import { z } from "zod";
import type { ToldState } from "../../messages/text-states.ts";
import type { CarrierKind } from "../carrier-connection.ts";
import { type Form, field } from "./read-form.ts";

/** A text that somebody sent to a business number. */
export type IncomingText = {
  id: string;
  from: string;
  to: string;
  body: string;
  /** Pictures and the like that came with it: where they are, and what the carrier says they are. */
  media: { url: string; type: string }[];
};

/** What a carrier tells of a text that it has; `state` is null for a word that says nothing new. */
export type ToldText = { id: string; state: ToldState | null; code: string | null; price: TextPrice | null };

/** What the carrier takes for a text, as it writes it. */
export type TextPrice = { amount: string; unit: string };

/** What a request about texts says; null where it can't be read. */
export type TextEvent = { received: IncomingText } | { told: ToldText };

/**
 * The carriers' words for what becomes of a text. Those for one that is on its way say that the carrier has it; one that
 * is not here says nothing. https://www.twilio.com/docs/messaging/api/message-resource#message-status-values,
 * https://developers.telnyx.com/docs/messaging/messages/receiving-webhooks
 */
const WORDS: Record<string, ToldState> = {
  accepted: "sent",
  scheduled: "sent",
  queued: "sent",
  sending: "sent",
  sent: "sent",
  delivered: "delivered",
  read: "delivered",
  undelivered: "undelivered",
  failed: "failed",
  canceled: "failed",
  sending_failed: "failed",
  delivery_failed: "undelivered",
  delivery_unconfirmed: "sent",
  expired: "undelivered",
};

/** Reads a request about texts: a form of Twilio's family, JSON of Telnyx. */
export function readText(kind: CarrierKind, form: Form, body: string): TextEvent | null {
  return kind === "telnyx" ? readTelnyx(body) : readTwiml(form);
}

function readTwiml(form: Form): TextEvent | null {
  const id = field(form, "MessageSid") || field(form, "SmsSid");
  if (id === "") return null;
  const word = field(form, "MessageStatus") || field(form, "SmsStatus");
  if (word !== "" && word !== "received" && word !== "receiving") {
    return {
      told: { id, state: stateOf(word), code: field(form, "ErrorCode").slice(0, 40) || null, price: null },
    };
  }
  const [from, to, body] = [field(form, "From"), field(form, "To"), field(form, "Body")];
  return { received: { id, from, to, body, media: readMedia(form) } };
}

/** A message as Telnyx tells of it, in its events and when asked. */
export const telnyxMessage = z.object({
  id: z.string().min(1),
  from: z.object({ phone_number: z.string() }),
  to: z.array(z.object({ phone_number: z.string(), status: z.string().nullish() })).min(1),
  text: z.string().nullish(),
  media: z.array(z.object({ url: z.string().nullish(), content_type: z.string().nullish() })).nullish(),
  cost: z
    .object({ amount: z.union([z.string(), z.number()]).nullish(), currency: z.string().nullish() })
    .nullish(),
  errors: z.array(z.object({ code: z.union([z.string(), z.number()]) })).nullish(),
});
const telnyxEvent = z.object({ data: z.object({ event_type: z.string(), payload: telnyxMessage }) });

function readTelnyx(body: string): TextEvent | null {
  const parsed = telnyxEvent.safeParse(parseJson(body));
  if (!parsed.success) return null;
  const { event_type: type, payload } = parsed.data.data;
  if (type !== "message.received") return { told: tellTelnyx(payload) };
  const { id, from, text } = payload;
  const media = (payload.media ?? []).flatMap(({ url, content_type: kind }) =>
    mediaOf(url ?? "", kind ?? ""),
  );
  const to = payload.to[0]?.phone_number ?? "";
  return { received: { id, from: from.phone_number, to, body: text ?? "", media } };
}

/** What it says of a text of ours. */
export function tellTelnyx({ id, to, errors, cost }: z.output<typeof telnyxMessage>): ToldText {
  const code = errors?.[0]?.code;
  return {
    id,
    state: stateOf(to[0]?.status ?? ""),
    code: code === undefined ? null : String(code),
    price: priceOf(cost?.amount, cost?.currency),
  };
}

/** https://www.twilio.com/docs/messaging/guides/webhook-request#media-related-parameters */
function readMedia(form: Form): IncomingText["media"] {
  const count = Math.min(Number(field(form, "NumMedia")) || 0, MOST_MEDIA);
  return Array.from({ length: count }, (_, index) => index).flatMap((index) =>
    mediaOf(field(form, `MediaUrl${index}`), field(form, `MediaContentType${index}`)),
  );
}

const MOST_MEDIA = 10;

function mediaOf(url: string, type: string): IncomingText["media"] {
  return url === ""
    ? []
    : [{ url: url.slice(0, 2_000), type: type.slice(0, 100) || "application/octet-stream" }];
}

/** An amount as carriers write it: a decimal number, at Twilio negative; null where it is none. */
export function priceOf(
  amount: string | number | null | undefined,
  unit: string | null | undefined,
): TextPrice | null {
  const written = String(amount ?? "").replace(/^-/, "");
  return /^\d{1,6}(\.\d{1,10})?$/.test(written) && unit != null && unit !== ""
    ? { amount: written, unit: unit.toUpperCase().slice(0, 10) }
    : null;
}

/** Null for a word that says nothing new. */
export function stateOf(word: string): ToldState | null {
  return Object.hasOwn(WORDS, word) ? (WORDS[word] ?? null) : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
