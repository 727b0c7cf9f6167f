import type { Decision } from "../routing/decision.ts";
import type { Attestation } from "../routing/values.ts";
import type { CallRecord } from "./call-record.ts";
import { type LegResult, type Outcome, type Phase, takenLeg } from "./call-state.ts";
import type { LegRung } from "./script.ts";
import { type KeptRecording, type StoryLine, tellStory } from "./tell-story.ts";

/** A call as the API gives it (architecture.md §5). Times are ISO 8601 in UTC. */
export type PresentedCall = {
  id: string;
  direction: "inbound" | "outbound";
  from: string | null;
  to: string;
  lead: { id: string; name: string } | null;
  /** What the carriers said of the caller's number; null: not known. */
  attestation: Attestation | null;
  state: Phase;
  outcome: Outcome | null;
  startedAt: string;
  answeredAt: string | null;
  endedAt: string | null;
  /** Who made it, where it was made from here. */
  placedBy: { id: string; name: string } | null;
  answeredBy: { rung: LegRung; destination: string; name: string } | null;
  decision: Decision | null;
  legs: {
    rung: LegRung;
    destination: string;
    startedAt: string;
    seconds: number;
    result: LegResult | null;
  }[];
  recording: { seconds: number } | null;
  carrierCallId: string;
};

/** A call for a list: everything but its story. */
export function presentCall(record: CallRecord): PresentedCall {
  const { state, script } = record;
  return {
    id: script.callId,
    direction: record.direction,
    from: record.from,
    to: record.to,
    lead: record.lead,
    // Calls from before it was kept have none.
    attestation: record.attestation ?? null,
    state: state.phase,
    outcome: state.outcome,
    startedAt: iso(script.startedAt),
    answeredAt: state.answeredAt === null ? null : iso(state.answeredAt),
    endedAt: state.endedAt === null ? null : iso(state.endedAt),
    placedBy: placedBy(record),
    answeredBy: answeredBy(record),
    decision: record.decision,
    legs: state.legs.map((leg) => ({
      rung: leg.rung,
      destination: leg.destination,
      startedAt: iso(leg.startedAt),
      seconds: Math.round(
        ((leg.acceptedAt ?? leg.pickedUpAt ?? leg.endedAt ?? state.lastEventAt) - leg.startedAt) / 1000,
      ),
      result: leg.result,
    })),
    recording: state.recording === null ? null : { seconds: state.recording.seconds },
    // The carrier names a call from here when it has taken it, which is after it began.
    carrierCallId: record.carrierCallId || (state.legs[0]?.carrierLegId ?? ""),
  };
}

/** A call by itself, with its story. */
export function presentCallWithStory(
  record: CallRecord,
  talk: KeptRecording | null = null,
): PresentedCall & { story: StoryLine[] } {
  return { ...presentCall(record), story: tellStory(record, talk) };
}

function answeredBy({ state }: CallRecord): PresentedCall["answeredBy"] {
  const leg = takenLeg(state);
  return leg === null ? null : { rung: leg.rung, destination: leg.destination, name: leg.who };
}

function placedBy({ script, state }: CallRecord): PresentedCall["placedBy"] {
  const { outbound } = script;
  return outbound === undefined ? null : { id: outbound.staffId, name: state.legs[0]?.who ?? "" };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
