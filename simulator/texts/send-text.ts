import { openCallLog } from "../calls/call-log.ts";
import { type Exchange, newSid, ownedNumber, type TextMessage } from "../exchange.ts";
import { sendWebhook } from "../wire/send-webhook.ts";
import { sendStatus } from "../wire/status-callbacks.ts";
import { textHook } from "./text-params.ts";

// Stop and start words that the carrier obeys by itself: the advanced opt-out tutorial's defaults.
const STOP = /^\s*(stop|stopall|unsubscribe|cancel|end|quit|revoke|optout)\s*$/i;
const START = /^\s*(start|unstop|yes)\s*$/i;

/** The product sends a text: it is sent after a second and delivered after two more. */
export function sendText(
  exchange: Exchange,
  text: { from: string; to: string; body: string; statusCallback: string },
): TextMessage {
  const { clock } = exchange;
  const { statusCallback, ...facts } = text;
  const message: TextMessage = {
    ...facts,
    sid: newSid(exchange, "SM"),
    direction: "outbound-api",
    status: "queued",
    errorCode: null,
    createdAt: clock.now(),
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
    for (const [seconds, status] of [
      [1, "sent"],
      [2, "delivered"],
    ] as const) {
      await clock.sleep(seconds * 1000);
      message.status = status;
      if (statusCallback !== "")
        sendStatus(exchange, log, textHook(exchange, statusCallback, { ...message }));
    }
  };
  exchange.work.track(deliver());
  return message;
}

/** Someone texts one of the numbers; the product's webhook is called as for a call. */
export function receiveText(
  exchange: Exchange,
  text: { from: string; to: string; body: string },
): TextMessage {
  const message: TextMessage = {
    ...text,
    sid: newSid(exchange, "SM"),
    direction: "inbound",
    status: "received",
    errorCode: null,
    createdAt: exchange.clock.now(),
  };
  exchange.messages.push(message);
  const pair = `${text.to} ${text.from}`;
  if (STOP.test(text.body)) exchange.optedOut.add(pair);
  if (START.test(text.body)) exchange.optedOut.delete(pair);
  const url = ownedNumber(exchange, text.to)?.smsUrl ?? "";
  if (url !== "") exchange.work.track(sendWebhook(exchange, textHook(exchange, url, message)));
  return message;
}
