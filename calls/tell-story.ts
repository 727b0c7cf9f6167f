import type { Attestation } from "../routing/values.ts";
import type { CallRecord } from "./call-record.ts";
import { type Leg, type LegResult, type Outcome, takenLeg } from "./call-state.ts";
import { sayLength } from "./say-length.ts";
import { tellOutbound } from "./tell-outbound.ts";

/** One sentence of a call's story. `at` is ISO 8601 in UTC. */
export type StoryLine = { at: string; text: string };

const RESULTS: Record<LegResult, string> = {
  connected: "answered",
  noAnswer: "no answer",
  busy: "busy",
  declined: "declined",
  notAccepted: "picked up, but not accepted",
  failed: "the call could not be put through",
  canceled: "stopped, the caller had hung up",
};

const ENDS: Record<Outcome, string> = {
  answered: "The call ended: answered.",
  voicemail: "The call ended: the caller left a message.",
  missed: "The call ended: missed, no message was left.",
  abandoned: "The caller hung up before anyone answered.",
  rejected: "The call was refused as busy.",
  failed: "The call failed.",
};

/** What is worth saying of the caller's number: that all is well, or that nobody spoke of it, is not. */
const ATTESTED: Partial<Record<Attestation, string>> = {
  B: "The carriers vouch for the caller, but not for the number (attestation B).",
  C: "The carriers vouch neither for the caller nor for the number (attestation C).",
  failed: "The caller's number failed its check (STIR/SHAKEN): it may be somebody else's.",
};

/** What is kept of a recorded talk. */
export type KeptRecording = { seconds: number; endedAt: Date };

/** Tells a call as sentences with times, in order: who rang, who was skipped, why, and how it ended. */
export function tellStory(record: CallRecord, talk: KeptRecording | null = null): StoryLine[] {
  const { state, decision, script } = record;
  const lines: { at: number; text: string }[] = [];
  const start = script.startedAt;
  if (script.outbound !== undefined) return inOrder([...tellOutbound(record), ...tellTalk(record, talk)]);
  lines.push({ at: start, text: `${nameCaller(record)} called ${record.to}.` });
  const vouched = ATTESTED[record.attestation ?? "none"];
  if (vouched !== undefined) lines.push({ at: start, text: vouched });
  if (decision !== null) {
    // Calls from before there were hours have no such text.
    if (decision.closedText) lines.push({ at: start, text: decision.closedText });
    // Nor have those from before there were menus.
    if (decision.menuText)
      lines.push({ at: state.chosen?.key ? state.chosen.at : start, text: decision.menuText });
    // Calls from before there were campaigns have none.
    if (decision.outreachText) lines.push({ at: start, text: decision.outreachText });
    if (decision.leadText !== "") lines.push({ at: start, text: decision.leadText });
    if (decision.degraded)
      lines.push({ at: start, text: "Decided on last known settings: the database was away." });
    for (const rung of decision.rungs) {
      if (rung.verdict === "skipped" && rung.reason !== "rungOff")
        lines.push({ at: start, text: `Skipped: ${rung.text}` });
    }
    if (decision.plan.length === 0) lines.push({ at: start, text: decision.endingText });
  }
  if (state.chosen?.key === null)
    lines.push({ at: state.chosen.at, text: "The caller made no choice, and the call went on." });
  const taken = takenLeg(state);
  for (const leg of state.legs) lines.push(...tellLeg(leg, taken));
  const message = whenMessageBegan(record);
  if (message !== null) lines.push({ at: message, text: "Asked the caller for a message." });
  if (state.outcome !== null && state.endedAt !== null) {
    const long = state.recording === null ? "" : ` It is ${state.recording.seconds} s long.`;
    lines.push({ at: state.endedAt, text: `${endOf(record, state.outcome)}${long}` });
  }
  return inOrder([...lines, ...tellTalk(record, talk)]);
}

function tellTalk({ state }: CallRecord, talk: KeptRecording | null): { at: number; text: string }[] {
  if (talk === null) return [];
  const at = Math.max(talk.endedAt.getTime(), state.endedAt ?? 0);
  return [{ at, text: `The call was recorded (${sayLength(talk.seconds)}).` }];
}

function inOrder(lines: { at: number; text: string }[]): StoryLine[] {
  return lines
    .map((line, index) => ({ ...line, index }))
    .sort((one, other) => one.at - other.at || one.index - other.index)
    .map(({ at, text }) => ({ at: new Date(at).toISOString(), text }));
}

function tellLeg(leg: Leg, taken: Leg | null): { at: number; text: string }[] {
  const rang = `Rang ${leg.who} on ${leg.destination}`;
  if (leg.result === null || leg.endedAt === null) {
    const now =
      leg.acceptedAt === null ? [] : [{ at: leg.acceptedAt, text: `${capital(leg.who)} accepted the call.` }];
    return [{ at: leg.startedAt, text: `${rang}.` }, ...now];
  }
  const until = leg.result === "connected" ? (leg.acceptedAt ?? leg.pickedUpAt ?? leg.endedAt) : leg.endedAt;
  const secondsRung = Math.round((until - leg.startedAt) / 1000);
  const lost = leg.result === "canceled" && taken !== null && taken.step === leg.step;
  const how = lost ? `stopped, ${taken.who} had taken the call` : RESULTS[leg.result];
  const told = [{ at: leg.startedAt, text: `${rang} ${secondsRung} s: ${how}.` }];
  if (leg.acceptedAt !== null)
    told.push({ at: leg.acceptedAt, text: `${capital(leg.who)} accepted the call.` });
  return told;
}

function endOf({ state, decision }: CallRecord, outcome: Outcome): string {
  if (outcome === "rejected" && decision !== null) return decision.endingText;
  if (outcome === "answered") return `The call ended: answered by ${takenLeg(state)?.who ?? "someone"}.`;
  return ENDS[outcome];
}

function whenMessageBegan({ state, script, decision }: CallRecord): number | null {
  const asked = state.step >= script.steps.length && script.ending === "voicemail" && decision !== null;
  if (!asked && state.phase !== "voicemail" && state.phase !== "closing") return null;
  return state.legs.at(-1)?.endedAt ?? script.startedAt;
}

function nameCaller(record: CallRecord): string {
  if (record.from === null) return "A withheld caller";
  return record.lead === null ? record.from : `${record.lead.name} (${record.from})`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
