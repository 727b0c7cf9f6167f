import type { Facts } from "./facts.ts";
import type { Attestation } from "./values.ts";

/** What becomes of a call because of who calls, before any rung is looked at. */
export type CallerVerdict = { ending: "reject" | "voicemail"; text: string };

const BUSY = "the caller hears a busy tone.";

/** Judges the caller alone; null where the call goes the usual way. Pure. */
export function judgeCaller(facts: Facts): CallerVerdict | null {
  const refusal = whyRefused(facts);
  return refusal === null ? judgeAttestation(facts) : { ending: "reject", text: refusal };
}

function whyRefused({ account, caller, lead }: Facts): string | null {
  if (lead?.blocked) return `The lead ${lead.name} is blocked: ${BUSY}`;
  if (caller.blockedBy !== null) {
    const entry = caller.blockedBy === caller.phone ? "" : ` (${caller.blockedBy})`;
    return `The caller is on your block list${entry}: ${BUSY}`;
  }
  if (caller.phone === null && account.rejectWithheld) return `Withheld callers are rejected: ${BUSY}`;
  // A lead somebody looks after may well hang up at once, and call again.
  const spared = lead !== null && lead.user !== null && !account.holdOffLeads;
  return spared ? null : caller.heldOff;
}

const UNVERIFIED: Record<Exclude<Attestation, "A">, string> = {
  B: "The caller's number is vouched for only in part (attestation B)",
  C: "Nobody vouches for the caller's number (attestation C)",
  failed: "The caller's number failed its check (STIR/SHAKEN)",
  none: "The caller's number came without attestation",
};

function judgeAttestation({ account, caller }: Facts): CallerVerdict | null {
  const { attestation, phone } = caller;
  // Who withholds the number has a setting of their own.
  if (attestation === null || attestation === "A" || phone === null) return null;
  const treatment = account.unverifiedCallers[attestation];
  if (treatment === "ring") return null;
  const then = treatment === "reject" ? BUSY : "the caller is asked for a message at once.";
  return { ending: treatment, text: `${UNVERIFIED[attestation]}: ${then}` };
}
