import type { CarrierConnection } from "../carrier-connection.ts";
import { RecordingProblem } from "../recording-problem.ts";
import { authorizationOf, type Send } from "./ask-rest.ts";
import { judgePlace, type Places } from "./judge-place.ts";
import { PROFILES } from "./profile.ts";

/** A carrier sends us on to its storage once, perhaps twice. */
const REDIRECTS = 3;

/** A recording that the carrier began to send. */
export type ArrivingRecording = {
  /** What the carrier says of its length in bytes; null where it doesn't. */
  bytes: number | null;
  pieces: AsyncIterable<Uint8Array>;
  /** Says that it is not wanted. */
  cancel(): Promise<void>;
};

/**
 * Begins to fetch a recording, or a picture of a text, from the carrier's own hosts alone, also where it sends us on. Throws RecordingProblem,
 * or the signal's reason.
 */
export async function fetchRecording(
  connection: CarrierConnection,
  address: string,
  parts: { send: Send; signal: AbortSignal },
  places: Places = "recordingPlaces",
): Promise<ArrivingRecording> {
  let url = readAddress(connection, address, places);
  for (let hop = 0; hop <= REDIRECTS; hop += 1) {
    const response = await ask(connection, url, { ...parts, method: "GET" }, places);
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      url = readAddress(connection, new URL(location, url).href, places);
      continue;
    }
    if (response.ok && response.body !== null) {
      const bytes = response.headers.get("content-length");
      return {
        bytes: bytes === null ? null : Number(bytes),
        pieces: piecesOf(response),
        cancel: async () => response.body?.cancel(),
      };
    }
    await response.body?.cancel();
    const isDeadLink = response.status === 403 && PROFILES[connection.kind].recordingLinksDie;
    throw new RecordingProblem(whyNot(response.status), { isDeadLink });
  }
  throw new RecordingProblem("the carrier sent us round in circles");
}

/**
 * Deletes a recording at its carrier; one that is not there any more is deleted already. Throws RecordingProblem.
 * https://www.twilio.com/docs/voice/api/recording#delete-a-recording-resource
 */
export async function deleteRecording(
  connection: CarrierConnection,
  address: string,
  parts: { send: Send; signal: AbortSignal },
): Promise<void> {
  const places = "recordingPlaces";
  const url = readAddress(connection, address, places);
  const [, resource] = /^(.*\/Recordings\/[\w-]+)(?:\.\w+)?$/.exec(url.pathname) ?? [];
  if (judgePlace(connection, url, places) !== "ours" || resource === undefined)
    throw new RecordingProblem("the carrier's link does not say which recording it is", { final: true });
  const itself = new URL(`${resource}.json`, url);
  const response = await ask(connection, itself, { ...parts, method: "DELETE" }, places);
  await response.body?.cancel();
  if (!response.ok && response.status !== 404) throw new RecordingProblem(whyNot(response.status));
}

/** Holds on to the answer itself: the platform ends the body of one that is nobody's any more, read or not. */
async function* piecesOf(response: Response): AsyncGenerator<Uint8Array> {
  try {
    yield* response.body ?? [];
  } catch (error) {
    if (error instanceof RecordingProblem) throw error;
    throw new RecordingProblem("the carrier broke off while sending it", { cause: error });
  }
}

function readAddress(connection: CarrierConnection, address: string, places: Places): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null) throw new RecordingProblem("the carrier gave no address for it", { final: true });
  if (judgePlace(connection, url, places) === "foreign")
    throw new RecordingProblem(`its address is at ${url.host}, which is not one of the carrier's own hosts`, {
      final: true,
    });
  return url;
}

async function ask(
  connection: CarrierConnection,
  url: URL,
  { send, signal, method }: { send: Send; signal: AbortSignal; method: "GET" | "DELETE" },
  places: Places,
): Promise<Response> {
  const ours = judgePlace(connection, url, places) === "ours";
  try {
    return await send(url.href, {
      method,
      // Each address that we are sent on to is judged before it is asked.
      redirect: "manual",
      headers: ours ? { authorization: authorizationOf(connection) } : {},
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new RecordingProblem(`the carrier can't be reached at ${url.host}`, { cause: error });
  }
}

function whyNot(status: number): string {
  if (status === 404) return "the carrier has no such recording (yet)";
  if (status === 401 || status === 403) return `the carrier refuses us (${status})`;
  if (status === 429) return "the carrier asks us to wait (429)";
  return `the carrier answered ${status}`;
}
