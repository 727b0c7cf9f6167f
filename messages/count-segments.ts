/** The characters that a text of 7 bits has, and those that take two places in it (3GPP TS 23.038 §6.2.1). */
const GSM7 = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const GSM7_TWICE = new Set("\f^{}\\[~]|€");

/** How a text is sent: by which alphabet, in how many segments, and how many characters still fit in the last of them. */
export type TextMeasure = { alphabet: "common" | "any"; segments: number; left: number };

/**
 * Measures a text as carriers do: 160 characters of the common set in a segment, or 70 where one of them is not of it
 * (GSM 7 bit and UCS-2). Parts of a longer text have a header, and so room for 153 or 67.
 */
export function measureText(text: string): TextMeasure {
  let places = 0;
  for (const character of text) {
    if (GSM7.has(character)) places += 1;
    else if (GSM7_TWICE.has(character)) places += 2;
    // One character that is not among them, and all are written in 16 bits.
    else return { alphabet: "any", ...measure(text.length, 70, 67) };
  }
  return { alphabet: "common", ...measure(places, 160, 153) };
}

/** How many segments a text is sent and paid in. */
export function countSegments(text: string): number {
  return measureText(text).segments;
}

function measure(places: number, alone: number, part: number): { segments: number; left: number } {
  if (places <= alone) return { segments: 1, left: alone - places };
  const segments = Math.ceil(places / part);
  return { segments, left: segments * part - places };
}
