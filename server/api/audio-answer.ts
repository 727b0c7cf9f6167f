import type { ByteRange } from "../../voicemail/recording-store.ts";

/** Audio that is kept: how to get at a part of it. */
export type KeptAudio = {
  bytes: number;
  type: string;
  open: (range: ByteRange) => Promise<ReadableStream<Uint8Array>>;
};

/**
 * Answers with audio, or with the part of it that was asked for (RFC 9110 §14). It is never held in memory as a whole.
 * @param range the request's header Range; null: none
 */
export async function audioAnswer(audio: KeptAudio, range: string | null): Promise<Response> {
  const { bytes, type } = audio;
  const headers: Record<string, string> = {
    "accept-ranges": "bytes",
    "cache-control": "no-store",
    "content-type": type,
    "x-content-type-options": "nosniff",
    // Opened by itself it is a file, never a page of ours.
    "content-disposition": "inline",
    "content-security-policy": "default-src 'none'; media-src 'self'",
  };
  const asked = readRange(range, bytes);
  if (asked === "unsatisfiable")
    return new Response(null, { status: 416, headers: { ...headers, "content-range": `bytes */${bytes}` } });
  const { first, last } = asked ?? { first: 0, last: bytes - 1 };
  const body = await audio.open({ first, last });
  headers["content-length"] = String(last - first + 1);
  if (asked === null) return new Response(body, { headers });
  headers["content-range"] = `bytes ${first}-${last}/${bytes}`;
  return new Response(body, { status: 206, headers });
}

/** The one range of a header; null where it has none that we serve, and the whole is the answer (RFC 9110 §14.2). */
export function readRange(header: string | null, bytes: number): ByteRange | "unsatisfiable" | null {
  const [, from = "", to = ""] = /^\s*bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(header ?? "") ?? [];
  if (from === "" && to === "") return null;
  if (from === "") {
    const length = Math.min(Number(to), bytes);
    return length === 0 ? "unsatisfiable" : { first: bytes - length, last: bytes - 1 };
  }
  const first = Number(from);
  if (first >= bytes) return "unsatisfiable";
  const last = to === "" ? bytes - 1 : Math.min(Number(to), bytes - 1);
  return last < first ? null : { first, last };
}
