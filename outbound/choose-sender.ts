import type { E164 } from "../routing/values.ts";

/** The business numbers that a call or text to a lead may come from, as far as there are any. */
export type SenderFacts = {
  /** A number whose user the staff member is. */
  own: E164 | null;
  /** The number by which this lead and the business first had to do with each other. */
  firstUsed: E164 | null;
  /** The account's default outbound number. */
  byDefault: E164 | null;
};

export type Sender =
  | { ok: true; number: E164; why: "own" | "firstUsed" | "byDefault" }
  | { ok: false; text: string };

/** The sender rule (product.md §6): the staff member's own number, else the one first used with the lead, else the default. Pure. */
export function chooseSender({ own, firstUsed, byDefault }: SenderFacts): Sender {
  if (own !== null) return { ok: true, number: own, why: "own" };
  if (firstUsed !== null) return { ok: true, number: firstUsed, why: "firstUsed" };
  if (byDefault !== null) return { ok: true, number: byDefault, why: "byDefault" };
  return {
    ok: false,
    text: "There is no number to call from: set a default outbound number under Settings > Phone, or give the staff member a number under Settings > Phone Numbers.",
  };
}
