import { z } from "zod";
import type { CarrierConnection } from "../carrier-connection.ts";
import { accountPath, askRest, baseOf, type Send } from "./ask-rest.ts";

/** A recording as the carrier has it. */
export type FoundRecording = {
  /** Its resource of the API, where it can be deleted. */
  resource: string;
  /** Where its audio is now; a link that may die soon. */
  media: string;
};

const list = z.object({
  recordings: z.array(z.object({ sid: z.string(), media_url: z.string().nullish() })),
});

/**
 * The newest recording of a call, by asking the carrier; null where it has none. For links that were never told, or
 * have died. Throws CarrierError.
 * https://www.twilio.com/docs/voice/api/recording#read-multiple-recording-resources-for-a-call
 */
export async function findRecording(
  connection: CarrierConnection,
  carrierCallId: string,
  send: Send,
): Promise<FoundRecording | null> {
  const account = accountPath(connection);
  const path = `${account}/Calls/${encodeURIComponent(carrierCallId)}/Recordings.json`;
  const [newest] = list.parse(await askRest(connection, path, send)).recordings;
  if (newest === undefined) return null;
  const resource = `${baseOf(connection)}${account}/Recordings/${encodeURIComponent(newest.sid)}`;
  return { resource, media: newest.media_url || resource };
}
