import { type Exchange, ownedNumber, type TextMessage } from "../exchange.ts";
import { sendText } from "../texts/send-text.ts";
import { apiDate, json, notFound, page, problem } from "./respond.ts";
import { type RestCall, reportUnknown } from "./rest-call.ts";

const CREATE = ["To", "From", "Body", "StatusCallback", "MediaUrl", "MessagingServiceSid", "ValidityPeriod"];
const E164 = /^\+[1-9]\d{6,14}$/;
const LONGEST_BODY = 1600;

/** Messages: list, create, fetch. https://www.twilio.com/docs/messaging/api/message-resource */
export function messagesApi(call: RestCall): Response {
  const { exchange, url } = call;
  const [, sid, part, media] = call.path;
  if (sid === undefined) {
    if (call.method === "POST") return createMessage(call);
    const [to, from] = [url.searchParams.get("To"), url.searchParams.get("From")];
    const found = [...exchange.messages]
      .reverse()
      .filter((one) => (to === null || one.to === to) && (from === null || one.from === from))
      .map((one) => messageJson(exchange, one));
    return page("messages", found, url);
  }
  const message = exchange.messages.find((one) => one.sid === sid);
  if (message && part === "Media" && media !== undefined) return picture();
  return message ? json(messageJson(exchange, message)) : notFound(url.pathname);
}

/** The smallest picture there is: PNG, one dot. */
const DOT =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

/** https://www.twilio.com/docs/messaging/api/media-resource */
export function picture(): Response {
  return new Response(Buffer.from(DOT, "base64"), { headers: { "content-type": "image/png" } });
}

function createMessage(call: RestCall): Response {
  const { exchange, fields } = call;
  reportUnknown(call, CREATE);
  const to = fields.get("To") ?? "";
  const from = fields.get("From") ?? "";
  const body = fields.get("Body") ?? "";
  if (!E164.test(to)) return problem(400, 21211, `The 'To' number ${to} is not a valid phone number.`);
  if (!ownedNumber(exchange, from)) {
    return problem(
      400,
      21606,
      `The 'From' phone number ${from} is not a valid, SMS-capable number of this account.`,
    );
  }
  if (body === "" && !fields.has("MediaUrl")) return problem(400, 21602, "Message body is required.");
  if (body.length > LONGEST_BODY)
    return problem(400, 21617, "The message body exceeds the 1600 character limit.");
  if (exchange.optedOut.has(`${from} ${to}`)) {
    return problem(400, 21610, "Attempt to send to unsubscribed recipient");
  }
  const message = sendText(exchange, {
    from,
    to,
    body,
    statusCallback: fields.get("StatusCallback") ?? "",
    media: fields.getAll("MediaUrl"),
  });
  return json(messageJson(exchange, message), 201);
}

function messageJson(exchange: Exchange, message: TextMessage): Record<string, unknown> {
  const { accountSid } = exchange.options;
  return {
    sid: message.sid,
    account_sid: accountSid,
    from: message.from,
    to: message.to,
    body: message.body,
    status: message.status,
    direction: message.direction,
    error_code: message.errorCode,
    error_message: null,
    messaging_service_sid: null,
    num_media: String(message.media.length),
    num_segments: String(Math.max(1, Math.ceil(message.body.length / 160))),
    // There some time after it was delivered.
    price: message.direction !== "inbound" && message.status === "delivered" ? "-0.00790" : null,
    price_unit: "USD",
    api_version: "2010-04-01",
    date_created: apiDate(message.createdAt),
    date_updated: apiDate(message.createdAt),
    date_sent: apiDate(message.createdAt),
    subresource_uris: {},
    uri: `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}.json`,
  };
}
