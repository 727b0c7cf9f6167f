import { type CallState, enterStep, type LegResult } from "./call-state.ts";
import { type Change, type EventOf, end, lateNews, quietly } from "./change.ts";
import { changeLeg, closeLeg } from "./change-legs.ts";
import type { RingResult } from "./events.ts";
import { ACCEPT_KEY } from "./ring-rules.ts";
import { BROWSER, type Script } from "./script.ts";

/** The step that rings the phone of the person who makes the call. */
export const OWN = 0;

/** Nobody else is asked for the key, so there is nobody for whom the call could be taken. */
export function hangUpLate(): Change {
  return { state: null, instruction: { do: "hangUp" } };
}

export function askForTheKey(_script: Script, state: CallState, event: EventOf<"pickedUp">): Change {
  if (event.step !== OWN) return hangUpLate();
  const learnt = event.legId === undefined ? {} : { carrierLegId: event.legId };
  return {
    state: { ...changeLeg(state, 0, { pickedUpAt: event.at, ...learnt }), phase: "screening" },
    instruction: { do: "screen", step: OWN, target: 0 },
  };
}

/** Only the key has anybody called: a machine that picked up presses none. */
export function callTheLead(script: Script, state: CallState, event: EventOf<"keyPressed">): Change {
  // A browser is asked for none.
  if (event.step !== OWN || script.outbound?.via === BROWSER) return hangUpLate();
  if (event.key !== ACCEPT_KEY) return { state, instruction: { do: "dropLeg" } };
  return enterStep(accept(state, event.at), script, OWN + 1, event.at);
}

/** Whoever calls from their browser is there already: nobody has to be asked for a key. */
export function callFromBrowser(script: Script, state: CallState, event: EventOf<"browserCame">): Change {
  if (script.outbound?.via !== BROWSER) return hangUpLate();
  return enterStep(
    accept(changeLeg(state, 0, { carrierLegId: event.legId }), event.at),
    script,
    OWN + 1,
    event.at,
  );
}

/** The person who makes the call has pressed the key: their leg lasts as long as the call. */
export function accept(state: CallState, at: number): CallState {
  const own = state.legs.find(({ step }) => step === OWN);
  return changeLeg(state, 0, { pickedUpAt: own?.pickedUpAt ?? at, acceptedAt: own?.acceptedAt ?? at });
}

export function connectTheLead(_script: Script, state: CallState, event: EventOf<"pickedUp">): Change {
  if (event.step !== state.step) return hangUpLate();
  return {
    state: {
      ...changeLeg(state, 0, { pickedUpAt: event.at }),
      phase: "connected",
      answeredAt: event.at,
    },
    instruction: { do: "whisper", step: event.step, target: 0 },
  };
}

/** The carrier took the order to call the person's own phone, or refused it. */
export function noteOwnLeg(_script: Script, state: CallState, event: EventOf<"legsPlaced">): Change {
  const [id] = event.legs;
  if (event.step !== OWN || id === undefined) return lateNews();
  if (id === null) {
    const trouble = event.why ?? "The carrier would not place the call.";
    return quietly(finish({ ...state, trouble }, "failed", event.at, "failed"));
  }
  const legs = state.legs.map((leg) => (leg.step === OWN ? { ...leg, carrierLegId: id } : leg));
  return { state: { ...state, legs }, instruction: { do: "nothing" } };
}

/** The order was taken once already: only news of the leg that is known is welcome. */
export function noteOwnLegLate(script: Script, state: CallState, event: EventOf<"legsPlaced">): Change {
  return event.legs[0] === null ? lateNews() : noteOwnLeg(script, state, event);
}

/** The person's own phone was not taken, or they hung up before anybody was called for them. */
export function endUnaccepted(_script: Script, state: CallState, event: EventOf<"legEnded">): Change {
  if (event.step !== OWN) return lateNews();
  const own = state.legs.find(({ step }) => step === OWN);
  const result = event.result === "pickedUp" || own?.pickedUpAt != null ? "notAccepted" : event.result;
  return quietly(finish(state, result === "failed" ? "failed" : "abandoned", event.at, result));
}

