import { rm } from "node:fs/promises";
import type { Recordings } from "./open-recordings.ts";
import { receiveAudio } from "./receive-audio.ts";
import type { AudioType } from "./recording-store.ts";

/** Audio that is kept: where, and what it is. */
export type KeptFile = { place: string; bytes: number; type: AudioType };

const ENDINGS: Record<AudioType, string> = { "audio/wav": ".wav", "audio/mpeg": ".mp3" };

/**
 * Takes in audio and keeps it under a name, to which its kind's ending is added. Throws what `receiveAudio` and the
 * store throw; then nothing of it stays.
 */
export async function keepAudio(
  recordings: Recordings,
  pieces: AsyncIterable<Uint8Array>,
  parts: { name: string; maxBytes: number; onPiece?: () => void },
): Promise<KeptFile> {
  const { name, ...limits } = parts;
  const file = await receiveAudio(pieces, { folder: recordings.incoming, ...limits });
  const { bytes, type } = file;
  const place = recordings.place(`${name}${ENDINGS[type]}`);
  try {
    await recordings.put(place, file);
  } finally {
    await rm(file.path, { force: true });
  }
  return { place, bytes, type };
}
