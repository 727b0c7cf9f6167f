import fc from "fast-check";
import type { CallEvent } from "../events.ts";
import { START } from "./make-script.ts";

const at = fc.integer({ min: START, max: START + 600_000 });
const step = fc.integer({ min: 0, max: 4 });
const target = fc.nat(2);
/** Whatever a carrier might tell of a call, sensible or not. */
export const anyEvent: fc.Arbitrary<CallEvent> = fc.oneof(
  fc.record({
    kind: fc.constant("menuKey" as const),
    at,
    round: fc.nat(2),
    key: fc.constantFrom("1", null),
    decision: fc.constant(null),
  }),
  fc.record({ kind: fc.constant("pickedUp" as const), at, step, target }),
  fc.record({ kind: fc.constant("browserCame" as const), at, legId: fc.constantFrom("CA1", "CA2") }),
  fc.record({
    kind: fc.constant("keyPressed" as const),
    at,
    step,
    target,
    key: fc.constantFrom("1", "2", null),
  }),
  fc.record({
    kind: fc.constant("legsPlaced" as const),
    at,
    step,
    legs: fc.array(fc.constantFrom("CA1", "CA2", null), { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant("legEnded" as const),
    at,
    step,
    target,
    result: fc.constantFrom("pickedUp", "noAnswer", "busy", "declined", "failed", "canceled"),
  }),
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
  fc.record({ kind: fc.constant("hungUp" as const), at, who: fc.string() }),
  fc.record({ kind: fc.constant("broke" as const), at, what: fc.string() }),
);
