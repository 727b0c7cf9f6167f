import { RecordingProblem } from "../carriers/recording-problem.ts";
import { fetchRecording } from "../carriers/twiml/fetch-recording.ts";
import { keepPicture, PictureProblem } from "../messages/keep-picture.ts";
import { MAX_RECEIVED_BYTES, PICTURE_TYPES } from "../messages/text-media.ts";
import {
  type ClaimedMedia,
  claimMedia,
  forgetUnsent,
  nextMediaAt,
  noteMedia,
} from "../store/messages/keep-media.ts";
import type { Database } from "../store/open-database.ts";
import type { Recordings } from "../voicemail/open-recordings.ts";
import type { JobLog } from "./job-log.ts";

const AT_ONCE = 4;
/** Seconds until the next try, by its number: over a day in all. */
const WAITS = [5, 30, 300, 1_800, 7_200, 21_600, 64_800];
/** A whole picture takes no longer. */
const FETCH_MS = 60_000;
/** What was uploaded and not sent goes after a day. */
const UNSENT_MS = 86_400_000;

type Parts = { now: () => number; log: JobLog; stop: AbortSignal };
export type MediaWork = { recordings: Recordings; send: typeof fetch };

/** Fetches the pictures that came with texts, until none is due. Gives when the next is, in milliseconds; null: none is waiting. */
export async function fetchMedia({ query }: Database, work: MediaWork, parts: Parts): Promise<number | null> {
  while (!parts.stop.aborted) {
    const claimed = await claimMedia(query, { now: parts.now(), most: AT_ONCE });
    if (claimed.length === 0) break;
    await Promise.all(
      claimed.map(async (media) => noteMedia(query, media, await fetchOne(media, work, parts))),
    );
  }
  for (const place of await forgetUnsent(query, parts.now() - UNSENT_MS)) await work.recordings.remove(place);
  return nextMediaAt(query);
}

type Over = Parameters<typeof noteMedia>[2];

async function fetchOne(media: ClaimedMedia, { recordings, send }: MediaWork, parts: Parts): Promise<Over> {
  const { connection, carrierUrl, contentType, id, tries } = media;
  const failed = (error: string): Over => ({ state: "failed", error });
  if (connection === null) return failed("the connection that it came by is gone");
  if (!Object.hasOwn(PICTURE_TYPES, contentType))
    return failed(`only pictures are fetched, and this is ${contentType}: it is at the carrier`);
  const signal = AbortSignal.any([parts.stop, AbortSignal.timeout(FETCH_MS)]);
  try {
    const arriving = await fetchRecording(connection, carrierUrl, { send, signal }, "mediaPlaces");
    return {
      state: "kept",
      ...(await keepPicture(recordings, arriving.pieces, { id, maxBytes: MAX_RECEIVED_BYTES })),
    };
  } catch (error) {
    if (parts.stop.aborted) return { state: "waiting", error: "this server stops", at: parts.now() };
    if (error instanceof PictureProblem) return failed(error.message);
    const known = error instanceof RecordingProblem;
    if (!known) parts.log.error({ err: error, id }, "A picture of a text could not be kept");
    const wait = known && error.final ? undefined : WAITS[tries - 1];
    const words = known ? error.message : "it could not be kept";
    return wait === undefined
      ? failed(words)
      : { state: "waiting", error: words, at: parts.now() + wait * 1000 };
  }
}