/** What is said of a call whose browser never came to the carrier. */
const NEVER_CAME = "The browser never connected.";

export function endUnacceptedByCarrier(
  script: Script,
  state: CallState,
  event: EventOf<"callEnded">,
): Change {
  const failed = event.carrierWord === "failed";
  const own = state.legs.find(({ step }) => step === OWN);
  const unknown = failed && own?.carrierLegId === undefined;
  const words =
    script.outbound?.via === BROWSER ? NEVER_CAME : "The carrier knows of no such call: it was never placed.";
  const trouble = unknown ? { trouble: words } : {};
  const result = failed ? "failed" : own?.pickedUpAt == null ? "noAnswer" : "notAccepted";
  return quietly(finish({ ...state, ...trouble }, failed ? "failed" : "abandoned", event.at, result));
}

/** The person hung up while the lead's phone rang. */
export function endUnanswered(
  _script: Script,
  state: CallState,
  event: { at: number; step?: number },
): Change {
  if (event.step !== undefined && event.step !== OWN) return lateNews();
  return quietly(finish(state, "abandoned", event.at, "canceled"));
}

export function endTalk(_script: Script, state: CallState, event: { at: number; step?: number }): Change {
  if (event.step !== undefined && event.step !== OWN) return lateNews();
  return quietly(finish(state, "answered", event.at, "connected"));
}

const MISSED: ReadonlySet<RingResult> = new Set(["noAnswer", "busy", "declined"]);

/** The ringing of the lead's phone is over: with a talk, or without. */
export function endTheDial(_script: Script, state: CallState, event: EventOf<"ringEnded">): Change {
  if (event.step !== state.step) return hangUpLate();
  // Of a pick-up of which we were not told the carrier's own word has to do.
  const talked = event.bridgedByCarrier ?? event.result === "pickedUp";
  if (talked) {
    const answeredAt = state.answeredAt ?? event.at;
    return finish({ ...state, answeredAt }, "answered", event.at, "connected");
  }
  const before = { ...state, answeredAt: null };
  if (event.callerGone) return finish(before, "abandoned", event.at, "canceled");
  // Somebody picked up and was gone before the two were connected.
  const result: LegResult = event.result === "pickedUp" ? "notAccepted" : event.result;
  const missed = event.result === "pickedUp" || MISSED.has(event.result);
  const ended = finish(before, missed ? "missed" : "failed", event.at, result);
  return { ...ended, instruction: { do: "tellUnanswered" } };
}

/**
 * The carrier is told to end it, and says so when it has. Where it is not known what the call is called there, or whether
 * it took the order at all, the call is over here: whoever picks up yet hears nothing.
 */
export function hangUpByHand(script: Script, state: CallState, event: EventOf<"hungUp">): Change {
  const by = { ...state, hungUpBy: event.who };
  const id = state.legs.find(({ step }) => step === OWN)?.carrierLegId;
  if (id !== undefined && id !== "") return { state: by, instruction: { do: "nothing" } };
  if (script.outbound?.via === BROWSER)
    return quietly(finish({ ...by, trouble: NEVER_CAME }, "failed", event.at, "failed"));
  const talks = state.phase === "connected";
  return quietly(finish(by, talks ? "answered" : "abandoned", event.at, talks ? "connected" : "canceled"));
}

export function endBroken(_script: Script, state: CallState, event: EventOf<"broke">): Change {
  const talks = state.phase === "connected";
  const ended = finish(state, talks ? "answered" : "failed", event.at, talks ? "connected" : "failed");
  return { ...ended, alert: event.what };
}

/** Ends the call, and with it the legs that are open: the person's own as what it was, the last with this result. */
function finish(
  state: CallState,
  outcome: "answered" | "missed" | "abandoned" | "failed",
  at: number,
  result: LegResult,
): Change {
  const closed = closeLeg(state, 0, at, result);
  const legs = closed.legs.map((leg) =>
    leg.result === null ? { ...leg, endedAt: at, result: "connected" as const } : leg,
  );
  return end({ ...closed, legs }, outcome, at);
}
