import type { Attestation } from "../../routing/values.ts";
import type { Profile } from "./profile.ts";
import { type Form, field } from "./read-form.ts";

/**
 * What the carriers on its way vouch for of a call's caller (STIR/SHAKEN). Null where this carrier never says, or where
 * what it says is not proven to be its own; `none` where it says nothing of this call, which is no failure (carriers.md §1).
 */
export function readAttestation(profile: Profile, form: Form, proof: "whole" | "part"): Attestation | null {
  if (profile.attestation === null || proof === "part") return null;
  return profile.attestation === "verstat"
    ? readVerstat(field(form, "StirVerstat"))
    : readShaken(field(form, "ShakenStirAttestation"), field(form, "ShakenStirValidated"));
}

/**
 * `TN-Validation-Passed-A`, `TN-Validation-Failed-C`, `No-TN-Validation`, each perhaps with `-Diverted` or `-Passthrough`
 * behind. https://www.twilio.com/docs/voice/trusted-calling-with-shakenstir
 */
function readVerstat(word: string): Attestation {
  if (word.startsWith("TN-Validation-Failed")) return "failed";
  return readLevel(/^TN-Validation-Passed-([ABC])(?:-|$)/.exec(word)?.[1]);
}

function readShaken(level: string, validated: string): Attestation {
  if (level !== "" && validated.toLowerCase() === "false") return "failed";
  return readLevel(level.trim().toUpperCase());
}

function readLevel(level: string | undefined): Attestation {
  return level === "A" || level === "B" || level === "C" ? level : "none";
}
