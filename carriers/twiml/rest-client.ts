import { z } from "zod";
import type { CarrierConnection } from "../carrier-connection.ts";

/** A carrier's REST API said no, or nothing that can be read. */
export class CarrierError extends Error {
  override name = "CarrierError";
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A number as it is set up at the carrier. */
export type CarrierNumber = {
  number: string;
  voiceUrl: string;
  voiceMethod: string;
  fallbackUrl: string;
  statusCallback: string;
  /** An application or trunk that overrides the number's own URLs; empty: none. */
  overriddenBy: string;
};

type Send = typeof fetch;

const ANSWER_MS = 10_000;

/** A call as the carrier sees it: its word for the status, and when it ended, in milliseconds. */
export type CarrierCall = { status: string; endedAt: number | null };

/** A call at the carrier; null if it doesn't know the call. Throws CarrierError. */
export async function readCall(
  connection: CarrierConnection,
  carrierCallId: string,
  send: Send = fetch,
): Promise<CarrierCall | null> {
  const path = `${accountPath(connection)}/Calls/${encodeURIComponent(carrierCallId)}${extension(connection)}`;
  try {
    const call = carrierCall.parse(await get(connection, path, send));
    // RFC 2822, whole seconds.
    const endedAt = Date.parse(call.end_time ?? "");
    return { status: call.status, endedAt: Number.isNaN(endedAt) ? null : endedAt };
  } catch (error) {
    if (error instanceof CarrierError && error.status === 404) return null;
    throw error;
  }
}

const carrierCall = z.object({ status: z.string(), end_time: z.string().nullish() });

const twimlNumbers = z.object({
  incoming_phone_numbers: z.array(
    z.object({
      phone_number: z.string(),
      voice_url: z.string().nullish(),
      voice_method: z.string().nullish(),
      voice_fallback_url: z.string().nullish(),
      status_callback: z.string().nullish(),
      voice_application_sid: z.string().nullish(),
      trunk_sid: z.string().nullish(),
    }),
  ),
  next_page_uri: z.string().nullish(),
});

/** Every number of the connection, with where its calls go. Throws CarrierError. */
export async function listNumbers(
  connection: CarrierConnection,
  send: Send = fetch,
): Promise<CarrierNumber[]> {
  if (connection.kind === "telnyx") return listTelnyxNumbers(connection, send);
  const numbers: CarrierNumber[] = [];
  let path: string | null = `${accountPath(connection)}/IncomingPhoneNumbers.json?PageSize=1000`;
  while (path !== null && numbers.length < 100_000) {
    const page: z.infer<typeof twimlNumbers> = twimlNumbers.parse(await get(connection, path, send));
    for (const found of page.incoming_phone_numbers) {
      numbers.push({
        number: found.phone_number,
        voiceUrl: found.voice_url ?? "",
        voiceMethod: found.voice_method ?? "POST",
        fallbackUrl: found.voice_fallback_url ?? "",
        statusCallback: found.status_callback ?? "",
        overriddenBy: found.trunk_sid || found.voice_application_sid || "",
      });
    }
    path = page.next_page_uri || null;
  }
  return numbers;
}

const telnyxNumbers = z.object({
  data: z.array(z.object({ phone_number: z.string(), connection_id: z.string().nullish() })),
  meta: z.object({ total_pages: z.number() }).partial().optional(),
});
const telnyxApplication = z.object({
  data: z.object({
    voice_url: z.string().nullish(),
    voice_method: z.string().nullish(),
    voice_fallback_url: z.string().nullish(),
    status_callback: z.string().nullish(),
  }),
});

/** At Telnyx a number points to a TeXML application, which holds the URLs. */
async function listTelnyxNumbers(connection: CarrierConnection, send: Send): Promise<CarrierNumber[]> {
  const numbers: CarrierNumber[] = [];
  const applications = new Map<string, z.infer<typeof telnyxApplication>["data"]>();
  for (let page = 1; page <= 1_000; page += 1) {
    const path = `/v2/phone_numbers?page[number]=${page}&page[size]=250`;
    const { data, meta } = telnyxNumbers.parse(await get(connection, path, send));
    for (const { phone_number: number, connection_id: id } of data) {
      if (id && !applications.has(id))
        applications.set(id, await readTelnyxApplication(connection, id, send));
      const application = applications.get(id ?? "");
      numbers.push({
        number,
        voiceUrl: application?.voice_url ?? "",
        voiceMethod: (application?.voice_method ?? "POST").toUpperCase(),
        fallbackUrl: application?.voice_fallback_url ?? "",
        statusCallback: application?.status_callback ?? "",
        overriddenBy: "",
      });
    }
    if (page >= (meta?.total_pages ?? 1)) break;
  }
  return numbers;
}

async function readTelnyxApplication(connection: CarrierConnection, id: string, send: Send) {
  try {
    return telnyxApplication.parse(
      await get(connection, `/v2/texml_applications/${encodeURIComponent(id)}`, send),
    ).data;
  } catch (error) {
    // The number belongs to a connection of another kind, whose calls never reach us.
    if (error instanceof CarrierError && error.status === 404) return {};
    throw error;
  }
}

function accountPath({ kind, accountSid }: CarrierConnection): string {
  const sid = encodeURIComponent(accountSid);
  if (kind === "telnyx") return `/v2/texml/Accounts/${sid}`;
  return kind === "signalwire" ? `/api/laml/2010-04-01/Accounts/${sid}` : `/2010-04-01/Accounts/${sid}`;
}

function extension({ kind }: CarrierConnection): string {
  return kind === "telnyx" ? "" : ".json";
}

function baseOf({ kind, apiBaseUrl }: CarrierConnection): string {
  if (apiBaseUrl !== null) return apiBaseUrl.replace(/\/+$/, "");
  if (kind === "signalwire")
    throw new CarrierError(0, "SignalWire needs apiBaseUrl, the address of your space");
  return kind === "telnyx" ? "https://api.telnyx.com" : "https://api.twilio.com";
}

async function get(connection: CarrierConnection, path: string, send: Send): Promise<unknown> {
  const { kind, accountSid, authToken } = connection;
  const basic = Buffer.from(`${accountSid}:${authToken}`).toString("base64");
  const response = await send(baseOf(connection) + path, {
    headers: {
      accept: "application/json",
      authorization: kind === "telnyx" ? `Bearer ${authToken}` : `Basic ${basic}`,
    },
    redirect: "error",
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  const text = await response.text();
  if (!response.ok)
    throw new CarrierError(response.status, `${kind} answered ${response.status} to GET ${path}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new CarrierError(response.status, `${kind} answered GET ${path} with something that is not JSON`);
  }
}
