import { type CallState, enterStep } from "./call-state.ts";
import { lateNews, type Rule } from "./change.ts";
import type { CallEvent, EventKind } from "./events.ts";
import {
  accept,
  askForTheKey,
  callFromBrowser,
  callTheLead,
  connectTheLead,
  endBroken,
  endTalk,
  endTheDial,
  endUnaccepted,
  endUnacceptedByCarrier,
  endUnanswered,
  hangUpByHand,
  hangUpLate,
  noteOwnLeg,
  noteOwnLegLate,
  OWN,
} from "./outbound-rules.ts";
import type { Script } from "./script.ts";

/** Where a call from here is: the phone of whoever makes it rings, they are asked for the key, the lead's phone rings. */
export type OutboundStage = "personRings" | "screening" | "leadRings" | "connected" | "ended";

type Row = { [K in EventKind]: Rule<K> };

/** What can't be told of a call from here: it has no menu, and takes no message. */
const FOREIGN = {
  menuKey: hangUpLate,
  recordingEnded: hangUpLate,
  recordingReady: lateNews,
  recordingMissing: lateNews,
} as const;

/** The life of a call from here: what each event does at each stage. `ended` absorbs everything: terminal is final. */
export const OUTBOUND_TABLE: Record<OutboundStage, Row> = {
  personRings: {
    ...FOREIGN,
    browserCame: callFromBrowser,
    legsPlaced: noteOwnLeg,
    pickedUp: askForTheKey,
    keyPressed: callTheLead,
    ringEnded: hangUpLate,
    legEnded: endUnaccepted,
    hungUp: hangUpByHand,
    callEnded: endUnacceptedByCarrier,
    broke: endBroken,
  },
  screening: {
    ...FOREIGN,
    browserCame: hangUpLate,
    legsPlaced: noteOwnLegLate,
    pickedUp: hangUpLate,
    keyPressed: callTheLead,
    ringEnded: hangUpLate,
    legEnded: endUnaccepted,
    hungUp: hangUpByHand,
    callEnded: endUnacceptedByCarrier,
    broke: endBroken,
  },
  leadRings: {
    ...FOREIGN,
    browserCame: hangUpLate,
    legsPlaced: noteOwnLegLate,
    pickedUp: connectTheLead,
    keyPressed: hangUpLate,
    ringEnded: endTheDial,
    legEnded: endUnanswered,
    hungUp: hangUpByHand,
    callEnded: endUnanswered,
    broke: endBroken,
  },
  connected: {
    ...FOREIGN,
    browserCame: hangUpLate,
    legsPlaced: noteOwnLegLate,
    pickedUp: hangUpLate,
    keyPressed: hangUpLate,
    ringEnded: endTheDial,
    legEnded: endTalk,
    hungUp: hangUpByHand,
    callEnded: endTalk,
    broke: endBroken,
  },
  ended: {
    ...FOREIGN,
    browserCame: hangUpLate,
    legsPlaced: lateNews,
    pickedUp: hangUpLate,
    keyPressed: hangUpLate,
    ringEnded: hangUpLate,
    legEnded: lateNews,
    hungUp: lateNews,
    callEnded: lateNews,
    broke: hangUpLate,
  },
};

/** The stage of a call from here. */
export function stageOf({ phase, step }: Pick<CallState, "phase" | "step">): OutboundStage {
  if (phase === "ended" || phase === "connected" || phase === "screening") return phase;
  return step === OWN ? "personRings" : "leadRings";
}

/** Where another node has had the lead called, and could not write that down for us, the carrier's URL says so. */
export function catchUpOutbound(script: Script, state: CallState, event: CallEvent): CallState {
  const isBeyond = "step" in event && event.step > state.step && event.step < script.steps.length;
  if (state.phase === "ended" || !isBeyond) return state;
  return enterStep(accept(state, event.at), script, event.step, event.at).state;
}
