import { z } from "zod";
import type { CarrierConnection } from "../carrier-connection.ts";
import { accountPath, askRest, type Send } from "./ask-rest.ts";

/** A text as the carrier gets it. `statusUrl`: where it tells what becomes of it. */
export type OutgoingText = {
  from: string;
  to: string;
  body: string;
  statusUrl: string;
  /** Where it fetches pictures that go with it. */
  mediaUrls: readonly string[];
};

const twimlMessage = z.object({ sid: z.string() });
const telnyxMessage = z.object({ data: z.object({ id: z.string() }) });

/**
 * Hands a text to the carrier; gives the carrier's key of it. Throws CarrierError, or what the network threw: then it
 * may have been sent all the same.
 * https://www.twilio.com/docs/messaging/api/message-resource#create-a-message
 * https://developers.telnyx.com/api-reference/messages/send-a-message
 */
export async function sendMessage(
  connection: CarrierConnection,
  { from, to, body, statusUrl, mediaUrls }: OutgoingText,
  send: Send,
): Promise<string> {
  if (connection.kind === "telnyx") {
    const media = mediaUrls.length === 0 ? { type: "SMS" } : { type: "MMS", media_urls: mediaUrls };
    const json = { from, to, text: body, webhook_url: statusUrl, ...media };
    const answer = await askRest(connection, "/v2/messages", send, { method: "POST", json });
    return telnyxMessage.parse(answer).data.id;
  }
  const form: [string, string][] = [
    ["To", to],
    ["From", from],
    ["Body", body],
    ["StatusCallback", statusUrl],
    // Once for each.
    ...mediaUrls.map((url): [string, string] => ["MediaUrl", url]),
  ];
  const path = `${accountPath(connection)}/Messages.json`;
  return twimlMessage.parse(await askRest(connection, path, send, { method: "POST", form })).sid;
}

const twimlMessages = z.object({
  messages: z.array(
    z.object({
      sid: z.string(),
      from: z.string().nullish(),
      to: z.string().nullish(),
      body: z.string().nullish(),
      direction: z.string().nullish(),
      date_created: z.string().nullish(),
    }),
  ),
});

/** Our clock and the carrier's may differ, and theirs shows whole seconds. */
const CLOCKS_MS = 60_000;
/** The newest texts between two phones; ours is among them, if anywhere. */
const LOOKED_AT = 50;

/**
 * The keys of the texts with these words that the carrier took from one phone to another since a moment, the newest
 * first; null where this carrier can't be asked (Telnyx has no list of messages). Throws as `sendMessage`.
 */
export async function findSentMessages(
  connection: CarrierConnection,
  { from, to, body, since }: { from: string; to: string; body: string; since: number },
  send: Send,
): Promise<string[] | null> {
  if (connection.kind === "telnyx") return null;
  // Not by date: the list's filter goes by when a text was sent, which one that still waits there has not.
  const query = new URLSearchParams({ To: to, From: from, PageSize: String(LOOKED_AT) });
  const path = `${accountPath(connection)}/Messages.json?${query}`;
  const { messages } = twimlMessages.parse(await askRest(connection, path, send));
  return messages
    .filter((one) => one.direction !== "inbound" && one.body === body && one.to === to && one.from === from)
    .filter((one) => !(Date.parse(one.date_created ?? "") < since - CLOCKS_MS))
    .map(({ sid }) => sid);
}
