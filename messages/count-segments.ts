/** The characters that a text of 7 bits has, and those that take two places in it (3GPP TS 23.038 §6.2.1). */
const GSM7 = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const GSM7_TWICE = new Set("\f^{}\\[~]|€");

/** How many segments a text is sent and paid in: 160 characters, or 70 where one of them is not of the common set. */
export function countSegments(text: string): number {
  let places = 0;
  for (const character of text) {
    if (GSM7.has(character)) places += 1;
    else if (GSM7_TWICE.has(character)) places += 2;
    // One character that is not among them, and all are written in 16 bits.
    else return segmentsOf(text.length, 70, 67);
  }
  return segmentsOf(places, 160, 153);
}

/** Parts of a longer text have a header, and so less room. */
function segmentsOf(places: number, alone: number, part: number): number {
  return places <= alone ? 1 : Math.ceil(places / part);
}
