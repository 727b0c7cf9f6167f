import { type CallState, enterStep, type Leg, type LegResult, leadingLeg } from "./call-state.ts";
import { type Change, type EventOf, end, lateForTheCaller, lateForTheLeg, lateNews } from "./change.ts";
import { changeLeg, closeLeg, closeLegs, legOf, legsOf, winnerOf } from "./change-legs.ts";
import { isGathered, type Script } from "./script.ts";

/** Only the accept key connects (product.md §3). */
export const ACCEPT_KEY = "1";
/** How often the caller hears the menu before the call goes on without a choice: never in circles. */
const MENU_ROUNDS = 2;

/** A key that leads somewhere came with the script that follows from it; without one the menu is heard once more. */
export function chooseInMenu(script: Script, state: CallState, event: EventOf<"menuKey">): Change {
  if (event.decision === null && event.round + 1 < MENU_ROUNDS)
    return { state, instruction: { do: "menu", round: event.round + 1 } };
  const key = event.decision === null ? null : event.key;
  return enterStep({ ...state, chosen: { at: event.at, key } }, script, 0, event.at);
}

export function answerThePickUp(script: Script, state: CallState, event: EventOf<"pickedUp">): Change {
  const { step, target = 0 } = event;
  const planned = script.steps[step];
  const rung = planned?.targets[target];
  if (step !== state.step || planned === undefined || rung === undefined) return lateForTheLeg();
  const picked = changeLeg(state, target, { pickedUpAt: event.at });
  if (rung.screening) {
    // While others ring too, one who has picked up decides nothing yet.
    const phase = isGathered(planned) ? "ringing" : "screening";
    return { state: { ...picked, phase }, instruction: { do: "screen", step, target } };
  }
  // Without screening whoever picks up is connected, be it a person or a machine.
  const connected: CallState = { ...picked, phase: "connected", answeredAt: event.at };
  if (!isGathered(planned)) return { state: connected, instruction: { do: "whisper", step, target } };
  return {
    state: changeLeg(connected, target, { acceptedAt: event.at }),
    instruction: { do: "join", step, target },
  };
}

export function judgeTheKey(script: Script, state: CallState, event: EventOf<"keyPressed">): Change {
  const { step, target = 0 } = event;
  const planned = script.steps[step];
  if (step !== state.step || planned?.targets[target] === undefined) return lateForTheLeg();
  if (event.key !== ACCEPT_KEY) return { state, instruction: { do: "dropLeg" } };
  const pickedUpAt = legOf(state, target)?.pickedUpAt ?? event.at;
  const accepted = changeLeg(state, target, { acceptedAt: event.at, pickedUpAt });
  return {
    state: { ...accepted, phase: "connected", answeredAt: event.at },
    instruction: isGathered(planned) ? { do: "join", step, target } : { do: "connect" },
  };
}

export function noteLegs(script: Script, state: CallState, event: EventOf<"legsPlaced">): Change {
  if (!isOfGathered(script, state, event)) return lateNews();
  const noted = event.legs.reduce<CallState>(
    (so, id, target) =>
      id === null ? closeLeg(so, target, event.at, "failed") : changeLeg(so, target, { carrierLegId: id }),
    state,
  );
  return { state: noted, instruction: { do: "nothing" } };
}

/** The leg of the one who took the call ends with the call; here the others' do. */
export function noteLegEnd(script: Script, state: CallState, event: EventOf<"legEnded">): Change {
  const leg = isOfGathered(script, state, event) ? legOf(state, event.target) : null;
  if (leg === null || leg.result !== null || leg.acceptedAt !== null) return lateNews();
  const result = event.result === "pickedUp" || leg.pickedUpAt !== null ? "notAccepted" : event.result;
  return { state: closeLeg(state, event.target, event.at, result), instruction: { do: "nothing" } };
}

function isOfGathered(script: Script, state: CallState, { step }: { step: number }): boolean {
  const planned = script.steps[step];
  return step === state.step && planned !== undefined && isGathered(planned);
}

export function moveOn(script: Script, state: CallState, event: EventOf<"ringEnded">): Change {
  if (event.step !== state.step) return lateForTheCaller();
  const step = script.steps[event.step];
  const gathered = step !== undefined && isGathered(step);
  const screening = step?.targets.some((target) => target.screening) ?? true;
  const leg = gathered ? winnerOf(state) : leadingLeg(legsOf(state));
  // The carrier's "completed" never proves a person; our own record of the key press does, and the
  // carrier's word on bridging is a second witness. Where they differ: not answered (carriers.md §4).
  // Where we have not even seen the pick-up, our record has a hole (written down on a node whose database
  // was away): then a carrier that speaks of a connection is believed, or the next phone would ring after it.
  const believed = leg?.pickedUpAt == null && event.bridgedByCarrier === true;
  const accepted = screening ? leg?.acceptedAt != null || believed : event.result === "pickedUp";
  const bridged = accepted && (event.bridgedByCarrier ?? event.result === "pickedUp");
  const doubt =
    screening && event.bridgedByCarrier !== null && event.bridgedByCarrier !== accepted
      ? `The carrier and our record differ on whether ${leg?.who ?? "the person rung"} was connected; taken as not answered.`
      : null;
  const closed = closeLegs(state, event.at, (one) => {
    if (one !== leg) return accepted ? "canceled" : resultOf(event, one, false);
    return bridged ? "connected" : resultOf(event, one, accepted);
  });
  const warn = doubt === null ? {} : { alert: doubt };
  if (bridged) {
    const answeredAt = state.answeredAt ?? leg?.pickedUpAt ?? event.at;
    return { ...end({ ...closed, answeredAt }, "answered", event.at), ...warn };
  }
  if (event.callerGone) return { ...end({ ...closed, answeredAt: null }, "abandoned", event.at), ...warn };
  return { ...enterStep(closed, script, event.step + 1, event.at), ...warn };
}

function resultOf(event: EventOf<"ringEnded">, leg: Leg | null, accepted: boolean): LegResult {
  if (accepted) return "failed";
  if (event.result === "pickedUp") return "notAccepted";
  if (leg?.pickedUpAt != null && event.result !== "failed") return "notAccepted";
  if (event.callerGone) return "canceled";
  return event.result;
}
