import fc from "fast-check";
import { expect, test } from "vitest";
import { OUTCOMES } from "../calls/call-state.ts";
import { QUIET_MS } from "../calls/sweep-calls.ts";
import type { CarrierKind, PhoneScript } from "../simulator/index.ts";
import { COMPANY, DANA, FORWARDING, startHouse } from "./testing/start-house.ts";

const after = fc.integer({ min: 0, max: 40 });
const key = fc.record({ key: fc.constantFrom("1", "1", "1", "7"), after: fc.integer({ min: 1, max: 9 }) });
const phone: fc.Arbitrary<PhoneScript> = fc.oneof(
  fc.record({
    does: fc.constant("answers" as const),
    after,
    presses: fc.array(key, { maxLength: 2 }),
    hangsUpAfter: fc.nat(90),
  }),
  fc.record({ does: fc.constant("voicemail" as const), after }),
  fc.record({ does: fc.constant("busy" as const), after }),
  fc.record({ does: fc.constant("declines" as const), after }),
  fc.record({
    does: fc.constant("unreachable" as const),
    as: fc.constantFrom("failed" as const, "no-answer" as const),
  }),
  fc.record({ does: fc.constant("ringsOut" as const) }),
);
const caller = fc.record(
  {
    hangsUpAfter: fc.integer({ min: 1, max: 120 }),
    leavesMessage: fc.integer({ min: 0, max: 30 }),
    hangsUpAfterMessage: fc.boolean(),
    talksFor: fc.integer({ min: 1, max: 60 }),
  },
  { requiredKeys: [] },
);
const chance = fc.constantFrom(0, 0, 0.3, 0.8);
const world = fc.record({
  kind: fc.constantFrom<CarrierKind>("twilio", "signalwire", "telnyx"),
  phones: fc.tuple(phone, phone, phone),
  callers: fc.array(caller, { minLength: 1, maxLength: 4 }),
  misbehave: fc.record({ duplicate: chance, reorder: chance, drop: chance }),
  delay: fc.constantFrom(0, 0.5),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  screening: fc.record({ staff: fc.boolean(), forwarding: fc.boolean(), company: fc.boolean() }),
});

/** The caller left while a machine heard who calls, and the carrier never said so: only the sweep asks. */
const GONE_DURING_THE_WHISPER: typeof world extends fc.Arbitrary<infer World> ? World : never = {
  kind: "twilio",
  phones: [{ does: "voicemail", after: 0 }, { does: "voicemail", after: 0 }, { does: "ringsOut" }],
  callers: [{ hangsUpAfter: 1 }],
  misbehave: { duplicate: 0, reorder: 0, drop: 0.3 },
  delay: 0,
  seed: 539201049,
  screening: { staff: false, forwarding: false, company: false },
};
/** The caller left in the very moment in which the sentence was over. */
const GONE_AT_THE_LAST_WORD: typeof GONE_DURING_THE_WHISPER = {
  ...GONE_DURING_THE_WHISPER,
  phones: [
    { does: "answers", after: 3, presses: [], hangsUpAfter: 0 },
    { does: "ringsOut" },
    { does: "ringsOut" },
  ],
  callers: [{ hangsUpAfter: 7 }, {}],
  misbehave: { duplicate: 0, reorder: 0, drop: 0 },
  seed: 33349156,
};

test("whatever phones, callers and carrier do: one outcome each, true to what happened, and nobody rung after an answer", async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ kind, phones, callers, misbehave, delay, seed, screening }) => {
      let close: () => Promise<void> = async () => {};
      const house = await startHouse(
        { screening },
        {
          kind,
          random: randomFrom(seed),
          callerGoneAction: "random",
          misbehave: { ...misbehave, delay: { chance: delay, upToSeconds: 90 } },
        },
        (closeHouse) => {
          close = closeHouse;
        },
      );
      try {
        [DANA, FORWARDING, COMPANY].forEach((number, index) => {
          house.carrier.phone(number, phones[index] ?? { does: "ringsOut" });
        });
        const heard = callers.map((each) =>
          house.carrier.call({ from: "+13125550123", to: "+13125550111", caller: each }),
        );
        await Promise.all(heard.map((call) => call.ended));
        await house.carrier.idle();
        await house.sweepLater(QUIET_MS * 2);
        const kept = await house.calls();
        expect(kept).toHaveLength(callers.length);
        expect(house.carrier.violations).toEqual([]);
        for (const call of heard) {
          const record = kept.find((one) => one.carrierCallId === call.sid);
          expect(OUTCOMES).toContain(record?.outcome);
          expect(call.dialedAfterBridge).toBe(false);
          expect(call.errors).toEqual([]);
          // What we say is what happened: answered exactly if the two were connected.
          expect([call.sid, record?.outcome === "answered"]).toEqual([call.sid, call.connectedTo !== null]);
          if (record?.outcome === "voicemail") expect(call.recordings.length).toBeGreaterThan(0);
        }
      } finally {
        await close();
      }
    }),
    {
      numRuns: 40,
      interruptAfterTimeLimit: 60_000,
      examples: [[GONE_DURING_THE_WHISPER], [GONE_AT_THE_LAST_WORD]],
    },
  );
});

/** Marsaglia's xorshift32: the same seed gives the same carrier. */
function randomFrom(seed: number): () => number {
  let x = seed;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 2 ** 32;
  };
}
