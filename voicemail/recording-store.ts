/** A part of a file: the first and the last byte, counted from 0, both included. */
export type ByteRange = { first: number; last: number };

/**
 * Where audio is kept for good. A place is a name with slashes, such as `1/2026-05/<call>.wav`; it is chosen by
 * whoever puts something there, and never comes from outside.
 */
export type RecordingStore = {
  /** Takes over a local file: after this it is kept durably at the place, and the file is gone. */
  put(place: string, file: LocalFile): Promise<void>;
  /** The bytes of a range, as a stream. Throws RecordingMissing where nothing is kept at the place. */
  open(place: string, range: ByteRange): Promise<ReadableStream<Uint8Array>>;
  /** Everything that is kept at a place, and its length; null where nothing is. */
  find(place: string): Promise<{ bytes: number; body: ReadableStream<Uint8Array> } | null>;
  /** Does nothing where nothing is there. */
  remove(place: string): Promise<void>;
};

/** A file that was taken in: checked, counted, and durable. */
export type LocalFile = { path: string; bytes: number; type: string };

/** Audio that was taken in: checked, counted, and durable in a local file. */
export type LocalAudio = LocalFile & { type: AudioType };

export const AUDIO_TYPES = ["audio/wav", "audio/mpeg"] as const;
/** The kinds of audio that carriers send and play, and every browser too. */
export type AudioType = (typeof AUDIO_TYPES)[number];

/** What is said to be kept here is not: another node's folder, perhaps, or one that was not restored. */
export class RecordingMissing extends Error {
  override name = "RecordingMissing";
}
