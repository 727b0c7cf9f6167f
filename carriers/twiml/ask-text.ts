import { z } from "zod";
import type { CarrierConnection } from "../carrier-connection.ts";
import { accountPath, askRest, CarrierError, type Send } from "./ask-rest.ts";
import { priceOf, stateOf, type ToldText, tellTelnyx, telnyxMessage } from "./read-text.ts";

const twimlMessage = z.object({
  status: z.string().nullish(),
  error_code: z.union([z.string(), z.number()]).nullish(),
  price: z.string().nullish(),
  price_unit: z.string().nullish(),
});
const telnyxAnswer = z.object({ data: telnyxMessage });

/**
 * What became of a text that a carrier has, and what it took for it, which it may know some time after delivery only; null
 * where it knows no such text (any more). Throws as `askRest`.
 * https://www.twilio.com/docs/messaging/api/message-resource#fetch-a-message-resource
 * https://developers.telnyx.com/api-reference/messages/retrieve-a-message
 */
export async function askText(
  connection: CarrierConnection,
  id: string,
  send: Send,
): Promise<ToldText | null> {
  const key = encodeURIComponent(id);
  try {
    if (connection.kind === "telnyx")
      return tellTelnyx(telnyxAnswer.parse(await askRest(connection, `/v2/messages/${key}`, send)).data);
    const path = `${accountPath(connection)}/Messages/${key}.json`;
    const message = twimlMessage.parse(await askRest(connection, path, send));
    return {
      id,
      state: stateOf(message.status ?? ""),
      code: message.error_code == null ? null : String(message.error_code).slice(0, 40),
      price: priceOf(message.price, message.price_unit),
    };
  } catch (error) {
    if (error instanceof CarrierError && error.status === 404) return null;
    throw error;
  }
}
