import type { CampaignSender } from "./campaign-plan.ts";

/** The business's numbers, as far as a campaign may use them. */
export type SenderNumbers = {
  byDefault: string | null;
  /** The first number of each staff member, by their key. */
  own: ReadonlyMap<string, string>;
  /** Those of the pool that are still the account's, in one order. */
  pool: readonly string[];
};

/**
 * The number by which a campaign reaches somebody; null: there is none. Of a pool it is the one that they were reached
 * from before, else one that follows from their phone alone, so that they see the same number each time. Pure.
 */
export function chooseCampaignNumber(
  sender: CampaignSender,
  numbers: SenderNumbers,
  who: { phone: string; userId: string | null; lastNumber: string | null },
): string | null {
  const { byDefault, own, pool } = numbers;
  if (sender.use === "own") return (who.userId === null ? undefined : own.get(who.userId)) ?? byDefault;
  if (sender.use === "default") return byDefault;
  if (who.lastNumber !== null && pool.includes(who.lastNumber)) return who.lastNumber;
  return pickFor(who.phone, pool);
}

/**
 * Of several the one with the highest score for this phone (rendezvous hashing): where a number leaves the pool, only
 * those who had it get another.
 */
function pickFor(phone: string, pool: readonly string[]): string | null {
  let best: { number: string; score: number } | null = null;
  for (const number of pool) {
    const score = hash(`${phone} ${number}`);
    if (best === null || score > best.score) best = { number, score };
  }
  return best?.number ?? null;
}

/** FNV-1a with 32 bits, its last bits spread (MurmurHash3's finaliser): similar phones must not get one number. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
