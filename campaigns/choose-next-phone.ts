import type { Outcome } from "../calls/call-state.ts";
import { NO_ANSWER, WRONG_NUMBER } from "../outbound/outbound-settings.ts";

/** What a call said of the phone that was called: that it is the wrong one, that nobody answered there, or neither. */
export type Attempt = "wrongNumber" | "noAnswer" | "reached";

/**
 * Reads it from what somebody noted; from how the call ended where that says nothing, as with an account's own words for
 * what a call came to. A mailbox answers too, so what somebody noted goes first.
 */
export function readAttempt(disposition: string | null, outcome: Outcome | null): Attempt {
  const said = disposition?.trim().toLowerCase();
  if (said === WRONG_NUMBER.toLowerCase()) return "wrongNumber";
  if (said === NO_ANSWER.toLowerCase() || outcome === "missed") return "noAnswer";
  return "reached";
}

/** A phone of somebody on a call list, and all that may be tried, in order. */
export type Tried = { phone: string; phones: readonly string[] };

/**
 * Which phone is offered next time, and which are left then: after no answer the next one, after the last the first again;
 * a wrong number is not called again. Null: none is left. Pure.
 */
export function chooseNextPhone({ phone, phones }: Tried, attempt: Attempt): Tried | null {
  if (attempt === "reached") return { phone, phones };
  const at = phones.indexOf(phone);
  const next = phones[(at + 1) % phones.length] ?? phone;
  if (attempt === "noAnswer") return { phone: next, phones };
  const left = phones.filter((one) => one !== phone);
  return left.length === 0 ? null : { phone: next, phones: left };
}
