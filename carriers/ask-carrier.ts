import type { CarrierWord } from "../calls/sweep-calls.ts";
import type { CarrierConnection } from "./carrier-connection.ts";
import { readCall } from "./twiml/rest-client.ts";

const LIVE = new Set(["queued", "initiated", "ringing", "in-progress", "answered"]);

/** Asks a carrier how a call of its stands. Null where it can't be asked; never throws. */
export async function askCarrier(
  connection: CarrierConnection,
  carrierCallId: string,
  send: typeof fetch = fetch,
): Promise<CarrierWord> {
  try {
    const status = await readCall(connection, carrierCallId, send);
    // A carrier that has no such call any more has long ended it.
    if (status === null) return { live: false, word: "completed" };
    return LIVE.has(status) ? { live: true } : { live: false, word: status };
  } catch {
    return null;
  }
}
