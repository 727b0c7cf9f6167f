import { expect, test } from "vitest";
import type { Outcome } from "../calls/call-state.ts";
import type { ToldCall } from "./told-call.ts";
import { writeNotice } from "./write-notice.ts";

const place = {
  account: "Acme Roofing",
  slug: "acme",
  timezone: "America/Chicago",
  appUrl: "https://calls.example.com",
};
const call = (more: Partial<ToldCall> = {}): ToldCall => ({
  id: "0b6bd8a2-0000-4000-8000-000000000001",
  direction: "inbound",
  placedBy: null,
  from: "+13125550123",
  to: "+13125550111",
  numberLabel: "Leeds line",
  lead: { id: "1", name: "Anna Berg" },
  state: "ended",
  outcome: "missed",
  startedAt: "2026-03-02T20:02:00.000Z",
  answeredAt: null,
  endedAt: "2026-03-02T20:03:00.000Z",
  answeredBy: null,
  decision: null,
  legs: [],
  recording: null,
  attestation: null,
  carrierCallId: "CA1",
  story: [
    { at: "2026-03-02T20:02:07.000Z", text: "Rang Dana on +13125550101 15 s: no answer." },
    { at: "2026-03-02T20:03:00.000Z", text: "The call ended: missed, no message was left." },
  ],
  ...more,
});

test("a missed call: who, on which line, and its story on the account's clock", () => {
  expect(writeNotice({ event: "callMissed", call: call() }, place)).toEqual({
    subject: "Missed call: Anna Berg (+13125550123), Leeds line",
    short: "Missed call: Anna Berg (+13125550123), Leeds line, 14:02:00",
    text: `Missed call: Anna Berg (+13125550123), on Leeds line, Mon 2 Mar, 14:02.

14:02:07  Rang Dana on +13125550101 15 s: no answer.
14:03:00  The call ended: missed, no message was left.

Call back: +13125550123

https://calls.example.com/a/acme/calls/0b6bd8a2-0000-4000-8000-000000000001

You get this as a staff member of Acme Roofing. What you are told: https://calls.example.com/profile
`,
  });
});

const answeredBy = { rung: "leadUser", destination: "+13125550101", name: "Dana" } as const;
test.each<[Outcome, Partial<ToldCall>, string]>([
  ["missed", { lead: null, numberLabel: null }, "Missed call: +13125550123, +13125550111"],
  ["missed", { from: null, lead: null }, "Missed call: a withheld caller, Leeds line"],
  ["abandoned", {}, "Missed call: Anna Berg (+13125550123) hung up before anyone answered, Leeds line"],
  ["failed", {}, "Missed call: the call of Anna Berg (+13125550123) failed, Leeds line"],
  ["answered", { answeredBy }, "Dana answered Anna Berg (+13125550123), Leeds line"],
])("a call that was %s says which in its subject", (outcome, more, subject) => {
  const event = outcome === "answered" ? "callAnswered" : "callMissed";
  expect(writeNotice({ event, call: call({ outcome, ...more }) }, place).subject).toBe(subject);
});

const message = (more: object) =>
  writeNotice(
    {
      event: "voicemailLeft",
      call: call({ outcome: "voicemail" }),
      voicemail: {
        seconds: 9,
        leftAt: "2026-03-02T20:03:00.000Z",
        transcript: null,
        recording: { state: "fetched", error: null, bytes: 72_044 },
        ...more,
      },
    },
    place,
  );

test("a message: how long it is, what it says, and why its recording is not there", () => {
  expect(message({}).subject).toBe("Anna Berg (+13125550123) left a message of 9 s, Leeds line");
  const said = message({ transcript: "Please call\nme back." });
  expect(said.text).toContain("“Please call\nme back.”");
  expect(said.short).toContain("14:02:00: “Please call me back.”");
  expect(
    message({ recording: { state: "failed", error: "it is larger than 100 MB", bytes: null } }).text,
  ).toContain("The recording could not be fetched: it is larger than 100 MB.");
  expect(message({ recording: { state: "waiting", error: null, bytes: null } }).text).toContain(
    "still at the carrier",
  );
});

test("a text says who wrote what, and leads to its conversation; more of them are told together", () => {
  const text = {
    id: "9",
    conversation: "lead:1",
    from: "+13125550123",
    to: "+13125550111",
    numberLabel: "Leeds line",
    lead: { id: "1", name: "Anna Berg" },
    owner: null,
    text: "My roof\nleaks",
    media: 0,
    receivedAt: "2026-03-02T20:03:00.000Z",
  };
  expect(writeNotice({ event: "textReceived", text }, place)).toEqual({
    subject: "Anna Berg (+13125550123) wrote, Leeds line",
    short: "Anna Berg (+13125550123) wrote, Leeds line, 14:03:00: “My roof leaks”",
    text: `Anna Berg (+13125550123) wrote on Leeds line:

Mon 2 Mar, 14:03  “My roof
leaks”

Answer: https://calls.example.com/a/acme/conversations?id=lead%3A1

You get this as a staff member of Acme Roofing. What you are told: https://calls.example.com/profile
`,
  });
  const unseen = [
    { at: text.receivedAt, text: "My roof leaks", media: 2 },
    { at: "2026-03-02T20:04:00.000Z", text: "", media: 1 },
  ];
  const together = writeNotice({ event: "textReceived", text: { ...text, lead: null }, unseen }, place);
  expect(together.short).toBe("+13125550123 wrote (2 unread), Leeds line, 14:04:00: with a picture");
  expect(together.text).toContain(
    "14:03  “My roof leaks”, with 2 pictures\nMon 2 Mar, 14:04  with a picture",
  );
});

test("a callback that was handed on says whom to call, since when they wait, and why it came", () => {
  const callback = {
    id: "3",
    lead: { id: "1", name: "Anna Berg" },
    phone: "+13125550123",
    number: "+13125550111",
    numberLabel: null,
    calls: 2,
    openedAt: "2026-03-02T20:03:00.000Z",
    lastCallId: "0b6bd8a2-0000-4000-8000-000000000001",
    owner: { id: "2", name: "Ravi" },
    text: "Dana had not called them back in time. It went to Ravi.",
  };
  const written = writeNotice({ event: "callbackEscalated", callback }, place);
  expect(written.subject).toBe("Call back Anna Berg (+13125550123), +13125550111");
  expect(written.text).toContain("who called 2 times on +13125550111, and waits since Mon 2 Mar, 14:03.");
  expect(written.text).toContain(callback.text);
  expect(written.text).toContain("https://calls.example.com/a/acme/callbacks");
});

test("an alert leads to its call, or to what Check says", () => {
  const alert = {
    id: "7",
    callId: null,
    at: "2026-03-02T20:03:00.000Z",
    code: "nobodyToRing",
    text: "Nobody\nto ring.",
  };
  const written = writeNotice({ event: "routingAlert", alert }, place);
  expect(written.subject).toBe("Acme Roofing: Nobody to ring.");
  expect(written.text).toContain("https://calls.example.com/a/acme/check");
  const ofCall = writeNotice({ event: "routingAlert", alert: { ...alert, callId: "x" } }, place);
  expect(ofCall.text).toContain("https://calls.example.com/a/acme/calls/x");
});
