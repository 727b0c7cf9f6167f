import type { Line, Source } from "../calls/line.ts";
import { placeOutbound } from "../calls/place-outbound.ts";
import { type Exchange, ownedNumber } from "../exchange.ts";
import { apiDate, json, notFound, page, problem } from "./respond.ts";
import { methodOf, type RestCall, reportUnknown, wordsOf } from "./rest-call.ts";

const E164 = /^\+[1-9]\d{6,14}$/;
const CREATE = [
  ...[
    "To",
    "From",
    "Url",
    "Method",
    "Twiml",
    "FallbackUrl",
    "FallbackMethod",
    "Timeout",
    "TimeLimit",
    "CallToken",
  ],
  ...[
    "StatusCallback",
    "StatusCallbackEvent",
    "StatusCallbackMethod",
    "CallerId",
    "Record",
    "MachineDetection",
  ],
  "ApplicationSid",
];
const UPDATE = [
  ...[
    "Url",
    "Method",
    "Twiml",
    "Status",
    "FallbackUrl",
    "FallbackMethod",
    "StatusCallback",
    "StatusCallbackMethod",
  ],
  "TimeLimit",
];
// specs of the REST API: Twiml holds at most 4000 characters.
const LONGEST_TWIML = 4000;

/** Calls: list, create, fetch, update. https://www.twilio.com/docs/voice/api/call-resource */
export function callsApi(call: RestCall): Response {
  const [, sid] = call.path;
  if (sid === undefined) return call.method === "POST" ? createCall(call) : listCalls(call);
  const line = call.exchange.lines.get(decodeURIComponent(sid));
  if (!line) return notFound(call.url.pathname);
  return call.method === "POST" ? updateCall(call, line) : json(callJson(call.exchange, line));
}

function listCalls({ exchange, url }: RestCall): Response {
  const wanted = [
    ["To", (line: Line) => line.to],
    ["From", (line: Line) => line.from],
    ["Status", (line: Line) => line.status],
    ["ParentCallSid", (line: Line) => line.parent?.sid ?? ""],
  ] as const;
  const lines = [...exchange.lines.values()].reverse().filter((line) =>
    wanted.every(([name, of]) => {
      const value = url.searchParams.get(name);
      return value === null || value === of(line);
    }),
  );
  return page(
    "calls",
    lines.map((line) => callJson(exchange, line)),
    url,
  );
}

function createCall(call: RestCall): Response {
  const { exchange, fields } = call;
  reportUnknown(call, CREATE);
  const to = fields.get("To") ?? "";
  const from = fields.get("From") ?? "";
  if (to === "") return problem(400, 21201, "No 'To' number is specified");
  if (from === "") return problem(400, 21213, "No 'From' number is specified");
  if (!E164.test(to) && !/^(sip|client):/.test(to)) {
    return problem(400, 21211, `The phone number you are attempting to call, ${to}, is not valid.`);
  }
  const inboundFrom = [...exchange.lines.values()].some(
    (line) => line.direction === "inbound" && line.from === from,
  );
  // A CallToken of a live call carries that caller's id on: the one case of a number that isn't ours.
  if (!ownedNumber(exchange, from) && !(fields.has("CallToken") && inboundFrom)) {
    return problem(
      400,
      21210,
      `The source phone number provided, ${from}, is not yet verified for your account.`,
    );
  }
  const source = sourceOf(fields);
  if (!source) return problem(400, 21205, "Url parameter is required.");
  if (source instanceof Response) return source;
  const url = fields.get("StatusCallback") ?? "";
  const events = wordsOf(fields, "StatusCallbackEvent");
  const line = placeOutbound(exchange, {
    from,
    to,
    source,
    fallbackUrl: fields.get("FallbackUrl") ?? "",
    timeout: Math.min(Number(fields.get("Timeout") ?? 60) || 60, 600),
    statusCallback:
      url === ""
        ? undefined
        : {
            url,
            method: methodOf(fields, "StatusCallbackMethod"),
            events: events.length > 0 ? events : ["completed"],
          },
  });
  return json(callJson(exchange, line), 201);
}

function updateCall(call: RestCall, line: Line): Response {
  const { exchange, fields } = call;
  reportUnknown(call, UPDATE);
  if (line.endedAt !== undefined) return problem(400, 21220, "Call is not in-progress. Cannot redirect.");
  const status = fields.get("Status");
  if (status === "completed" || (status === "canceled" && line.answeredAt === undefined)) {
    line.log.note("ended by the API", { sid: line.sid });
    line.stop.fire({ why: "canceled" });
    return json({ ...callJson(exchange, line), status: status });
  }
  if (status !== null && status !== "canceled") return problem(400, 21218, `Invalid Status ${status}`);
  const source = sourceOf(fields);
  if (source instanceof Response) return source;
  if (!source) return json(callJson(exchange, line));
  // A call that still rings unanswered can't be redirected, save the inbound one whose document runs.
  if (line.answeredAt === undefined && line.direction !== "inbound") {
    return problem(400, 21220, "Call is not in-progress. Cannot redirect.");
  }
  line.log.note("redirected by the API", { sid: line.sid });
  line.stop.fire({ why: "redirected", source });
  return json(callJson(exchange, line));
}

function sourceOf(fields: URLSearchParams): Source | Response | undefined {
  const twiml = fields.get("Twiml");
  if (twiml !== null) {
    if (twiml.length <= LONGEST_TWIML) return { from: "text", xml: twiml };
    return problem(400, 21609, `Twiml is longer than ${LONGEST_TWIML} characters`);
  }
  const url = fields.get("Url");
  if (url === null || url === "") return undefined;
  if (!/^https?:\/\//.test(url)) return problem(400, 21205, `Url is not a valid URL: ${url}`);
  return { from: "url", url, method: methodOf(fields, "Method"), params: {}, isAction: false };
}

function callJson(exchange: Exchange, line: Line): Record<string, unknown> {
  const { accountSid } = exchange.options;
  const seconds = Math.round(((line.endedAt ?? 0) - (line.answeredAt ?? line.endedAt ?? 0)) / 1000);
  return {
    sid: line.sid,
    account_sid: accountSid,
    parent_call_sid: line.parent?.sid ?? null,
    api_version: "2010-04-01",
    to: line.to,
    to_formatted: line.to,
    from: line.from,
    from_formatted: line.from,
    phone_number_sid: (ownedNumber(exchange, line.to) ?? ownedNumber(exchange, line.from))?.sid ?? null,
    status: line.status,
    direction: line.direction,
    date_created: apiDate(line.startedAt),
    date_updated: apiDate(line.endedAt ?? line.startedAt),
    start_time: apiDate(line.answeredAt ?? line.endedAt),
    end_time: apiDate(line.endedAt),
    duration: line.endedAt === undefined ? null : String(seconds),
    answered_by: null,
    caller_name: null,
    forwarded_from: line.extra.ForwardedFrom ?? null,
    price: null,
    price_unit: "USD",
    queue_time: "0",
    annotation: null,
    group_sid: null,
    trunk_sid: null,
    uri: `/2010-04-01/Accounts/${accountSid}/Calls/${line.sid}.json`,
    subresource_uris: {},
  };
}
