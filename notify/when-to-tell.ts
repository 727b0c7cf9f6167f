/** The page, where it is open, says first that it was read; and "Hi" and what follows it come as one. */
const BREATH_MS = 20_000;
/** Longer than people write in one go, and shorter than somebody waits who wants an answer. */
const PAUSE_MS = 10 * 60_000;

/**
 * When somebody is to be told of a text that has come, in milliseconds: soon where they know of nothing unread in its
 * conversation, else when ten minutes have gone by since they were last told, of everything unread by then. So whoever
 * writes five texts causes one or two notices, and none of them is passed over in silence. Null: the notice that is due
 * already will tell of it. `toldAt`: when they were last told, or will be; `seenAt`: when they read it or somebody
 * answered. Pure.
 */
export function whenToTell({
  now,
  toldAt,
  seenAt,
}: {
  now: number;
  toldAt: number | null;
  seenAt: number | null;
}): number | null {
  const soon = now + BREATH_MS;
  if (toldAt === null) return soon;
  const isDue = toldAt > now;
  const last = isDue ? toldAt - PAUSE_MS : toldAt;
  const next = seenAt !== null && seenAt >= last ? soon : Math.max(soon, last + PAUSE_MS);
  return isDue && next >= toldAt ? null : next;
}
