import { expect, test } from "vitest";
import { type DigestContent, isQuiet, writeDigest } from "./write-digest.ts";

const place = {
  account: "Acme Roofing",
  slug: "acme",
  timezone: "America/Chicago",
  appUrl: "https://calls.example.com",
};
const NONE = { count: 0, newest: [] };
const nothing: DigestContent = {
  since: "2026-03-02T13:30:00.000Z",
  missed: NONE,
  messages: NONE,
  texts: NONE,
  callbacks: NONE,
  alerts: NONE,
};
const anna = {
  from: "+13125550123",
  lead: { id: "1", name: "Anna Berg" },
  line: "Leeds line",
  at: "2026-03-02T20:02:00.000Z",
};

test("a day without anything to say is quiet; any one thing is said", () => {
  expect(isQuiet(nothing)).toBe(true);
  for (const part of ["missed", "messages", "texts", "callbacks", "alerts"] as const)
    expect(isQuiet({ ...nothing, [part]: { count: 1, newest: [] } })).toBe(false);
});

test("a digest names the newest of each kind, counts the others, and leads to them", () => {
  const digest = {
    ...nothing,
    missed: { count: 12, newest: [anna, { ...anna, from: null, lead: null }] },
    texts: { count: 2, newest: [anna] },
    callbacks: { count: 1, newest: [anna] },
    alerts: { count: 1, newest: [{ at: anna.at, text: "Nobody to ring." }] },
  };
  expect(writeDigest(digest, place)).toEqual({
    subject: "Acme Roofing: 12 missed calls, 2 unanswered texts, 1 open callback, 1 alert",
    text: `Since Mon 2 Mar, 07:30 at Acme Roofing:

Missed calls
  Mon 2 Mar, 14:02  Anna Berg (+13125550123), Leeds line
  Mon 2 Mar, 14:02  a withheld caller, Leeds line
  and 10 more
https://calls.example.com/a/acme/calls

Texts that nobody has answered
  Mon 2 Mar, 14:02  Anna Berg (+13125550123), Leeds line
  and 1 more
https://calls.example.com/a/acme/conversations?show=needsAnswer

To be called back
  Mon 2 Mar, 14:02  Anna Berg (+13125550123), Leeds line
https://calls.example.com/a/acme/callbacks

Alerts
  Mon 2 Mar, 14:02  Nobody to ring.
https://calls.example.com/a/acme/check

You get this as a staff member of Acme Roofing. What you are told: https://calls.example.com/profile
`,
  });
});
