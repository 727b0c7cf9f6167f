import type { Applied } from "../calls/apply-event.ts";
import type { CallState } from "../calls/call-state.ts";
import { legsOf, winnerOf } from "../calls/change-legs.ts";
import { writeContinuation } from "../calls/continuation.ts";
import type { CallEvent } from "../calls/events.ts";
import type { Instruction } from "../calls/instruction.ts";
import type { CallBook } from "../calls/keep-calls.ts";
import { isGathered, type Script, type Target } from "../calls/script.ts";
import type { CarrierConnection } from "../carriers/carrier-connection.ts";
import { hooksOf, writeHookUrl } from "../carriers/hook.ts";
import { endCall, placeCall, removeQueue } from "../carriers/twiml/place-call.ts";
import { PROFILES } from "../carriers/twiml/profile.ts";
import { type Form, field } from "../carriers/twiml/read-form.ts";
import type { AccountId, CallId } from "../routing/values.ts";

/** The request of a carrier that the work follows from. */
type About = { connection: CarrierConnection; secret: Buffer; form: Form };

/** Calls the phones of a step one by one while the caller waits, and ends those calls that nobody needs any more. */
export type RingTogether = {
  /** After a call began. */
  begin(about: About, script: Script, instruction: Instruction): void;
  /** After an event was applied. */
  follow(
    about: About,
    script: Script,
    applied: Pick<Applied, "state" | "instruction" | "note"> & { event: CallEvent },
  ): void;
  /** While the caller waits: the process that was to call the phones may have ended before it did. */
  rescue(
    about: About,
    script: Script,
    state: CallState | null,
    waiting: { step: number; round: number },
  ): void;
  /** Waits for what is under way. */
  settled(): Promise<void>;
};

/** What came with the arrival that a carrier wants back for each call that is placed for it. */
export type ArrivalFields = { callToken: string | null; applicationId: string | null };

/** Makes the one that rings; no carrier waits for any of its work. */
export function ringTogether(parts: {
  book: CallBook;
  publicUrl: string;
  send: typeof fetch;
  now: () => number;
  readArrival: (accountId: AccountId, callId: CallId) => Promise<ArrivalFields>;
  onError: (error: unknown, about: object) => void;
}): RingTogether {
  const { book, send, now } = parts;
  const underWay = new Set<Promise<void>>();
  /** Steps that are being rung by this process. */
  const placing = new Set<string>();

  function start(script: Script, work: () => Promise<void>): void {
    const done = work()
      .catch((error: unknown) => parts.onError(error, { callId: script.callId }))
      .finally(() => underWay.delete(done));
    underWay.add(done);
  }

  /** Rings a step's phones, all of them at the same time. One that the carrier won't call does not hold up the others. */
  async function place(about: About, script: Script, index: number): Promise<void> {
    const step = script.steps[index];
    const key = `${script.callId}:${index}`;
    if (step === undefined || placing.has(key)) return;
    placing.add(key);
    try {
      const { connection, secret } = about;
      const arrival = await parts.readArrival(script.accountId, script.callId);
      const continuation = writeContinuation(secret, connection.id, script);
      const base = hooksOf(parts.publicUrl, connection);
      const { min, max } = PROFILES[connection.kind].ringSeconds;
      const legs = await Promise.all(
        step.targets.map(async (target, part) => {
          const url = (purpose: "screen" | "leg") =>
            writeHookUrl(base, purpose, { step: index, part }, continuation);
          const call = {
            to: target.destination,
            ...shown(script, target, arrival),
            url: url("screen"),
            statusCallback: url("leg"),
            timeout: Math.min(Math.max(step.seconds, min), max),
            applicationId: arrival.applicationId,
          };
          try {
            return await placeCall(connection, call, send);
          } catch (error) {
            parts.onError(error, { callId: script.callId, destination: target.destination });
            return null;
          }
        }),
      );
      const event: CallEvent = { kind: "legsPlaced", at: now(), step: index, legs };
      const applied = await book.apply(script, event);
      follow(about, script, { ...applied, event });
    } finally {
      placing.delete(key);
    }
  }

  async function endAll(connection: CarrierConnection, legs: readonly string[]): Promise<void> {
    await Promise.all(legs.filter((id) => id !== "").map((id) => endCall(connection, id, send)));
  }

  function begin(about: About, script: Script, instruction: Instruction): void {
    if (instruction.do !== "ring") return;
    const step = script.steps[instruction.step];
    if (step !== undefined && isGathered(step)) start(script, () => place(about, script, instruction.step));
  }

  function follow(about: About, script: Script, applied: Parameters<RingTogether["follow"]>[2]): void {
    const { connection } = about;
    const needless = legsToEnd(applied);
    if (needless.length > 0) start(script, () => endAll(connection, needless));
    const queue = field(about.form, "QueueSid");
    if (applied.event.kind === "ringEnded" && queue !== "")
      start(script, () => removeQueue(connection, queue, send));
    if (applied.note === "applied") begin(about, script, applied.instruction);
  }

  return {
    begin,
    follow,
    rescue(about, script, state, { step, round }) {
      const planned = script.steps[step];
      if (round === 0 || state === null || state.step !== step || state.phase !== "ringing") return;
      if (planned === undefined || !isGathered(planned)) return;
      const isPlaced = `legsPlaced:${step}` in state.answers;
      if (!isPlaced) start(script, () => place(about, script, step));
    },
    async settled() {
      // What is under way may begin more.
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

/** The number that the person rung sees, with what permits it. */
function shown(script: Script, target: Target, { callToken }: ArrivalFields) {
  const showsCaller = target.callerId === "caller" && script.caller !== null && callToken !== null;
  return showsCaller ? { from: script.caller ?? script.business, callToken } : { from: script.business };
}

/** The carrier's ids of calls that nobody needs any more after an event. */
function legsToEnd({
  state,
  note,
  event,
}: {
  state: CallState;
  note: Applied["note"];
  event: CallEvent;
}): string[] {
  if (event.kind === "legsPlaced" && note !== "applied") {
    // They were placed twice, or when the call had gone on: only those that are known are still wanted.
    const known = new Set(state.legs.map(({ carrierLegId }) => carrierLegId));
    return event.legs.filter((id) => id !== null && !known.has(id)) as string[];
  }
  // A leg that ended by itself needs no ending.
  if (note !== "applied" || event.kind === "legEnded") return [];
  const winner = winnerOf(state);
  const lost = winner === null ? [] : legsOf(state).filter((leg) => leg !== winner && leg.result === null);
  const over = state.legs.filter(({ endedAt, result }) => endedAt === event.at && result !== "connected");
  return [...lost, ...over].flatMap(({ carrierLegId }) => carrierLegId ?? []);
}
