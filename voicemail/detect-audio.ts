import type { AudioType } from "./recording-store.ts";

/** How many bytes from the beginning `detectAudio` looks at. */
export const HEAD_BYTES = 12;

/**
 * Tells audio by its first bytes; null where it is neither WAV nor MP3. What the sender says it is counts for nothing:
 * an error page would be kept as a message, and a page with a script would be served from our address.
 */
export function detectAudio(head: Uint8Array): AudioType | null {
  const word = (from: number, to: number) => Buffer.from(head.subarray(from, to)).toString("latin1");
  // RIFF and RF64, the form for more than 4 GB (EBU Tech 3306).
  if ((word(0, 4) === "RIFF" || word(0, 4) === "RF64") && word(8, 12) === "WAVE") return "audio/wav";
  if (word(0, 3) === "ID3") return "audio/mpeg";
  // Eleven bits of sync, then version and layer III (ISO/IEC 11172-3 §2.4.1.3); version 01 is reserved.
  const [first = 0, second = 0] = head;
  const isFrame = first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) === 0x02;
  return isFrame && (second & 0x18) !== 0x08 ? "audio/mpeg" : null;
}
