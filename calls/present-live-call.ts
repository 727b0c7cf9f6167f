import { listNames } from "../routing/list-names.ts";
import type { CallRecord } from "./call-record.ts";
import { type PresentedCall, presentCall } from "./present-call.ts";
import { BROWSER } from "./script.ts";

/** The phone that rings now, or several at once: since when, and for how many seconds in all. */
export type Ringing = {
  rung: PresentedCall["legs"][number]["rung"];
  destination: string;
  name: string;
  since: string;
  seconds: number;
};

/** A call in progress, with what rings at this moment. */
export type LiveCall = PresentedCall & { ringing: Ringing | null };

export function presentLiveCall(record: CallRecord): LiveCall {
  return { ...presentCall(record), ringing: ringingNow(record) };
}

function ringingNow({ state, script }: CallRecord): Ringing | null {
  const legs = state.legs.filter(({ step, result }) => step === state.step && result === null);
  const [first] = legs;
  if (first === undefined || state.phase !== "ringing") return null;
  // A browser that is awaited does not ring.
  if (first.destination === BROWSER) return null;
  return {
    rung: first.rung,
    destination: legs.map(({ destination }) => destination).join(", "),
    name: listNames(legs.map(({ who }) => who)),
    since: new Date(first.startedAt).toISOString(),
    seconds: script.steps[first.step]?.seconds ?? 0,
  };
}
