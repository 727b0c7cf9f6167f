import { RecordingProblem } from "../carriers/recording-problem.ts";
import { CarrierError } from "../carriers/twiml/ask-rest.ts";
import {
  type ArrivingRecording,
  deleteRecording,
  fetchRecording,
} from "../carriers/twiml/fetch-recording.ts";
import { findRecording } from "../carriers/twiml/find-recording.ts";
import type { ClaimedMessage } from "../store/voicemails/keep-voicemails.ts";

type How = { send: typeof fetch; signal: AbortSignal };

/** Begins to fetch a message's recording: by the link that the carrier told, else by one that it is asked for. */
export async function openRecording(claimed: ClaimedMessage, how: How): Promise<ArrivingRecording> {
  const connection = connectionOf(claimed);
  if (claimed.recordingUrl !== null) {
    try {
      return await fetchRecording(connection, claimed.recordingUrl, how);
    } catch (error) {
      // Telnyx' links die ten minutes after the call; the recording itself stays.
      if (!(error instanceof RecordingProblem && error.isDeadLink)) throw error;
    }
  }
  return fetchRecording(connection, (await find(claimed, how)).media, how);
}

/** Deletes a message's recording at the carrier, by its own name where the link does not say it. */
export async function deleteAtCarrier(claimed: ClaimedMessage, how: How): Promise<void> {
  const connection = connectionOf(claimed);
  try {
    await deleteRecording(connection, claimed.recordingUrl ?? "", how);
  } catch (error) {
    if (!(error instanceof RecordingProblem && error.final)) throw error;
    await deleteRecording(connection, (await find(claimed, how)).resource, how);
  }
}

function connectionOf({ connection }: ClaimedMessage) {
  if (connection !== null) return connection;
  throw new RecordingProblem("the carrier connection that it came by was removed", { final: true });
}

async function find(claimed: ClaimedMessage, { send, signal }: How) {
  const { carrierCallId } = claimed;
  if (carrierCallId === null)
    throw new RecordingProblem("the carrier gave no address for it", { final: true });
  try {
    const found = await findRecording(connectionOf(claimed), carrierCallId, send);
    if (found !== null) return found;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const why =
      error instanceof CarrierError ? `the carrier answered ${error.status}` : "the carrier can't be reached";
    throw new RecordingProblem(why, { cause: error });
  }
  throw new RecordingProblem("the carrier has no recording of this call (yet)");
}
