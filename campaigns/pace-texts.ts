/** How far ahead of their time texts are put in line: what comes before them waits no longer than this. */
export const AHEAD_SECONDS = 10;
/** Written in one statement, and made without a break: calls wait meanwhile. */
export const CHUNK = 200;

/** A number that a campaign texts from: its own pace, and how many of the campaign wait in its line. */
export type NumberLine = { perSecond: number; inLine: number };

/** How many texts more may be put in the line of a number. */
export function countRoom({ perSecond, inLine }: NumberLine): number {
  return Math.max(0, Math.ceil(perSecond * AHEAD_SECONDS) - inLine);
}

type Line = { carrier: string; number: string };

/**
 * Gives each text its time: no more in a number's line than it sends in ten seconds, and so many a second at each carrier,
 * from where its last one stood. The others get none yet. Moments in milliseconds. Pure.
 */
export function paceTexts<Text extends Line>(
  texts: readonly Text[],
  facts: {
    now: number;
    /** At each carrier; null: as the numbers may. */
    perSecond: number | null;
    paced: Readonly<Record<string, number>>;
    room: ReadonlyMap<string, number>;
  },
): { placed: (Text & { at: number })[]; paced: Record<string, number> } {
  const { now, perSecond } = facts;
  const paced = { ...facts.paced };
  const room = new Map(facts.room);
  const placed: (Text & { at: number })[] = [];
  for (const text of texts) {
    const left = room.get(text.number) ?? 0;
    const at = perSecond === null ? now : Math.max(now, paced[text.carrier] ?? now);
    if (left <= 0 || at > now + AHEAD_SECONDS * 1_000) continue;
    placed.push({ ...text, at });
    room.set(text.number, left - 1);
    if (perSecond !== null) paced[text.carrier] = at + 1_000 / perSecond;
  }
  return { placed, paced };
}
