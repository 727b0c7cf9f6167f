import { expect, test } from "vitest";
import type { CarrierOptions } from "../options.ts";
import type { CallerScript } from "../scripts.ts";
import { CALLER, carrierWith, LINE } from "../testing/small-product.ts";

async function leave(record: string, caller: CallerScript, options: Partial<CarrierOptions> = {}) {
  const carrier = carrierWith(
    {
      "/voice": () => `<Say>Leave a message.</Say>${record}<Say>Goodbye.</Say>`,
      "/recorded": () => "<Hangup/>",
    },
    options,
  );
  const call = await carrier.call({ from: CALLER, to: LINE, caller }).ended;
  await carrier.idle();
  const find = (path: string) => carrier.requests.filter((request) => request.url.endsWith(path));
  return { carrier, call, actions: find("/recorded"), callbacks: find("/recording-status") };
}

const RECORD =
  '<Record action="/recorded" timeout="5" maxLength="120" recordingStatusCallback="/recording-status" recordingStatusCallbackEvent="completed absent"/>';

test("a message: the action at once, the file by its status callback, and both in the final status", async () => {
  const { call, actions, callbacks, carrier } = await leave(RECORD, { leavesMessage: 9 });
  const [recording] = call.recordings;
  expect(recording?.seconds).toBe(9);
  const facts = { RecordingSid: recording?.sid, RecordingUrl: recording?.url, RecordingDuration: "9" };
  expect(actions.map((one) => one.params)).toMatchObject([{ ...facts, Digits: "#" }]);
  expect(callbacks.map((one) => one.params)).toMatchObject([
    { ...facts, RecordingStatus: "completed", CallSid: call.sid },
  ]);
  const final = carrier.requests.find((request) => request.url.endsWith("/status"));
  expect(final?.params).toMatchObject({ CallStatus: "completed", ...facts });
});

test("silence leaves nothing and falls through; the callback says absent", async () => {
  const { call, actions, callbacks } = await leave(RECORD, { leavesMessage: 0 });
  expect(call.recordings).toEqual([]);
  expect(actions).toEqual([]);
  expect(callbacks.map((one) => one.params.RecordingStatus)).toEqual(["absent"]);
  expect(call.heard).toEqual(["Leave a message.", "Goodbye."]);
});

test("the caller hangs up after the message: kept, with or without the action", async () => {
  for (const callerGoneAction of ["always", "never"] as const) {
    const caller = { leavesMessage: 6, hangsUpAfterMessage: true };
    const { call, actions, callbacks } = await leave(RECORD, caller, { callerGoneAction });
    expect(call.recordings.map((one) => one.seconds)).toEqual([6]);
    expect(callbacks).toHaveLength(1);
    expect(actions).toHaveLength(callerGoneAction === "always" ? 1 : 0);
  }
});

test("the longest message is enforced", async () => {
  const { call } = await leave(RECORD.replace("120", "30"), { leavesMessage: 300 });
  expect(call.recordings.map((one) => one.seconds)).toEqual([30]);
});

test("without an action: an endless loop, reported and not run; Telnyx goes on", async () => {
  const twilio = await leave('<Record timeout="5"/>', {});
  expect(twilio.carrier.violations.map((one) => one.what).join()).toContain("endless loop");
  expect(twilio.call.documents).toHaveLength(1);
  const telnyx = await leave('<Record timeout="5"/>', {}, { kind: "telnyx" });
  expect(telnyx.carrier.violations).toEqual([]);
  expect(telnyx.call.heard).toEqual(["Leave a message.", "Goodbye."]);
});

test("Telnyx stops at no silence by default and keeps it", async () => {
  const { call } = await leave(
    '<Record action="/recorded" maxLength="60"/>',
    { leavesMessage: 0 },
    { kind: "telnyx" },
  );
  expect(call.recordings.map((one) => one.seconds)).toEqual([60]);
});
