/**
 * Seconds to wait after each try to reach a webhook: the schedule that Standard Webhooks recommends, over 28 hours in
 * all ("Deliverability and reliability" of its specification).
 */
const WEBHOOK_WAITS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
/** A mail server that is away comes back within minutes, or when somebody has found out why. */
const MAIL_WAITS = [10, 30, 120, 600, 1_800, 3_600];
/** Senders give mail up after days, and so do we (RFC 5321 §4.5.4.1 says four to five; what is told here is old then). */
const MAIL_PATIENCE_SECONDS = 2 * 86_400;

/** How long to wait after the try of this number, counted from 1; null: it is given up. */
export function waitForWebhook(tries: number): number | null {
  return WEBHOOK_WAITS[tries - 1] ?? null;
}

/** The same for mail and texts, of something that has been waiting for so many seconds. */
export function waitForMail(tries: number, waitedSeconds: number): number | null {
  if (waitedSeconds >= MAIL_PATIENCE_SECONDS) return null;
  return MAIL_WAITS[Math.min(tries, MAIL_WAITS.length) - 1] ?? 0;
}
