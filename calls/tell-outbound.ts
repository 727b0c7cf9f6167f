import type { CallRecord } from "./call-record.ts";
import type { Leg, LegResult } from "./call-state.ts";
import { sayLength } from "./say-length.ts";
import { BROWSER } from "./script.ts";

const OWN_RESULTS: Record<LegResult, string> = {
  connected: "answered",
  noAnswer: "no answer",
  busy: "busy",
  declined: "declined",
  notAccepted: "picked up, but 1 was not pressed",
  failed: "the call could not be put through",
  canceled: "stopped",
};
const THEIR_RESULTS: Record<LegResult, string> = {
  ...OWN_RESULTS,
  notAccepted: "picked up, and gone before the two were connected",
};

/** Tells a call that somebody of the business made: when their own phone rang, when the other's, and how it ended. */
export function tellOutbound({ script, state, lead, from, to }: CallRecord): { at: number; text: string }[] {
  const [own, called] = state.legs;
  if (own === undefined) return [];
  const { who } = own;
  const name = lead === null ? to : lead.name;
  const shown = lead === null ? to : `${lead.name} (${to})`;
  const lines = [
    { at: script.startedAt, text: `${who} called ${shown} from ${from ?? "a business number"}.` },
  ];
  const over = state.endedAt;
  const taken = own.acceptedAt;
  const fromBrowser = script.outbound?.via === BROWSER;
  if (!fromBrowser)
    lines.push({
      at: own.startedAt,
      text: tellRinging(own, taken ?? own.endedAt, taken !== null, OWN_RESULTS),
    });
  if (taken !== null)
    lines.push({ at: taken, text: fromBrowser ? `${who}'s browser connected.` : `${who} pressed 1.` });
  if (called !== undefined)
    lines.push({
      at: called.startedAt,
      text: tellRinging(called, state.answeredAt ?? called.endedAt, state.answeredAt !== null, THEIR_RESULTS),
    });
  if (state.outcome === null || over === null) return lines;
  if (state.hungUpBy !== undefined) lines.push({ at: over, text: `${state.hungUpBy} ended the call here.` });
  lines.push({ at: over, text: endOf() });
  return lines;

  function endOf(): string {
    if (state.outcome === "answered")
      return `The call ended: ${who} and ${name} talked for ${sayLength(Math.round(((over ?? 0) - (state.answeredAt ?? 0)) / 1000))}.`;
    if (state.outcome === "missed") return `The call ended: ${name} did not answer.`;
    if (state.outcome === "failed")
      return state.trouble === undefined ? "The call failed." : `The call failed: ${state.trouble}`;
    if (taken === null) return `The call ended: ${who} did not take it, so ${name} was not called.`;
    return `The call ended: ${who} hung up before ${name} answered.`;
  }
}

function tellRinging(
  leg: Leg,
  until: number | null,
  answered: boolean,
  results: Record<LegResult, string>,
): string {
  const rang = `Rang ${leg.who} on ${leg.destination}`;
  if (until === null) return `${rang}.`;
  const how = answered ? results.connected : results[leg.result ?? "canceled"];
  return `${rang} ${Math.round((until - leg.startedAt) / 1000)} s: ${how}.`;
}
