import fc from "fast-check";
import { expect, test } from "vitest";
import { createCarrier } from "./carrier.ts";
import { virtualClock } from "./clock/virtual-clock.ts";
import type { CarrierKind, Misbehaviour } from "./options.ts";
import type { SimulatedCall } from "./records.ts";
import type { CallerScript, PhoneScript } from "./scripts.ts";
import { CALLER, LINE, type Page, smallProduct } from "./testing/small-product.ts";

const seconds = fc.integer({ min: 0, max: 40 });
const presses = fc.array(fc.record({ key: fc.constantFrom("1", "2", "#", "*"), after: seconds }), {
  maxLength: 3,
});
const phone: fc.Arbitrary<PhoneScript> = fc.oneof(
  fc.record({ does: fc.constant("answers" as const), after: seconds, presses, hangsUpAfter: seconds }),
  fc.record({ does: fc.constant("answers" as const), after: seconds, presses, hangsUpBeforeAccept: seconds }),
  fc.record({ does: fc.constant("busy" as const), ringSeconds: seconds }),
  fc.record({ does: fc.constant("declines" as const), after: seconds }),
  fc.record({
    does: fc.constant("unreachable" as const),
    as: fc.constantFrom("no-answer" as const, "failed" as const),
  }),
  fc.record({ does: fc.constant("ringsOut" as const) }),
  fc.record({ does: fc.constant("voicemail" as const), after: seconds, talksFor: seconds }),
);
const caller: fc.Arbitrary<CallerScript> = fc.record(
  {
    hangsUpAfter: fc.integer({ min: 0, max: 200 }),
    presses,
    leavesMessage: seconds,
    hangsUpAfterMessage: fc.boolean(),
    talksFor: seconds,
  },
  { requiredKeys: [] },
);
const rate = fc.constantFrom(0, 0.3, 1);
const misbehave: fc.Arbitrary<Misbehaviour> = fc.record({
  duplicate: rate,
  reorder: rate,
  drop: rate,
  delay: fc.record({ chance: rate, upToSeconds: seconds }),
});

const SCREEN = '<Gather numDigits="1" timeout="5" action="/accept"><Say>Press 1</Say></Gather><Hangup/>';

/** A simple hunt: one phone after the other, the next on anything but a connection, a message at the end. */
function hunt(numbers: readonly string[], screened: boolean, kind: CarrierKind): Record<string, Page> {
  const step = (at: number): string => {
    const number = numbers[at];
    const url = screened ? 'url="/screen"' : "";
    if (number === undefined) return '<Record action="/recorded" timeout="5" maxLength="60"/><Hangup/>';
    return `<Dial callerId="${LINE}" answerOnBridge="true" timeout="20" timeLimit="120" action="/after/${at}"><Number ${url} statusCallback="/leg-status" statusCallbackEvent="initiated ringing answered completed">${number}</Number></Dial>`;
  };
  const pages: Record<string, Page> = {
    "/voice": () => step(0),
    "/screen": () => SCREEN,
    "/accept": ({ Digits }) => (Digits === "1" ? "" : "<Hangup/>"),
    "/recorded": () => "<Hangup/>",
  };
  for (const at of numbers.keys()) {
    // Only Twilio says DialBridged; elsewhere a connection is known from the key that the person pressed.
    pages[`/after/${at}`] = ({ DialBridged, DialCallStatus = "" }) => {
      const connected = DialBridged === "true" || (kind !== "twilio" && DialCallStatus === "completed");
      return connected ? "<Hangup/>" : step(at + 1);
    };
  }
  return pages;
}

function checkCall(call: SimulatedCall, numbers: readonly string[]): void {
  expect(["completed", "failed"]).toContain(call.status);
  expect(call.bridges.length).toBeLessThanOrEqual(1);
  expect(call.dialedWhileBridged).toBe(false);
  expect(call.dialedAfterBridge).toBe(false);
  expect(call.legs.map((leg) => leg.to)).toEqual(numbers.slice(0, call.legs.length));
  for (const leg of call.legs) {
    expect(leg.endedAt).toBeDefined();
    expect(["completed", "busy", "no-answer", "failed", "canceled"]).toContain(leg.status);
    expect(leg.bridged).toBe(call.bridges.some((bridge) => bridge.to === leg.to));
  }
  for (const bridge of call.bridges) expect(bridge.until).toBeGreaterThanOrEqual(bridge.from);
  const times = call.timeline.map((entry) => entry.at);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const gone = call.timeline.find((entry) => entry.what === "caller hangs up")?.at;
  if (gone !== undefined) expect(call.legs.every((leg) => leg.startedAt <= gone)).toBe(true);
}

test("whatever the phones, the caller and the network do: the call ends, once, and leaves nothing behind", async () => {
  const anything = fc.record({
    phones: fc.array(phone, { maxLength: 4 }),
    caller,
    misbehave,
    screened: fc.boolean(),
    kind: fc.constantFrom<CarrierKind>("twilio", "signalwire", "telnyx"),
    rolls: fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
  });
  await fc.assert(
    fc.asyncProperty(anything, async ({ phones, screened, rolls, kind, ...rest }) => {
      const clock = virtualClock();
      const numbers = phones.map((_, index) => `+1312555010${index + 1}`);
      const carrier = createCarrier({
        kind,
        accountSid: "AC1",
        authToken: "t",
        clock,
        misbehave: rest.misbehave,
        random: () => rolls.next().value ?? 0,
        send: smallProduct(hunt(numbers, screened, kind)),
      });
      const status = "https://product.example/status";
      carrier.addNumber({ number: LINE, voiceUrl: "https://product.example/voice", statusCallback: status });
      for (const [index, script] of phones.entries()) carrier.phone(numbers[index] ?? "", script);
      const call = carrier.call({ from: CALLER, to: LINE, caller: rest.caller });
      await call.ended;
      await carrier.idle();
      checkCall(call, numbers);
      expect(carrier.violations).toEqual([]);
      expect(clock.pending()).toBe(0);
      const told = carrier.requests.filter((one) => one.url === status && !one.duplicate);
      if (rest.misbehave.drop === 0) expect(told.map((one) => one.params.CallStatus)).toEqual([call.status]);
    }),
    { numRuns: 150 },
  );
});

test("many calls at once stay apart", async () => {
  const clock = virtualClock();
  const numbers = ["+13125550101", "+13125550102"];
  const carrier = createCarrier({
    kind: "twilio",
    accountSid: "AC1",
    authToken: "t",
    clock,
    send: smallProduct(hunt(numbers, true, "twilio")),
  });
  carrier.addNumber({ number: LINE, voiceUrl: "https://product.example/voice" });
  carrier.phone(numbers[0] ?? "", { does: "declines", after: 4 });
  carrier.phone(numbers[1] ?? "", { does: "answers", after: 5, presses: [{ key: "1", after: 3 }] });
  for (let i = 0; i < 50; i += 1) {
    carrier.call({ from: `+1312555${7000 + i}`, to: LINE });
    await clock.sleep(500);
  }
  await carrier.idle();
  expect(carrier.calls.every((call) => call.connectedTo === numbers[1])).toBe(true);
  expect(carrier.violations).toEqual([]);
});
