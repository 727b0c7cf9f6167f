import { z } from "zod";
import type { CarrierConnection } from "../carrier-connection.ts";
import { accountPath, askRest, CarrierError, extension, type Send } from "./ask-rest.ts";

export { CarrierError } from "./ask-rest.ts";

/** A number as it is set up at the carrier. */
export type CarrierNumber = {
  /** The carrier's own key of it. */
  id: string;
  number: string;
  voiceUrl: string;
  voiceMethod: string;
  fallbackUrl: string;
  statusCallback: string;
  statusCallbackMethod: string;
  /** Twilio and SignalWire: an application or trunk set on the number; Telnyx: its TeXML application. Empty: none. */
  application: string;
  trunk: string;
  /** An application or trunk that overrides the number's own URLs; empty: none. */
  overriddenBy: string;
};

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
    const call = carrierCall.parse(await askRest(connection, path, send));
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
      sid: z.string(),
      phone_number: z.string(),
      voice_url: z.string().nullish(),
      voice_method: z.string().nullish(),
      voice_fallback_url: z.string().nullish(),
      status_callback: z.string().nullish(),
      status_callback_method: z.string().nullish(),
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
    const page: z.infer<typeof twimlNumbers> = twimlNumbers.parse(await askRest(connection, path, send));
    for (const found of page.incoming_phone_numbers) {
      numbers.push({
        id: found.sid,
        number: found.phone_number,
        voiceUrl: found.voice_url ?? "",
        voiceMethod: found.voice_method ?? "POST",
        fallbackUrl: found.voice_fallback_url ?? "",
        statusCallback: found.status_callback ?? "",
        statusCallbackMethod: found.status_callback_method ?? "POST",
        application: found.voice_application_sid ?? "",
        trunk: found.trunk_sid ?? "",
        overriddenBy: found.trunk_sid || found.voice_application_sid || "",
      });
    }
    path = page.next_page_uri || null;
  }
  return numbers;
}

const telnyxNumbers = z.object({
  data: z.array(z.object({ id: z.string(), phone_number: z.string(), connection_id: z.string().nullish() })),
  meta: z.object({ total_pages: z.number() }).partial().optional(),
});
const telnyxApplication = z.object({
  data: z.object({
    voice_url: z.string().nullish(),
    voice_method: z.string().nullish(),
    voice_fallback_url: z.string().nullish(),
    status_callback: z.string().nullish(),
    status_callback_method: z.string().nullish(),
  }),
});

/** At Telnyx a number points to a TeXML application, which holds the URLs. */
async function listTelnyxNumbers(connection: CarrierConnection, send: Send): Promise<CarrierNumber[]> {
  const numbers: CarrierNumber[] = [];
  const applications = new Map<string, z.infer<typeof telnyxApplication>["data"]>();
  for (let page = 1; page <= 1_000; page += 1) {
    const path = `/v2/phone_numbers?page[number]=${page}&page[size]=250`;
    const { data, meta } = telnyxNumbers.parse(await askRest(connection, path, send));
    for (const { id: key, phone_number: number, connection_id: id } of data) {
      if (id && !applications.has(id))
        applications.set(id, await readTelnyxApplication(connection, id, send));
      const application = applications.get(id ?? "");
      numbers.push({
        id: key,
        number,
        voiceUrl: application?.voice_url ?? "",
        voiceMethod: (application?.voice_method ?? "POST").toUpperCase(),
        fallbackUrl: application?.voice_fallback_url ?? "",
        statusCallback: application?.status_callback ?? "",
        statusCallbackMethod: (application?.status_callback_method ?? "POST").toUpperCase(),
        application: id ?? "",
        trunk: "",
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
      await askRest(connection, `/v2/texml_applications/${encodeURIComponent(id)}`, send),
    ).data;
  } catch (error) {
    // The number belongs to a connection of another kind, whose calls never reach us.
    if (error instanceof CarrierError && error.status === 404) return {};
    throw error;
  }
}
