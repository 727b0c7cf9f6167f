/** So much before what was found shows what it is about. */
const BEFORE = 12;

/** A text from shortly before the first of the words that were searched for; from its beginning where that is near. */
export function excerptOf(text: string, search: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  const words = search
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .map((word) => line.toLowerCase().indexOf(word))
    .filter((place) => place >= 0);
  const begin = Math.min(...words) - BEFORE;
  if (words.length === 0 || begin <= BEFORE) return line;
  // At a word's beginning where there is one.
  const space = line.indexOf(" ", begin);
  const from = space >= 0 && space < begin + BEFORE ? space + 1 : begin;
  return `…${line.slice(from)}`;
}
