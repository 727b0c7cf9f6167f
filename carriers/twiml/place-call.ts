import { z } from "zod";
import type { CarrierConnection } from "../carrier-connection.ts";
import { accountPath, askRest, CarrierError, extension, type Send, type Write } from "./ask-rest.ts";

/** A call that we ask a carrier for. `url`: where it asks what to do when somebody picks up. */
export type OutboundCall = {
  from: string;
  to: string;
  url: string;
  /** Told of the call's end. */
  statusCallback: string;
  /** How long it rings, in seconds. */
  timeout: number;
  /** Permits the caller's own number of a call that is here: it came with it (Twilio's Call resource). */
  callToken?: string | null;
  /** Telnyx: the TeXML application that places the call. */
  applicationId?: string | null;
};

/** Places a call; gives the carrier's id of it, empty where it does not say. Throws CarrierError. */
export async function placeCall(
  connection: CarrierConnection,
  call: OutboundCall,
  send: Send = fetch,
): Promise<string> {
  const path = `${accountPath(connection)}/Calls${extension(connection)}`;
  const placed = placedCall.parse(await askRest(connection, path, send, writeOf(connection, call)));
  return placed.sid ?? placed.call_sid ?? "";
}

const placedCall = z.object({ sid: z.string().optional(), call_sid: z.string().optional() });

function writeOf({ kind }: CarrierConnection, call: OutboundCall): Write {
  const fields = {
    To: call.to,
    From: call.from,
    Url: call.url,
    StatusCallback: call.statusCallback,
    Timeout: String(call.timeout),
  };
  if (kind === "telnyx") {
    if (!call.applicationId) throw new CarrierError(0, "Telnyx places no call without a TeXML application");
    return { method: "POST", json: { ...fields, ApplicationSid: call.applicationId } };
  }
  const token = call.callToken ? { CallToken: call.callToken } : {};
  return { method: "POST", form: { ...fields, Method: "POST", StatusCallbackMethod: "POST", ...token } };
}

/** Ends a call, whether it rings or is answered. One that is over already is as it should be. Throws CarrierError. */
export async function endCall(
  connection: CarrierConnection,
  carrierCallId: string,
  send: Send = fetch,
): Promise<void> {
  const path = `${accountPath(connection)}/Calls/${encodeURIComponent(carrierCallId)}${extension(connection)}`;
  try {
    await askRest(connection, path, send, { method: "POST", form: { Status: "completed" } });
  } catch (error) {
    if (!(error instanceof CarrierError) || (error.status !== 400 && error.status !== 404)) throw error;
  }
}

/** Removes a queue that a call waited in; one that is gone is as it should be. Throws CarrierError. */
export async function removeQueue(
  connection: CarrierConnection,
  queueId: string,
  send: Send = fetch,
): Promise<void> {
  const path = `${accountPath(connection)}/Queues/${encodeURIComponent(queueId)}${extension(connection)}`;
  try {
    await askRest(connection, path, send, { method: "DELETE" });
  } catch (error) {
    if (!(error instanceof CarrierError) || error.status !== 404) throw error;
  }
}
