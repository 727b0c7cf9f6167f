import type { Exchange, OwnedNumber } from "../exchange.ts";
import { apiDate, json, notFound, page, problem } from "./respond.ts";
import { methodOf, type RestCall, reportUnknown } from "./rest-call.ts";

const URLS = {
  VoiceUrl: "voiceUrl",
  VoiceFallbackUrl: "voiceFallbackUrl",
  StatusCallback: "statusCallback",
  SmsUrl: "smsUrl",
} as const;
const UPDATE = [
  ...Object.keys(URLS),
  ...[
    "VoiceMethod",
    "VoiceFallbackMethod",
    "StatusCallbackMethod",
    "SmsMethod",
    "SmsFallbackUrl",
    "FriendlyName",
  ],
  ...["VoiceApplicationSid", "SmsApplicationSid", "TrunkSid", "VoiceCallerIdLookup"],
];

/** IncomingPhoneNumbers: list (paged, filtered by PhoneNumber), fetch, update. */
export function numbersApi(call: RestCall): Response {
  const { exchange, url } = call;
  const [, sid] = call.path;
  if (sid === undefined) {
    if (call.method !== "GET") return problem(405, 20004, "Method not allowed: numbers are bought elsewhere");
    const filter = (url.searchParams.get("PhoneNumber") ?? "").replaceAll("*", "");
    const found = exchange.numbers.filter((one) => one.number.includes(filter));
    return page(
      "incoming_phone_numbers",
      found.map((one) => numberJson(exchange, one)),
      url,
    );
  }
  const number = exchange.numbers.find((one) => one.sid === sid);
  if (!number) return notFound(url.pathname);
  if (call.method === "POST") {
    const refused = updateNumber(call, number);
    if (refused) return refused;
  }
  return json(numberJson(exchange, number));
}

function updateNumber(call: RestCall, number: OwnedNumber): Response | undefined {
  const { fields } = call;
  reportUnknown(call, UPDATE);
  for (const name of Object.keys(URLS)) {
    const value = fields.get(name);
    if (value && !/^https?:\/\//.test(value))
      return problem(400, 21402, `${name} is not a valid URL: ${value}`);
  }
  for (const [name, key] of Object.entries(URLS)) {
    const value = fields.get(name);
    if (value !== null) number[key] = value;
  }
  if (fields.has("VoiceMethod")) number.voiceMethod = methodOf(fields, "VoiceMethod");
  number.friendlyName = fields.get("FriendlyName") ?? number.friendlyName;
  return undefined;
}

function numberJson(exchange: Exchange, number: OwnedNumber): Record<string, unknown> {
  const { accountSid } = exchange.options;
  const created = apiDate(Date.UTC(2025, 0, 1));
  return {
    sid: number.sid,
    account_sid: accountSid,
    phone_number: number.number,
    friendly_name: number.friendlyName,
    voice_url: number.voiceUrl,
    voice_method: number.voiceMethod,
    voice_fallback_url: number.voiceFallbackUrl,
    voice_fallback_method: "POST",
    voice_application_sid: "",
    voice_caller_id_lookup: false,
    voice_receive_mode: "voice",
    status_callback: number.statusCallback,
    status_callback_method: "POST",
    sms_url: number.smsUrl,
    sms_method: "POST",
    sms_fallback_url: "",
    sms_fallback_method: "POST",
    sms_application_sid: "",
    trunk_sid: null,
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    api_version: "2010-04-01",
    beta: false,
    origin: "twilio",
    status: "in-use",
    date_created: created,
    date_updated: created,
    uri: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${number.sid}.json`,
  };
}
