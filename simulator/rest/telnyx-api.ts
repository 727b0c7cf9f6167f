import { type Application, type Exchange, newSid, type OwnedNumber, ownedNumber } from "../exchange.ts";
import { sendText } from "../texts/send-text.ts";
import { telnyxFate } from "../texts/text-params.ts";
import { picture } from "./messages-api.ts";
import { json } from "./respond.ts";
import type { RestCall } from "./rest-call.ts";

/** An error in Telnyx' shape. */
export function telnyxError(status: number, code: string, title: string): Response {
  return json({ errors: [{ code, title, detail: title }] }, status);
}

/** Telnyx' JSON API beside TeXML: phone numbers, TeXML applications, messages. */
export function telnyxApi(call: RestCall): Response {
  const [resource, id] = call.path;
  switch (resource) {
    case "phone_numbers":
      return id === undefined ? listNumbers(call) : oneNumber(call, id);
    case "texml_applications":
      return id === undefined ? applications(call) : oneApplication(call, id);
    case "media":
      return picture();
    case "messages":
      return id === undefined ? createMessage(call) : fetchMessage(call, id);
    default:
      return telnyxError(404, "10005", "Resource not found");
  }
}

function listNumbers({ exchange, url }: RestCall): Response {
  const query = url.searchParams;
  const filter = query.get("filter[phone_number]") ?? "";
  const size = Math.min(Math.max(Number(query.get("page[size]") ?? 20) || 20, 1), 250);
  const number = Math.max(Number(query.get("page[number]") ?? 1) || 1, 1);
  const found = exchange.numbers.filter((one) => one.number.includes(filter));
  const meta = {
    page_number: number,
    page_size: size,
    total_pages: Math.ceil(found.length / size),
    total_results: found.length,
  };
  return json({ data: found.slice((number - 1) * size, number * size).map(numberJson), meta });
}

const NO_APPLICATION = { connectionId: "", voiceUrl: "", voiceFallbackUrl: "", statusCallback: "" };

function oneNumber({ exchange, method, json: body }: RestCall, id: string): Response {
  const number = exchange.numbers.find((one) => one.sid === id || one.number === decodeURIComponent(id));
  if (!number) return telnyxError(404, "10005", "Resource not found");
  if (method === "PATCH") {
    const application = body.connection_id;
    if (application === null) Object.assign(number, NO_APPLICATION);
    if (application === null) return json({ data: numberJson(number) });
    const model = allApplications(exchange).find((one) => one.connectionId === application);
    if (!model) return telnyxError(422, "10015", "connection_id names no application");
    const { voiceUrl, voiceMethod, voiceFallbackUrl, statusCallback, connectionId } = model;
    Object.assign(number, { voiceUrl, voiceMethod, voiceFallbackUrl, statusCallback, connectionId });
  }
  return json({ data: numberJson(number) });
}

function applications({ exchange, method, json: body, url }: RestCall): Response {
  if (method === "POST") {
    const { friendly_name: name, voice_url: voiceUrl } = body;
    if (typeof name !== "string" || typeof voiceUrl !== "string") {
      return telnyxError(422, "10015", "friendly_name and voice_url are needed");
    }
    const made: Application = {
      connectionId: newSid(exchange, "AP"),
      friendlyName: name,
      voiceUrl,
      voiceMethod: "POST",
      voiceFallbackUrl: "",
      statusCallback: "",
    };
    changeApplication(made, body);
    exchange.applications.set(made.connectionId, made);
    return json({ data: applicationJson(made) }, 201);
  }
  const name = url.searchParams.get("filter[friendly_name]") ?? "";
  const found = allApplications(exchange).filter((one) => one.friendlyName.includes(name));
  return json({ data: found.map(applicationJson), meta: { total_pages: 1, total_results: found.length } });
}

function allApplications({ numbers, applications: made }: Exchange): Application[] {
  return [...made.values(), ...numbers.filter(({ connectionId }) => !made.has(connectionId))];
}

// An application is what the numbers connected to it share, so a change of it changes each of them.
function oneApplication({ exchange, method, json: body }: RestCall, id: string): Response {
  const made = exchange.applications.get(id);
  const members = exchange.numbers.filter((one) => one.connectionId === id);
  const first = made ?? members[0];
  if (!first) return telnyxError(404, "10005", "Resource not found");
  if (method === "PATCH") {
    for (const one of made === undefined ? members : [made, ...members]) changeApplication(one, body);
  }
  return json({ data: applicationJson(first) });
}

function changeApplication(application: Application, body: Record<string, unknown>): void {
  const text = (name: string, before: string) => (typeof body[name] === "string" ? body[name] : before);
  application.voiceUrl = text("voice_url", application.voiceUrl);
  application.voiceFallbackUrl = text("voice_fallback_url", application.voiceFallbackUrl);
  application.statusCallback = text("status_callback", application.statusCallback);
  const method = text("voice_method", application.voiceMethod).toUpperCase();
  application.voiceMethod = method === "GET" ? "GET" : "POST";
}

function createMessage({ exchange, json: body }: RestCall): Response {
  const field = (name: string) => (typeof body[name] === "string" ? body[name] : "");
  const [from, to, text] = [field("from"), field("to"), field("text")];
  const sender = ownedNumber(exchange, from);
  if (!sender) return telnyxError(400, "40305", "Invalid 'from' address");
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return telnyxError(400, "40310", "Invalid 'to' address");
  if (exchange.optedOut.has(`${from} ${to}`)) return telnyxError(400, "40300", "Blocked due to STOP message");
  const statusCallback = field("webhook_url") || sender.smsUrl;
  const media = Array.isArray(body.media_urls) ? body.media_urls.map(String) : [];
  const message = sendText(exchange, { from, to, body: text, statusCallback, media });
  return json({ data: messageJson(message) });
}

function fetchMessage({ exchange }: RestCall, id: string): Response {
  const message = exchange.messages.find((one) => one.sid === id);
  return message ? json({ data: messageJson(message) }) : telnyxError(404, "10005", "Resource not found");
}

function messageJson(message: Exchange["messages"][number]): Record<string, unknown> {
  return {
    id: message.sid,
    record_type: "message",
    direction: message.direction === "inbound" ? "inbound" : "outbound",
    from: { phone_number: message.from },
    to: [{ phone_number: message.to, status: message.status }],
    text: message.body,
    type: message.media.length === 0 ? "SMS" : "MMS",
    ...telnyxFate(message),
  };
}

function numberJson(number: OwnedNumber): Record<string, unknown> {
  return {
    id: number.sid,
    record_type: "phone_number",
    phone_number: number.number,
    status: "active",
    connection_id: number.connectionId || null,
    connection_name: number.friendlyName,
  };
}

function applicationJson(number: Application): Record<string, unknown> {
  return {
    id: number.connectionId,
    record_type: "texml_application",
    friendly_name: number.friendlyName,
    active: true,
    voice_url: number.voiceUrl,
    voice_method: number.voiceMethod.toLowerCase(),
    voice_fallback_url: number.voiceFallbackUrl,
    status_callback: number.statusCallback,
    status_callback_method: "post",
  };
}
