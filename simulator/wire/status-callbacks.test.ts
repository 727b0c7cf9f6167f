import { expect, test } from "vitest";
import type { Misbehaviour } from "../options.ts";
import { ANNA, CALLER, carrierWith, LINE } from "../testing/small-product.ts";

const DIAL = `<Dial timeout="20" action="/after"><Number statusCallback="/leg-status" statusCallbackEvent="initiated ringing answered completed">${ANNA}</Number></Dial>`;

async function callWith(misbehave: Misbehaviour, random: () => number = () => 0.01) {
  const carrier = carrierWith({ "/voice": () => DIAL, "/after": () => "<Hangup/>" }, { misbehave, random });
  carrier.phone(ANNA, { does: "answers", after: 3, hangsUpAfter: 20 });
  const call = await carrier.call({ from: CALLER, to: LINE }).ended;
  await carrier.idle();
  const legEvents = carrier.requests.filter((one) => one.url.endsWith("/leg-status"));
  const parentEvents = carrier.requests.filter((one) => one.url.endsWith("/status"));
  return { carrier, call, legEvents, parentEvents };
}

test("the points of a leg's life, in order, each with its number", async () => {
  const { call, legEvents, parentEvents } = await callWith({});
  expect(legEvents.map(({ params }) => [params.SequenceNumber, params.CallStatus])).toEqual([
    ["0", "initiated"],
    ["1", "ringing"],
    ["2", "in-progress"],
    ["3", "completed"],
  ]);
  expect(legEvents[3]?.params).toMatchObject({
    CallSid: call.legs[0]?.sid,
    ParentCallSid: call.sid,
    CallbackSource: "call-progress-events",
    CallDuration: "20",
    Timestamp: expect.stringMatching(/\+0000$/),
  });
  expect(parentEvents.map(({ params }) => [params.CallSid, params.CallStatus])).toEqual([
    [call.sid, "completed"],
  ]);
});

test("dropped: none comes, and the call is not harmed", async () => {
  const { call, legEvents, parentEvents } = await callWith({ drop: 1 });
  expect([...legEvents, ...parentEvents]).toEqual([]);
  expect(call.connectedTo).toBe(ANNA);
});

test("doubled: the same content and token, marked, also for the action", async () => {
  const { carrier, legEvents } = await callWith({ duplicate: 1 });
  expect(legEvents).toHaveLength(8);
  const [first, second] = legEvents;
  expect(second?.params).toEqual(first?.params);
  expect(second?.headers["I-Twilio-Idempotency-Token"]).toBe(first?.headers["I-Twilio-Idempotency-Token"]);
  expect([first?.duplicate, second?.duplicate]).toEqual([false, true]);
  expect(carrier.requests.filter((one) => one.url.endsWith("/after"))).toHaveLength(2);
  expect(carrier.requests.filter((one) => one.url.endsWith("/voice"))).toHaveLength(1);
});

test("delayed: idle waits for the last", async () => {
  const { legEvents, call } = await callWith({ delay: { chance: 1, upToSeconds: 300 } }, () => 0.99);
  expect(legEvents).toHaveLength(4);
  expect(legEvents.at(-1)?.at).toBeGreaterThan((call.timeline.at(-1)?.at ?? 0) + 200_000);
});

test("overtaken: every one comes, but not in order", async () => {
  let turn = 0;
  const { legEvents } = await callWith({ reorder: 0.5 }, () => (turn++ % 2 === 0 ? 0.1 : 0.9));
  const order = legEvents.map(({ params }) => Number(params.SequenceNumber));
  expect([...order].sort()).toEqual([0, 1, 2, 3]);
  expect(order).not.toEqual([0, 1, 2, 3]);
});

test("an answer that is neither 204 nor XML is a violation", async () => {
  const carrier = carrierWith({
    "/voice": () => "<Reject/>",
    "/status": () => new Response("OK", { headers: { "content-type": "text/plain" } }),
  });
  await carrier.call({ from: CALLER, to: LINE }).ended;
  expect(carrier.violations.map((one) => one.what).join()).toContain("15003");
});
