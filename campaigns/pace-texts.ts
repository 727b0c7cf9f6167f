/** How far ahead of their time texts are put in line: what comes before them waits no longer than this. */
export const AHEAD_SECONDS = 10;
/** Of a fast number too: what is in line is counted again and again. */
const MOST_AHEAD = 2_000;
/** Written in one statement, and made without a break: calls wait meanwhile. */
export const CHUNK = 200;

/** A line that a campaign's texts stand in: what goes through it in a second, and how many of the campaign wait in it. */
export type TextLine = { perSecond: number; inLine: number };

/** A number that a campaign texts from, with its carrier connection and what that may send in a second; null: any number. */
export type NumberLine = TextLine & { carrier: string; carrierPerSecond: number | null };

/** How many texts more may be put in a line. */
export function countRoom({ perSecond, inLine }: TextLine): number {
  return Math.max(0, Math.min(Math.ceil(perSecond * AHEAD_SECONDS), MOST_AHEAD) - inLine);
}

/** How many texts more may be put in the lines of these numbers: in each, and in all of one carrier connection. */
export type Room = { numbers: Map<string, number>; carriers: Map<string, number>; all: number };

/** Counts it: a carrier's line is as long as those of its numbers together. Pure. */
export function countRooms(lines: ReadonlyMap<string, NumberLine>): Room {
  const numbers = new Map<string, number>();
  const carriers = new Map<string, TextLine & { open: number }>();
  for (const [number, { carrier, carrierPerSecond, ...line }] of lines) {
    const open = countRoom(line);
    numbers.set(number, open);
    const shared = carriers.get(carrier) ?? {
      perSecond: carrierPerSecond ?? Number.POSITIVE_INFINITY,
      inLine: 0,
      open: 0,
    };
    carriers.set(carrier, { ...shared, inLine: shared.inLine + line.inLine, open: shared.open + open });
  }
  const rooms = [...carriers].map(
    ([carrier, line]) => [carrier, Math.min(line.open, countRoom(line))] as const,
  );
  return { numbers, carriers: new Map(rooms), all: rooms.reduce((sum, [, room]) => sum + room, 0) };
}

type Line = { carrier: string; number: string };

/**
 * Gives each text its time: no more in a number's line than it sends in ten seconds, nor in its carrier's, and of this
 * campaign so many a second at each carrier, from where its last one stood. The others get none yet. Moments in milliseconds. Pure.
 */
export function paceTexts<Text extends Line>(
  texts: readonly Text[],
  facts: {
    now: number;
    /** At each carrier; null: as the numbers may. */
    perSecond: number | null;
    paced: Readonly<Record<string, number>>;
    room: Pick<Room, "numbers" | "carriers">;
  },
): { placed: (Text & { at: number })[]; paced: Record<string, number> } {
  const { now, perSecond } = facts;
  const paced = { ...facts.paced };
  const numbers = new Map(facts.room.numbers);
  const carriers = new Map(facts.room.carriers);
  const placed: (Text & { at: number })[] = [];
  for (const text of texts) {
    const atNumber = numbers.get(text.number) ?? 0;
    const atCarrier = carriers.get(text.carrier) ?? 0;
    const at = perSecond === null ? now : Math.max(now, paced[text.carrier] ?? now);
    if (atNumber <= 0 || atCarrier <= 0 || at > now + AHEAD_SECONDS * 1_000) continue;
    placed.push({ ...text, at });
    numbers.set(text.number, atNumber - 1);
    carriers.set(text.carrier, atCarrier - 1);
    if (perSecond !== null) paced[text.carrier] = at + 1_000 / perSecond;
  }
  return { placed, paced };
}
