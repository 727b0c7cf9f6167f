import { timingSafeEqual } from "node:crypto";
import type { Exchange } from "../exchange.ts";
import { callsApi } from "./calls-api.ts";
import { messagesApi } from "./messages-api.ts";
import { numbersApi } from "./numbers-api.ts";
import { queuesApi } from "./queues-api.ts";
import { callRecordings, recordingsApi } from "./recordings-api.ts";
import { notFound, problem } from "./respond.ts";
import type { RestCall } from "./rest-call.ts";
import { telnyxApi, telnyxError } from "./telnyx-api.ts";

type Api = (call: RestCall) => Response;

const APIS: Record<string, Api | undefined> = {
  Calls: callsApi,
  IncomingPhoneNumbers: numbersApi,
  Messages: messagesApi,
  Queues: queuesApi,
  Recordings: recordingsApi,
};

/** The carrier's REST API. Never throws: what is wrong is said in the carrier's own error shape. */
export async function handleRest(exchange: Exchange, request: Request): Promise<Response> {
  const release = exchange.clock.hold();
  try {
    const url = new URL(request.url);
    const text = await request.text();
    const isJson = (request.headers.get("content-type") ?? "").includes("json");
    const body = isJson ? parseJson(text) : {};
    if (!body) return problem(400, 20001, "The body is no JSON object");
    const fields = isJson ? fieldsOf(body) : new URLSearchParams(text);
    const authorised = isAuthorised(exchange, request.headers.get("authorization") ?? "");
    const base = { exchange, method: request.method, url, fields, json: body };
    return exchange.kind === "telnyx" ? telnyx(base, authorised) : laml(base, authorised);
  } finally {
    release();
  }
}

function laml(base: Omit<RestCall, "path">, authorised: boolean): Response {
  const { exchange, url } = base;
  const prefix = exchange.kind === "signalwire" ? "/api/laml/2010-04-01/Accounts/" : "/2010-04-01/Accounts/";
  if (!url.pathname.startsWith(prefix)) return notFound(url.pathname);
  const [account, ...path] = url.pathname
    .slice(prefix.length)
    .replace(/\.json$/, "")
    .split("/");
  // SignalWire's recordings and media are public unless the space protects its media.
  const isFile = path[0] === "Recordings" || path[2] === "Media";
  const isPublic = exchange.kind === "signalwire" && isFile && base.method === "GET";
  if (!authorised && !isPublic) return problem(401, 20003, "Authenticate");
  if (account !== exchange.options.accountSid) return notFound(url.pathname);
  if (isListOfRecordings(path)) return callRecordings({ ...base, path });
  const api = APIS[path[0] ?? ""];
  const most = path[0] === "Messages" && path[2] === "Media" ? 4 : 2;
  return api && path.length <= most ? api({ ...base, path }) : notFound(url.pathname);
}

function isListOfRecordings(path: readonly string[]): boolean {
  return path.length === 3 && path[0] === "Calls" && /^Recordings(\.json)?$/.test(path[2] ?? "");
}

function telnyx(base: Omit<RestCall, "path">, authorised: boolean): Response {
  const { exchange, url } = base;
  const texml = `/v2/texml/Accounts/${exchange.options.accountSid}/`;
  if (url.pathname.startsWith(texml)) {
    const path = url.pathname.slice(texml.length).split("/");
    if (path[0] === "Recordings") return recordingsApi({ ...base, path });
    if (!authorised) return telnyxError(401, "10009", "Authentication failed");
    if (isListOfRecordings(path)) return callRecordings({ ...base, path });
    if (path[0] === "Queues") return queuesApi({ ...base, path });
    return path[0] === "Calls"
      ? callsApi({ ...base, path })
      : telnyxError(404, "10005", "Resource not found");
  }
  if (!authorised) return telnyxError(401, "10009", "Authentication failed");
  return telnyxApi({ ...base, path: url.pathname.replace(/^\/v2\//, "").split("/") });
}

function isAuthorised({ kind, options }: Exchange, header: string): boolean {
  const basic = Buffer.from(`${options.accountSid}:${options.authToken}`).toString("base64");
  const wanted = Buffer.from(kind === "telnyx" ? `Bearer ${options.authToken}` : `Basic ${basic}`);
  const given = Buffer.from(header);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = text === "" ? {} : JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function fieldsOf(body: Record<string, unknown>): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    for (const one of Array.isArray(value) ? value : [value]) fields.append(name, String(one));
  }
  return fields;
}
