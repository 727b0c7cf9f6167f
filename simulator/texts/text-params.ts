import type { Exchange, TextMessage } from "../exchange.ts";
import type { Hook } from "../wire/build-request.ts";

/** The webhook about a text, as this carrier writes it: form for the TwiML family, JSON for Telnyx. */
export function textHook(exchange: Exchange, url: string, message: TextMessage): Hook {
  const hook = { kind: "message" as const, method: "POST" as const, url };
  if (exchange.kind === "telnyx") return { ...hook, params: {}, json: telnyxEvent(exchange, message) };
  const base = {
    AccountSid: exchange.options.accountSid,
    ApiVersion: "2010-04-01",
    MessageSid: message.sid,
    SmsSid: message.sid,
    From: message.from,
    To: message.to,
    SmsStatus: message.status,
  };
  if (message.direction === "inbound") {
    const params = {
      ...base,
      SmsMessageSid: message.sid,
      Body: message.body,
      NumMedia: String(message.media.length),
      ...Object.fromEntries(
        message.media.flatMap(({ url, type }, index) => [
          [`MediaUrl${index}`, url],
          [`MediaContentType${index}`, type],
        ]),
      ),
      NumSegments: "1",
    };
    return { ...hook, params };
  }
  const params: Record<string, string> = { ...base, MessageStatus: message.status };
  if (message.errorCode !== null) params.ErrorCode = String(message.errorCode);
  return { ...hook, params };
}

// https://developers.telnyx.com/docs/messaging/messages/receiving-webhooks
function telnyxEvent(exchange: Exchange, message: TextMessage): unknown {
  const types: Record<string, string> = { received: "message.received", sent: "message.sent" };
  return {
    data: {
      event_type: types[message.status] ?? "message.finalized",
      id: crypto.randomUUID(),
      occurred_at: new Date(exchange.clock.now()).toISOString(),
      record_type: "event",
      payload: {
        id: message.sid,
        direction: message.direction === "inbound" ? "inbound" : "outbound",
        from: { phone_number: message.from },
        to: [{ phone_number: message.to, status: message.status }],
        text: message.body,
        media: message.media.map(({ url: at, type }) => ({ url: at, content_type: type })),
        type: message.media.length === 0 ? "SMS" : "MMS",
        ...telnyxFate(message),
        record_type: "message",
      },
    },
    meta: { attempt: 1 },
  };
}

/** Why it did not arrive, and what it cost, which is told at the end: developers.telnyx.com, receiving webhooks. */
export function telnyxFate({ errorCode, status }: TextMessage): object {
  return {
    ...(errorCode === null ? {} : { errors: [{ code: String(errorCode) }] }),
    ...(status === "delivered" ? { cost: { amount: "0.0040", currency: "USD" } } : {}),
  };
}
