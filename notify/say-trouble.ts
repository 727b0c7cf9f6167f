/** Mail that fails for so long is no hiccup of a server that is started again. */
const LONG_MS = 15 * 60_000;

type Figures = { channel: string; waiting: number; failingSince: Date | null; error: string | null };

/** What an operator should see of mail that can't be sent; null: nothing. Webhooks and their owners are told apart. */
export function sayMailTrouble(figures: readonly Figures[], now: number): string | null {
  const mail = figures.find(({ channel }) => channel === "mail");
  const since = mail?.failingSince ?? null;
  if (mail === undefined || since === null || now - since.getTime() < LONG_MS) return null;
  return `mail: can't be sent since ${since.toISOString()}, ${mail.waiting} waiting: ${mail.error}`;
}
