import type { CallRecord } from "./call-record.ts";
import { beginCall } from "./call-state.ts";
import { BROWSER, type Script } from "./script.ts";

/** What is kept of a call from here when it begins. It has no id at the carrier yet, and was decided by no ladder. */
export function recordOutbound(
  script: Script,
  about: { carrierId: string; lead: { id: string; name: string } | null } | null,
): CallRecord {
  const called = script.steps.at(-1)?.targets[0];
  if (script.outbound === undefined || called === undefined || called.destination === BROWSER)
    throw new Error("a call from here calls somebody");
  return {
    script,
    carrierId: about?.carrierId ?? "",
    carrierCallId: "",
    direction: "outbound",
    from: script.business,
    fromAsGiven: script.business,
    to: called.destination,
    lead: about?.lead ?? null,
    decision: null,
    state: beginCall(script).state,
    attestation: null,
  };
}
