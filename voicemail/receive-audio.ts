import { randomUUID } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { AudioProblem } from "./audio-problem.ts";
import { detectAudio, HEAD_BYTES } from "./detect-audio.ts";
import type { LocalAudio } from "./recording-store.ts";

/**
 * Writes audio that comes in to a new file of a folder, piece by piece, and makes it durable there. Throws
 * AudioProblem where it is larger than `maxBytes` or no audio, and whatever the stream or the disk throws; then
 * nothing of it stays.
 * @param onPiece told of each piece that was written: it is still coming
 */
export async function receiveAudio(
  pieces: AsyncIterable<Uint8Array>,
  parts: { folder: string; maxBytes: number; onPiece?: () => void },
): Promise<LocalAudio> {
  await mkdir(parts.folder, { recursive: true, mode: 0o700 });
  const path = join(parts.folder, `${randomUUID()}.part`);
  const file = await open(path, "wx", 0o600);
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    let bytes = 0;
    for await (const piece of pieces) {
      if (bytes < HEAD_BYTES) head.set(piece.subarray(0, HEAD_BYTES - bytes), bytes);
      bytes += piece.length;
      if (bytes > parts.maxBytes) throw new AudioProblem("tooLarge", parts.maxBytes);
      // Before it is all there: the rest of something that is no audio is not waited for.
      if (bytes >= HEAD_BYTES && detectAudio(head) === null) throw new AudioProblem("notAudio", 0);
      await file.writeFile(piece);
      parts.onPiece?.();
    }
    const type = detectAudio(head);
    if (type === null) throw new AudioProblem("notAudio", 0);
    await file.sync();
    await file.close();
    return { path, bytes, type };
  } catch (error) {
    await file.close().catch(() => {});
    await rm(path, { force: true });
    throw error;
  }
}
