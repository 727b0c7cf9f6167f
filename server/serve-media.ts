import { mediaName, PICTURE_TYPES, type PictureType } from "../messages/text-media.ts";
import type { Recordings } from "../voicemail/open-recordings.ts";

/**
 * Gives a carrier the picture that goes with a text. Carriers sign no requests for media, so the address, which has 122
 * random bits, is the permission.
 * @param file null where the address is none of a picture
 */
export async function serveMedia(recordings: Recordings, file: string | null): Promise<Response> {
  const found = file === null ? null : await recordings.findByName(mediaName(file));
  if (file === null || found === null) return new Response(null, { status: 404 });
  const ending = file.slice(file.lastIndexOf(".") + 1);
  const type = (Object.keys(PICTURE_TYPES) as PictureType[]).find((one) => PICTURE_TYPES[one] === ending);
  return new Response(found.body, {
    headers: {
      "content-type": type ?? "application/octet-stream",
      "content-length": String(found.bytes),
      "cache-control": "private, max-age=86400, immutable",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'",
    },
  });
}
