import { z } from "zod";
import type { CarrierConnection } from "../carrier-connection.ts";
import { accountPath, askRest, CarrierError, type Send } from "./ask-rest.ts";
import { priceOf, type TextPrice } from "./read-text.ts";

const message = z.object({ price: z.string().nullish(), price_unit: z.string().nullish() });

/**
 * What a carrier took for a text; null where it does not say (yet). Throws as `askRest`.
 * https://www.twilio.com/docs/messaging/api/message-resource#message-properties: the price is there some time after delivery.
 */
export async function askPrice(
  connection: CarrierConnection,
  carrierMessageId: string,
  send: Send,
): Promise<TextPrice | null> {
  const path = `${accountPath(connection)}/Messages/${encodeURIComponent(carrierMessageId)}.json`;
  try {
    const { price, price_unit: unit } = message.parse(await askRest(connection, path, send));
    return priceOf(price, unit);
  } catch (error) {
    if (error instanceof CarrierError && error.status === 404) return null;
    throw error;
  }
}
