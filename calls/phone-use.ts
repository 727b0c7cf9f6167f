import type { CallState, Leg } from "./call-state.ts";
import { takenLeg } from "./call-state.ts";
import type { CallEvent } from "./events.ts";
import { BROWSER, type Script } from "./script.ts";

/** A staff member's phone that an event brings into a talk, and one that it releases; null: none. */
export function phoneUse(
  script: Script,
  state: CallState,
  event: CallEvent,
): { taken: string | null; released: string | null } {
  if (script.outbound !== undefined) return ownPhoneUse(script, state, event);
  const begins = event.kind === "pickedUp" || event.kind === "keyPressed";
  const taken = begins && state.phase === "connected" ? takenLeg(state) : null;
  const released = state.legs.find(
    (leg) => leg.endedAt === event.at && (leg.result === "connected" || leg.acceptedAt !== null),
  );
  return { taken: phoneOf(script, taken), released: phoneOf(script, released) };
}

/** Who makes a call is on the phone from their key press on. */
function ownPhoneUse(script: Script, state: CallState, event: CallEvent) {
  const own = state.legs[0];
  const phone = own?.acceptedAt == null ? null : phoneOf(script, own);
  const begins = event.kind === "keyPressed" && own?.acceptedAt === event.at;
  return { taken: begins ? phone : null, released: state.phase === "ended" ? phone : null };
}

/** A browser is no phone. Phones of places are nobody's: several calls at a time are what they are for. */
function phoneOf({ steps }: Script, leg: Leg | null | undefined): string | null {
  const target = leg && steps[leg.step]?.targets[leg.target ?? 0];
  return target?.staffId == null || target.destination === BROWSER ? null : target.destination;
}
