import { randomUUID } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Recordings } from "../voicemail/open-recordings.ts";
import { detectPicture, fileOf, mediaName, type PictureType } from "./text-media.ts";

/** Why something that came is not taken in as a picture. */
export class PictureProblem extends Error {
  override name = "PictureProblem";
  readonly code: "tooLarge" | "noPicture";
  constructor(code: "tooLarge" | "noPicture", maxBytes = 0) {
    super(
      code === "tooLarge"
        ? `it is larger than ${Math.round(maxBytes / 1_000_000)} MB`
        : "it is no picture (JPEG, PNG, GIF or WebP)",
    );
    this.code = code;
  }
}

/** Takes in a picture and keeps it beside the recordings. Throws PictureProblem, and what the stream and the store throw. */
export async function keepPicture(
  recordings: Recordings,
  pieces: AsyncIterable<Uint8Array>,
  { id, maxBytes }: { id: string; maxBytes: number },
): Promise<{ place: string; bytes: number; contentType: PictureType }> {
  // Pictures are small enough to be held, which recordings are not.
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > maxBytes) throw new PictureProblem("tooLarge", maxBytes);
    parts.push(piece);
  }
  const whole = Buffer.concat(parts);
  const contentType = detectPicture(whole);
  if (contentType === null) throw new PictureProblem("noPicture");
  const path = join(recordings.incoming, `${randomUUID()}.part`);
  await mkdir(recordings.incoming, { recursive: true, mode: 0o700 });
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(whole);
    await file.sync();
    await file.close();
    const place = recordings.place(mediaName(fileOf({ id, contentType })));
    await recordings.put(place, { path, bytes, type: contentType });
    return { place, bytes, contentType };
  } finally {
    await file.close().catch(() => {});
    await rm(path, { force: true });
  }
}
