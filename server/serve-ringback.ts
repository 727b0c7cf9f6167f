import { type Ringback, soundRingback } from "../carriers/ringback.ts";

const made = new Map<Ringback, Buffer>();

/**
 * Gives a carrier the sound of ringing, which a caller hears while several phones are called. It is made when first asked
 * for, and never changes.
 * @param ringback null where the address is none of a ringback
 */
export function serveRingback(ringback: Ringback | null): Response {
  if (ringback === null) return new Response(null, { status: 404 });
  const sound = made.get(ringback) ?? soundRingback(ringback);
  made.set(ringback, sound);
  return new Response(new Uint8Array(sound), {
    headers: {
      "content-type": "audio/wav",
      "content-length": String(sound.length),
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
    },
  });
}
