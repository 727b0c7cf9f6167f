import type { CallState } from "./call-state.ts";
import { catchUp } from "./catch-up.ts";
import type { CallEvent } from "./events.ts";
import type { Instruction } from "./instruction.ts";
import { catchUpOutbound, OUTBOUND_TABLE, stageOf } from "./outbound-table.ts";
import type { Script } from "./script.ts";
import { STATE_TABLE } from "./state-table.ts";

/** What an event did. `duplicate` and `late` events change nothing. */
export type Applied = {
  state: CallState;
  instruction: Instruction;
  note: "applied" | "duplicate" | "late";
  /** A sentence for the account when something is not as it should be. */
  alert: string | null;
};

/**
 * Applies one event to a call. Pure and total: every event in every phase has an answer, the same
 * event always gets the same one, and nothing changes a call that has ended.
 */
export function applyEvent(script: Script, state: CallState, event: CallEvent): Applied {
  const key = eventKey(event);
  const given = state.answers[key];
  if (given !== undefined) return { state, instruction: given, note: "duplicate", alert: null };

  const isOutbound = script.outbound !== undefined;
  const current = (isOutbound ? catchUpOutbound : catchUp)(script, state, event);
  const rules = isOutbound ? OUTBOUND_TABLE[stageOf(current)] : STATE_TABLE[current.phase];
  const change = rules[event.kind](script, current, event as never);
  if (change.state === null) {
    return { state, instruction: change.instruction, note: "late", alert: change.alert ?? null };
  }
  const next: CallState = {
    ...change.state,
    lastEventAt: event.at,
    version: state.version + 1,
    answers: { ...change.state.answers, [key]: change.instruction },
  };
  assertLegal(current, next);
  return { state: next, instruction: change.instruction, note: "applied", alert: change.alert ?? null };
}

/** Two events with the same key are the same event, told again. */
export function eventKey(event: CallEvent): string {
  if (event.kind === "menuKey") return `${event.kind}:${event.round}`;
  if ("target" in event && event.target) return `${event.kind}:${event.step}.${event.target}`;
  if ("step" in event) return `${event.kind}:${event.step}`;
  // A second leg of the same order is another's, and gets no answer that was given to the first.
  if (event.kind === "browserCame") return `${event.kind}:${event.legId}`;
  // The sweep's word counts by itself: it ends what the carrier's own notice left open.
  return event.kind === "callEnded" ? `${event.kind}:${event.by}` : event.kind;
}

/** What must hold whatever comes; a throw here ends in the safe document and an alert. */
function assertLegal(before: CallState, after: CallState): void {
  if (before.outcome !== null) throw new Error(`a call that ended as ${before.outcome} was changed`);
  if (after.phase === "ended" && (after.outcome === null || after.endedAt === null)) {
    throw new Error("a call ended without an outcome");
  }
  if (after.outcome !== null && after.phase !== "ended") throw new Error("an outcome before the end");
  if (after.step < before.step) throw new Error("a call went back to an earlier rung");
}
