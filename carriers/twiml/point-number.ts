import { z } from "zod";
import type { CarrierConnection } from "../carrier-connection.ts";
import { accountPath, askRest, extension, type Send } from "./ask-rest.ts";
import type { CarrierNumber } from "./rest-client.ts";

/** Where a number's calls go, and where its status callbacks go. */
export type Webhooks = { voice: string; status: string };

/** What of a number is ours to change: the rest of its settings (texts, the fallback) stays as it is. */
export type NumberSetup = Pick<
  CarrierNumber,
  "voiceUrl" | "voiceMethod" | "statusCallback" | "statusCallbackMethod" | "application" | "trunk"
>;

/** The setup that brings a number's calls here. */
export function setupFor({ voice, status }: Webhooks): NumberSetup {
  return {
    voiceUrl: voice,
    voiceMethod: "POST",
    statusCallback: status,
    statusCallbackMethod: "POST",
    // Where one is set, the carrier ignores the number's own address (carriers.md §7).
    application: "",
    trunk: "",
  };
}

/** What Twilio's family calls them; an empty application or trunk takes the number off it. */
const FIELDS: Record<keyof NumberSetup, string> = {
  voiceUrl: "VoiceUrl",
  voiceMethod: "VoiceMethod",
  statusCallback: "StatusCallback",
  statusCallbackMethod: "StatusCallbackMethod",
  application: "VoiceApplicationSid",
  trunk: "TrunkSid",
};

/**
 * Sets a number up, writing only what differs from how it is now. At Telnyx the addresses belong to an application that other numbers may share, so the number is
 * moved to an application of its own kind, and the old one is left as it is. Throws CarrierError.
 */
export async function pointNumber(
  connection: CarrierConnection,
  number: { id: string; now: NumberSetup },
  setup: NumberSetup,
  send: Send = fetch,
): Promise<void> {
  if (connection.kind === "telnyx") return pointTelnyxNumber(connection, number.id, setup, send);
  const path = `${accountPath(connection)}/IncomingPhoneNumbers/${encodeURIComponent(number.id)}${extension(connection)}`;
  const form: Record<string, string> = {};
  for (const [field, name] of Object.entries(FIELDS) as [keyof NumberSetup, string][]) {
    if (setup[field] !== number.now[field]) form[name] = setup[field];
  }
  await askRest(connection, path, send, { method: "POST", form });
}

const listed = z.object({
  data: z.array(
    z.object({ id: z.string(), voice_url: z.string().nullish(), friendly_name: z.string().nullish() }),
  ),
});
const made = z.object({ data: z.object({ id: z.string() }) });

async function pointTelnyxNumber(
  connection: CarrierConnection,
  numberId: string,
  setup: NumberSetup,
  send: Send,
): Promise<void> {
  // A number that was on no application goes back to none.
  const none = setup.application === "" && setup.voiceUrl === "";
  const application = none ? null : setup.application || (await telnyxApplication(connection, setup, send));
  const path = `/v2/phone_numbers/${encodeURIComponent(numberId)}`;
  await askRest(connection, path, send, { method: "PATCH", json: { connection_id: application } });
}

/** The application that brings calls here: the one made before, or a new one. */
async function telnyxApplication(
  connection: CarrierConnection,
  setup: NumberSetup,
  send: Send,
): Promise<string> {
  const name = `Ringright ${connection.id}`;
  const path = `/v2/texml_applications?page[size]=250&filter[friendly_name]=${encodeURIComponent(name)}`;
  const { data } = listed.parse(await askRest(connection, path, send));
  const there = data.find((one) => one.friendly_name === name && one.voice_url === setup.voiceUrl);
  if (there !== undefined) return there.id;
  const json = {
    friendly_name: name,
    voice_url: setup.voiceUrl,
    voice_method: setup.voiceMethod.toLowerCase(),
    status_callback: setup.statusCallback,
    status_callback_method: setup.statusCallbackMethod.toLowerCase(),
  };
  const answer = await askRest(connection, "/v2/texml_applications", send, { method: "POST", json });
  return made.parse(answer).data.id;
}
