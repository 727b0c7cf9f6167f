import { RecordingProblem } from "../carriers/recording-problem.ts";
import type { Database } from "../store/open-database.ts";
import {
  type ClaimedMessage,
  claimMessage,
  extendClaim,
  type MessageKey,
  noteDeleted,
  noteFailure,
  noteFetched,
  noteTranscript,
} from "../store/voicemails/keep-voicemails.ts";
import { AudioProblem } from "../voicemail/audio-problem.ts";
import { keepAudio } from "../voicemail/keep-audio.ts";
import type { Recordings } from "../voicemail/open-recordings.ts";
import { type Transcriber, TranscriptProblem, transcribe } from "../voicemail/transcribe.ts";
import { waitBeforeTry } from "../voicemail/wait-before-try.ts";
import { deleteAtCarrier, openRecording } from "./locate-recording.ts";

/** What messages are taken in with. */
export type MessageWork = {
  recordings: Recordings;
  /** How carriers are reached. */
  send: typeof fetch;
  /** Who writes messages down; null or left out: nobody. */
  transcriber?: Transcriber | null;
  /** Larger recordings are not taken; unless told, messages up to 100 MB and talks up to 600 MB. */
  maxBytes?: number;
};

/** Two channels of four hours, the longest talk there is, are less than 500 MB. */
const MAX_BYTES = { message: 100_000_000, call: 600_000_000 };
/** A service that writes down speech works about as long as somebody spoke. */
const TRANSCRIPT_MS = 600_000;
/** Over five minutes or so: without its text a message is still there. */
const TRANSCRIPT_TRIES = 6;
/** A carrier that sends nothing for so long sends nothing more. */
const SILENCE_MS = 30_000;
/** How often a claim is extended while there is work on it: a slow line, or a slow bucket. */
const EXTEND_MS = 30_000;

/**
 * Does what is due for one message: fetches its recording and keeps it, or deletes the carrier's copy of it. What goes
 * wrong is noted with the message. Gives the seconds after which it is due again; null: it is not.
 */
export async function takeInMessage(
  { query }: Database,
  key: MessageKey,
  work: MessageWork,
  parts: { stop: AbortSignal; onBroken: (error: unknown) => void },
): Promise<number | null> {
  const claimed = await claimMessage(query, key);
  if (claimed === null) return null;
  const silence = new AbortController();
  const late = () => silence.abort(new RecordingProblem("the carrier sends nothing any more"));
  let timer = setTimeout(late, SILENCE_MS);
  // Where it fails, another process may begin too, which does no harm.
  const extending = setInterval(() => void extendClaim(query, key).catch(() => {}), EXTEND_MS);
  const signal = AbortSignal.any([parts.stop, silence.signal]);
  const onPiece = () => {
    clearTimeout(timer);
    timer = setTimeout(late, SILENCE_MS);
  };
  try {
    if (claimed.fetchState === "fetched" && claimed.carrierCopy === "toDelete") {
      await deleteAtCarrier(claimed, { send: work.send, signal });
      await noteDeleted(query, key);
      return claimed.transcriptState === "waiting" ? 0 : null;
    }
    if (claimed.fetchState === "fetched") {
      clearTimeout(timer);
      await noteTranscript(query, key, await writeDown(claimed, work, parts.stop));
      return null;
    }
    const kept = await fetchAndKeep(claimed, work, signal, onPiece);
    await noteFetched(query, key, kept);
    return kept.deleteAtCarrier || kept.transcribe ? 0 : null;
  } catch (error) {
    if (parts.stop.aborted) {
      // This process stops: another one, or the next, goes on at once.
      await noteFailure(query, key, { error: null, againIn: 0 });
      return 0;
    }
    const { text, final, expected } = explain(error);
    if (!expected) parts.onBroken(error);
    if (error instanceof TranscriptProblem && claimed.tries >= TRANSCRIPT_TRIES) {
      await noteTranscript(query, key, null);
      return null;
    }
    const againIn = final ? null : waitBeforeTry(claimed.tries);
    await noteFailure(query, key, { error: text, againIn });
    return againIn;
  } finally {
    clearTimeout(timer);
    clearInterval(extending);
  }
}

async function fetchAndKeep(
  claimed: ClaimedMessage,
  { recordings, send, transcriber = null, maxBytes }: MessageWork,
  signal: AbortSignal,
  onPiece: () => void,
) {
  const { accountId, callId, kind = "message", leftAt } = claimed;
  const most = maxBytes ?? MAX_BYTES[kind];
  const arriving = await openRecording(claimed, { send, signal });
  if (arriving.bytes !== null && arriving.bytes > most) {
    await arriving.cancel();
    throw new AudioProblem("tooLarge", most);
  }
  const month = leftAt.toISOString().slice(0, 7);
  const name = `${accountId}/${month}/${callId}${kind === "call" ? "-call" : ""}`;
  return {
    ...(await keepAudio(recordings, arriving.pieces, { name, maxBytes: most, onPiece })),
    deleteAtCarrier: claimed.deleteAtCarrier,
    transcribe: transcriber !== null,
  };
}

/** What the message says; null where nobody is there any more to write it down. */
async function writeDown(
  { place, bytes, contentType: type }: ClaimedMessage,
  { recordings, transcriber, send }: MessageWork,
  stop: AbortSignal,
): Promise<string | null> {
  if (transcriber == null || place === null || bytes === null || type === null) return null;
  const length = Number(bytes);
  const body = await recordings.open(place, { first: 0, last: length - 1 });
  const signal = AbortSignal.any([stop, AbortSignal.timeout(TRANSCRIPT_MS)]);
  return transcribe(transcriber, { body, bytes: length, type }, { send, signal });
}

/** Systems' words for a disk that takes nothing more. */
const DISK_PROBLEMS: Record<string, string> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk's quota is used up",
  EROFS: "the disk can only be read",
  EACCES: "the folder for recordings can't be written",
  EPERM: "the folder for recordings can't be written",
  EIO: "the disk has an error",
};

/** What went wrong, in words; `expected`: the world is like that, and nothing is wrong with this program. */
function explain(error: unknown): { text: string; final: boolean; expected: boolean } {
  if (error instanceof TranscriptProblem) return { text: error.message, final: false, expected: true };
  if (error instanceof RecordingProblem) return { text: error.message, final: error.final, expected: true };
  if (error instanceof AudioProblem) {
    // What is no audio may be an error page that another try does not get.
    return { text: error.message, final: error.code === "tooLarge", expected: true };
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const disk = DISK_PROBLEMS[code];
  if (disk !== undefined) return { text: disk, final: false, expected: false };
  const text =
    error instanceof Error && error.name === "BucketError" ? error.message : "it could not be kept";
  return { text, final: false, expected: false };
}
