import fc from "fast-check";
import { expect, test } from "vitest";
import { applyEvent, eventKey } from "./apply-event.ts";
import { beginCall, OUTCOMES } from "./call-state.ts";
import type { CallEvent } from "./events.ts";
import { makeScript, makeStep, START } from "./testing/make-script.ts";

const at = fc.integer({ min: START, max: START + 600_000 });
const step = fc.integer({ min: 0, max: 4 });
const events: fc.Arbitrary<CallEvent> = fc.oneof(
  fc.record({ kind: fc.constant("pickedUp" as const), at, step }),
  fc.record({ kind: fc.constant("keyPressed" as const), at, step, key: fc.constantFrom("1", "2", null) }),
  fc.record({
    kind: fc.constant("ringEnded" as const),
    at,
    step,
    result: fc.constantFrom("pickedUp", "noAnswer", "busy", "declined", "failed", "canceled"),
    bridgedByCarrier: fc.constantFrom(true, false, null),
    callerGone: fc.boolean(),
    carrierWord: fc.string(),
  }),
  fc.record({
    kind: fc.constant("recordingEnded" as const),
    at,
    seconds: fc.constantFrom(null, 0, 9),
    url: fc.constant(null),
    callerGone: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("recordingReady" as const), at, seconds: fc.nat(20), url: fc.string() }),
  fc.record({ kind: fc.constant("recordingMissing" as const), at }),
  fc.record({
    kind: fc.constant("callEnded" as const),
    at,
    carrierWord: fc.constantFrom("completed", "failed", "no-answer", "whatever"),
    by: fc.constantFrom("callback", "sweep"),
  }),
  fc.record({ kind: fc.constant("broke" as const), at, what: fc.string() }),
);
const scripts = fc
  .record({
    screening: fc.array(fc.boolean(), { maxLength: 4 }),
    ending: fc.constantFrom("voicemail" as const, "hangup" as const),
  })
  .filter(({ screening, ending }) => screening.length > 0 || ending === "voicemail")
  .map(({ screening, ending }) =>
    makeScript({ ending, steps: screening.map((each) => makeStep({ screening: each })) }),
  );

test("any events in any order, duplicates and all: one outcome at most, final; no ring after it; same event, same answer", () => {
  fc.assert(
    fc.property(scripts, fc.array(events, { maxLength: 30 }), (script, sequence) => {
      let { state } = beginCall(script);
      const answers = new Map<string, string>();
      const rung: number[] = [0];
      for (const event of sequence) {
        const before = state;
        const applied = applyEvent(script, before, event);
        state = applied.state;
        const key = eventKey(event);
        const given = JSON.stringify(applied.instruction);
        if (applied.note === "duplicate") expect(given).toBe(answers.get(key));
        if (applied.note === "applied") {
          answers.set(key, given);
          expect(state.version).toBe(before.version + 1);
          if (applied.instruction.do === "ring") rung.push(applied.instruction.step);
        } else expect(state).toBe(before);
        if (before.outcome !== null) {
          expect(state).toBe(before);
          if (applied.note === "late") expect(applied.instruction.do).not.toBe("ring");
        }
      }
      // Each rung is rung once at most, and in order.
      expect(rung).toEqual([...new Set(rung)].sort((one, other) => one - other));
      if (state.outcome !== null) {
        expect(OUTCOMES).toContain(state.outcome);
        expect(state.phase).toBe("ended");
      }
      if (state.outcome === "answered") expect(state.legs.at(-1)?.result).toBe("connected");
      expect(state.legs.filter((leg) => leg.result === "connected").length).toBeLessThanOrEqual(1);
      // Whatever has happened, the sweep ends the call.
      const end = applyEvent(script, state, {
        kind: "callEnded",
        at: START,
        carrierWord: "completed",
        by: "sweep",
      });
      expect(end.state.outcome !== null || state.answers["callEnded:sweep"] !== undefined).toBe(true);
      if (state.answers["callEnded:sweep"] !== undefined) expect(state.outcome).not.toBeNull();
    }),
    { numRuns: 3_000 },
  );
});
