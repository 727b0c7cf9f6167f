/** The kinds of pictures that go with texts, in and out, each with the ending of its file. */
export const PICTURE_TYPES = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/gif": "gif",
  "image/webp": "webp",
} as const;
export type PictureType = keyof typeof PICTURE_TYPES;

/** A picture that goes with a text. Its id is not to be guessed: carriers fetch it without a key. */
export type SentMedia = { id: string; contentType: string };

/** Carriers take 5 MB with a text in all (https://www.twilio.com/docs/messaging/api/media-resource). */
export const MAX_SENT_BYTES = 5_000_000;
/** What comes is at most as large as what carriers take, and a little more. */
export const MAX_RECEIVED_BYTES = 10_000_000;
export const MOST_PICTURES = 10;

const PATH = /^\/hooks\/[a-z]+\/[a-z0-9-]{1,40}\/media\/([0-9a-f-]{36}\.(?:jpg|png|gif|webp))$/;

/** Where a carrier fetches a picture, below `…/hooks/<kind>/<carrierId>`. */
export function mediaPath(media: SentMedia): string {
  return `/media/${fileOf(media)}`;
}

/** The file that a carrier's request asks for; null where it asks for something else. */
export function readMediaPath(target: string): string | null {
  return PATH.exec(target.split("?", 1)[0] ?? "")?.[1] ?? null;
}

/** The name under which a picture is kept. It says all, so that it is found with the database away. */
export function mediaName(file: string): string {
  return `text-media/${file}`;
}

export function fileOf({ id, contentType }: SentMedia): string {
  return `${id}.${PICTURE_TYPES[contentType as PictureType] ?? "bin"}`;
}

/**
 * Tells a picture by its first bytes; null where it is none of these. What the sender says counts for nothing: a page with
 * a script would be served from our address. Signatures: ISO/IEC 10918-1 (SOI), PNG §5.2, GIF89a §17, WebP container (RFC 9649).
 */
export function detectPicture(head: Uint8Array): PictureType | null {
  const word = (from: number, to: number) => Buffer.from(head.subarray(from, to)).toString("latin1");
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return "image/jpeg";
  if (word(0, 8) === "\x89PNG\r\n\x1a\n") return "image/png";
  if (word(0, 6) === "GIF87a" || word(0, 6) === "GIF89a") return "image/gif";
  if (word(0, 4) === "RIFF" && word(8, 12) === "WEBP") return "image/webp";
  return null;
}
