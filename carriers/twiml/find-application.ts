import { z } from "zod";
import type { CarrierConnection } from "../carrier-connection.ts";
import { askRest, type Send } from "./ask-rest.ts";

const numbers = z.object({
  data: z.array(z.object({ phone_number: z.string(), connection_id: z.string().nullish() })),
});

/**
 * The application that a carrier wants named with each call that is placed: at Telnyx the TeXML application of the number
 * that is shown; null where the number has none, and where the carrier wants none. Throws CarrierError.
 */
export async function findApplication(
  connection: CarrierConnection,
  number: string,
  send: Send = fetch,
): Promise<string | null> {
  if (connection.kind !== "telnyx") return null;
  const path = `/v2/phone_numbers?${new URLSearchParams({ "filter[phone_number]": number })}`;
  const { data } = numbers.parse(await askRest(connection, path, send));
  return data.find((one) => one.phone_number === number)?.connection_id || null;
}
