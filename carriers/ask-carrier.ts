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
    const call = await readCall(connection, carrierCallId, send);
    // A carrier that has no such call any more has long ended it.
    if (call === null) return { live: false, word: "completed", endedAt: null };
    return LIVE.has(call.status) ? { live: true } : { live: false, word: call.status, endedAt: call.endedAt };
  } catch {
    return null;
  }
}
