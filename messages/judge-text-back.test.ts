import { expect, test } from "vitest";
import {
  judgeTextBack,
  TEXT_BACK_REASONS,
  type TextBackFacts,
  type TextBackReason,
} from "./judge-text-back.ts";
import { AFTERNOON, makeTextBackFacts } from "./testing/make-text-back-facts.ts";
import { DEFAULT_TEXT_BACK } from "./text-back-settings.ts";

const SECOND = 1000;
const HOUR = 3_600_000;
const on = { ...DEFAULT_TEXT_BACK, on: true };
const call = { outcome: "missed", startedAt: AFTERNOON - 40_000, endedAt: AFTERNOON } as const;

test("a missed caller is texted a minute later", () => {
  expect(judgeTextBack(makeTextBackFacts())).toEqual({ send: true, dueAt: AFTERNOON + 60 * SECOND });
});

test("at night the text waits for eight in the morning where the caller is", () => {
  const endedAt = Date.parse("2026-03-03T04:00:00Z");
  const facts = makeTextBackFacts({ now: endedAt, call: { ...call, startedAt: endedAt - 40_000, endedAt } });
  expect(judgeTextBack(facts)).toEqual({ send: true, dueAt: Date.parse("2026-03-03T14:00:00Z") });
  const angeles = { ...facts, zones: ["America/Los_Angeles"] };
  expect(judgeTextBack(angeles)).toEqual({ send: true, dueAt: endedAt + 60 * SECOND });
});

test.each([
  [
    "the number has it on, the account off",
    { settings: { ...on, on: false }, number: { on: true, text: null } },
  ],
  ["abandoned after a while", { call: { ...call, outcome: "abandoned" } }],
  ["talked to before the call", { talked: { at: AFTERNOON - 60_000, who: "Dana" } }],
  ["texted longer ago than the window", { lastSentAt: AFTERNOON - 24 * HOUR }],
  ["two texts today", { automaticToday: 2 }],
] as [string, Partial<TextBackFacts>][])("texted: %s", (_when, change) => {
  expect(judgeTextBack(makeTextBackFacts(change)).send).toBe(true);
});

const REFUSED: [TextBackReason, Partial<TextBackFacts>][] = [
  ["switchedOff", { settings: { ...on, on: false } }],
  ["numberOff", { number: { on: false, text: null } }],
  ["outcomeOff", { call: { ...call, outcome: "voicemail" } }],
  ["outcomeOff", { call: { ...call, outcome: "answered" } }],
  ["hungUpAtOnce", { call: { outcome: "abandoned", startedAt: AFTERNOON - 4_000, endedAt: AFTERNOON } }],
  ["withheld", { phone: null }],
  ["ownNumber", { ours: "number" }],
  ["staffPhone", { ours: "staff" }],
  ["blocked", { blocked: true }],
  ["optedOut", { optedOut: true }],
  ["countryNotAllowed", { countryAllowed: false }],
  ["landline", { looks: "landline" }],
  ["notTextable", { looks: "other" }],
  ["talkedMeanwhile", { talked: { at: AFTERNOON + SECOND, who: "Dana" } }],
  ["waiting", { waiting: true }],
  ["alreadyTexted", { lastSentAt: AFTERNOON - 24 * HOUR + SECOND }],
  ["tooManyToday", { automaticToday: 3 }],
  [
    "alwaysQuiet",
    {
      settings: { ...on, quietHours: { from: "18:00", to: "10:00" } },
      zones: ["Pacific/Auckland", "Atlantic/Azores"],
    },
  ],
  ["tooLate", { now: AFTERNOON + 25 * HOUR }],
  ["numberGone", { numberThere: false }],
];

test.each(REFUSED)("not texted: %s", (reason, change) => {
  const verdict = judgeTextBack(makeTextBackFacts(change));
  expect(verdict).toMatchObject({
    send: false,
    reason,
    text: expect.stringMatching(/^No text-back: .{10,}\.$/),
  });
});

test("each reason has its case", () => {
  expect(new Set(REFUSED.map(([reason]) => reason))).toEqual(new Set(TEXT_BACK_REASONS));
});
