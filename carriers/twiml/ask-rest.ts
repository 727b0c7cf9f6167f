import type { CarrierConnection } from "../carrier-connection.ts";

/** A carrier's REST API said no, or nothing that can be read. */
export class CarrierError extends Error {
  override name = "CarrierError";
  readonly status: number;
  /** The carrier's own code and words, where it gave any, and how long it asks us to wait. */
  readonly told: Told;
  constructor(status: number, message: string, told: Partial<Told> = {}) {
    super(message);
    this.status = status;
    this.told = { code: null, words: null, waitSeconds: null, ...told };
  }
}

type Told = { code: string | null; words: string | null; waitSeconds: number | null };

export type Send = typeof fetch;

/** What is written: a form for Twilio's family, JSON for Telnyx' own API. */
export type Write =
  | { method: "POST"; form: Record<string, string> | [string, string][] }
  | { method: "POST" | "PATCH"; json: Record<string, unknown> }
  | { method: "DELETE" };

const ANSWER_MS = 10_000;

/** The path of the account in the REST API. */
export function accountPath({ kind, accountSid }: CarrierConnection): string {
  const sid = encodeURIComponent(accountSid);
  if (kind === "telnyx") return `/v2/texml/Accounts/${sid}`;
  return kind === "signalwire" ? `/api/laml/2010-04-01/Accounts/${sid}` : `/2010-04-01/Accounts/${sid}`;
}

/** What a path of the REST API ends in. */
export function extension({ kind }: CarrierConnection): string {
  return kind === "telnyx" ? "" : ".json";
}

/** The address of the REST API, without a slash at its end. Throws CarrierError where it is not known. */
export function baseOf({ kind, apiBaseUrl }: CarrierConnection): string {
  if (apiBaseUrl !== null) return apiBaseUrl.replace(/\/+$/, "");
  if (kind === "signalwire")
    throw new CarrierError(0, "SignalWire needs apiBaseUrl, the address of your space");
  return kind === "telnyx" ? "https://api.telnyx.com" : "https://api.twilio.com";
}

/** What proves us to the carrier. */
export function authorizationOf({ kind, accountSid, authToken }: CarrierConnection): string {
  if (kind === "telnyx") return `Bearer ${authToken}`;
  return `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`;
}

/** Asks or writes, and gives the answer's JSON. Throws CarrierError where the carrier says no. */
export async function askRest(
  connection: CarrierConnection,
  path: string,
  send: Send,
  write?: Write,
): Promise<unknown> {
  const { kind } = connection;
  const method = write?.method ?? "GET";
  const response = await send(baseOf(connection) + path, {
    method,
    headers: {
      accept: "application/json",
      authorization: authorizationOf(connection),
      ...(write === undefined || write.method === "DELETE" ? {} : { "content-type": typeOf(write) }),
    },
    ...(write === undefined || write.method === "DELETE" ? {} : { body: bodyOf(write) }),
    redirect: "error",
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  const text = await response.text();
  if (!response.ok) {
    const message = `${kind} answered ${response.status} to ${method} ${path}`;
    throw new CarrierError(response.status, message, readRefusal(text, response.headers.get("retry-after")));
  }
  if (text === "" && method === "DELETE") return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new CarrierError(
      response.status,
      `${kind} answered ${method} ${path} with something that is not JSON`,
    );
  }
}

/** What a refusal says: Twilio's family in one object, Telnyx in a list of errors. Total. */
function readRefusal(text: string, retryAfter: string | null): Told {
  const waitSeconds = retryAfter !== null && /^\d{1,5}$/.test(retryAfter) ? Number(retryAfter) : null;
  let said: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) said = { ...parsed };
  } catch {
    // A page of a proxy, perhaps.
  }
  const [first] = Array.isArray(said.errors) ? said.errors : [];
  const { code, message, detail, title } = { ...said, ...(typeof first === "object" ? first : {}) };
  const words = [message, detail, title].find((one) => typeof one === "string" && one !== "");
  return {
    code: typeof code === "string" || typeof code === "number" ? String(code).slice(0, 40) : null,
    words: typeof words === "string" ? words.slice(0, 300) : null,
    waitSeconds,
  };
}

type WithBody = Exclude<Write, { method: "DELETE" }>;

function typeOf(write: WithBody): string {
  return "form" in write ? "application/x-www-form-urlencoded" : "application/json";
}

function bodyOf(write: WithBody): string {
  return "form" in write ? new URLSearchParams(write.form).toString() : JSON.stringify(write.json);
}
