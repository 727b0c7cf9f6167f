import type { CallRecord } from "./call-record.ts";
import { type PresentedCall, presentCall } from "./present-call.ts";

/** The phone that rings now: since when, and for how many seconds in all. */
export type Ringing = {
  rung: PresentedCall["legs"][number]["rung"];
  destination: string;
  name: string;
  since: string;
  seconds: number;
};

/** A call in progress, with the phone that rings at this moment. */
export type LiveCall = PresentedCall & { ringing: Ringing | null };

export function presentLiveCall(record: CallRecord): LiveCall {
  const { state, script } = record;
  const leg = state.legs.at(-1);
  const rings = leg !== undefined && leg.result === null && state.phase === "ringing";
  const ringing: Ringing | null = rings
    ? {
        rung: leg.rung,
        destination: leg.destination,
        name: leg.who,
        since: new Date(leg.startedAt).toISOString(),
        seconds: script.steps[leg.step]?.seconds ?? 0,
      }
    : null;
  return { ...presentCall(record), ringing };
}
