import { openCallLog } from "../calls/call-log.ts";
import { type Exchange, newSid, ownedNumber, type TextMessage } from "../exchange.ts";
import { sendWebhook } from "../wire/send-webhook.ts";
import { sendStatus } from "../wire/status-callbacks.ts";
import { textHook } from "./text-params.ts";

// Stop and start words that the carrier obeys by itself: the advanced opt-out tutorial's defaults.
const STOP = /^\s*(stop|stopall|unsubscribe|cancel|end|quit|revoke|optout)\s*$/i;
const START = /^\s*(start|unstop|yes)\s*$/i;

/** What becomes of texts from a number that is not registered in the United States (their error pages: 30034, 40010). */
const BLOCKED = {
  twilio: { status: "undelivered", code: 30034 },
  signalwire: { status: "undelivered", code: 30034 },
  telnyx: { status: "delivery_failed", code: 40010 },
} as const;

/** The product sends a text: it is sent after a second and delivered after two more. */
export function sendText(
  exchange: Exchange,
  text: { from: string; to: string; body: string; statusCallback: string; media?: string[] },
): TextMessage {
  const { clock } = exchange;
  const { statusCallback, media = [], ...facts } = text;
  const message: TextMessage = {
    ...facts,
    sid: newSid(exchange, "SM"),
    direction: "outbound-api",
    status: "queued",
    errorCode: null,
    createdAt: clock.now(),
    media: media.map((url) => ({ url, type: "" })),
  };
  exchange.messages.push(message);
  const { sid, from, to } = message;
  const log = openCallLog(clock, exchange.violations, {
    sid,
    from,
    to,
    direction: "outbound-api",
    status: "queued",
  });
  const deliver = async () => {
    const blocked = exchange.unregistered.has(from);
    for (const [seconds, status] of [
      [1, "sent"],
      [2, blocked ? BLOCKED[exchange.kind].status : "delivered"],
    ] as const) {
      await clock.sleep(seconds * 1000);
      message.status = status;
      if (blocked && seconds === 2) message.errorCode = BLOCKED[exchange.kind].code;
      if (statusCallback !== "")
        sendStatus(exchange, log, textHook(exchange, statusCallback, { ...message }));
    }
  };
  exchange.work.track(deliver());
  return message;
}

/** Where what came with a text is: each carrier's own REST API. */
function mediaUrl({ kind, apiBase, options }: Exchange, sid: string, index: number): string {
  const laml = kind === "signalwire" ? "/api/laml" : "";
  return kind === "telnyx"
    ? `${apiBase}/v2/media/${sid}-${index}/download`
    : `${apiBase}${laml}/2010-04-01/Accounts/${options.accountSid}/Messages/${sid}/Media/ME${index}`;
}

/** Someone texts one of the numbers; the product's webhook is called as for a call. */
export function receiveText(
  exchange: Exchange,
  { media = [], ...text }: { from: string; to: string; body: string; media?: TextMessage["media"] },
): TextMessage {
  const message: TextMessage = {
    ...text,
    media: [],
    sid: newSid(exchange, "SM"),
    direction: "inbound",
    status: "received",
    errorCode: null,
    createdAt: exchange.clock.now(),
  };
  message.media = media.map(({ url, type }, index) => ({
    url: url === "" ? mediaUrl(exchange, message.sid, index) : url,
    type,
  }));
  exchange.messages.push(message);
  const pair = `${text.to} ${text.from}`;
  if (STOP.test(text.body)) exchange.optedOut.add(pair);
  if (START.test(text.body)) exchange.optedOut.delete(pair);
  const url = ownedNumber(exchange, text.to)?.smsUrl ?? "";
  if (url !== "") exchange.work.track(sendWebhook(exchange, textHook(exchange, url, message)));
  return message;
}
