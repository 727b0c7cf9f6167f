import { greetingName } from "../voicemail/greeting.ts";
import type { Recordings } from "../voicemail/open-recordings.ts";

/**
 * Gives a carrier the greeting that it is to play. Carriers sign no requests for media, so the address is the
 * permission. Needs no database: a caller is greeted also while it is away. What is uploaded never changes.
 * @param id null where the address is none of a greeting
 */
export async function serveGreeting(recordings: Recordings, id: string | null): Promise<Response> {
  const found = id === null ? null : await recordings.findByName(greetingName(id));
  if (id === null || found === null) return new Response(null, { status: 404 });
  return new Response(found.body, {
    headers: {
      "content-type": id.endsWith(".wav") ? "audio/wav" : "audio/mpeg",
      "content-length": String(found.bytes),
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      etag: `"${id}"`,
    },
  });
}
