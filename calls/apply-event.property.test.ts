import fc from "fast-check";
import { expect, test } from "vitest";
import { applyEvent, eventKey } from "./apply-event.ts";
import { beginCall, OUTCOMES } from "./call-state.ts";
import { anyEvent as events } from "./testing/any-event.ts";
import { makeScript, makeStep, makeTogether, START } from "./testing/make-script.ts";

const scripts = fc
  .record({
    screening: fc.array(fc.boolean(), { maxLength: 4 }),
    /** Which steps ring three phones at once. */
    together: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    menu: fc.constantFrom(null, { greeting: "For Sales, press 1.", keys: "1" }),
    ending: fc.constantFrom("voicemail" as const, "hangup" as const),
  })
  .filter(({ screening, ending }) => screening.length > 0 || ending === "voicemail")
  .map(({ screening, together, menu, ending }) =>
    makeScript({
      ending,
      menu,
      steps: screening.map((each, index) =>
        together[index] ? makeTogether(each) : makeStep({ screening: each }),
      ),
    }),
  );

test("any events in any order, duplicates and all: one outcome at most, final; no ring after it; same event, same answer", () => {
  fc.assert(
    fc.property(scripts, fc.array(events, { maxLength: 30 }), (script, sequence) => {
      let { state } = beginCall(script);
      const answers = new Map<string, string>();
      const rung: number[] = script.menu === null ? [0] : [];
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
      const last = state.legs.filter(({ step }) => step === state.step);
      // Who took a call of several may be known to another node alone.
      if (state.outcome === "answered" && last.length === 1) expect(last[0]?.result).toBe("connected");
      const accepted = last.filter(({ acceptedAt }) => acceptedAt !== null);
      expect(accepted.length).toBeLessThanOrEqual(1);
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
