import { expect, test } from "vitest";
import { endQuietHours } from "./end-quiet-hours.ts";

const NIGHT = { from: "21:00", to: "08:00" };
const end = (at: string, zones: string[], quiet = NIGHT) => {
  const moment = endQuietHours(Date.parse(at), zones, quiet);
  return moment === null ? null : new Date(moment).toISOString().slice(0, 16);
};

test.each([
  ["in the afternoon", "2026-03-02T20:00Z", ["America/Chicago"], "2026-03-02T20:00"],
  ["a minute before nine in the evening", "2026-03-03T02:59Z", ["America/Chicago"], "2026-03-03T02:59"],
  ["at nine in the evening", "2026-03-03T03:00Z", ["America/Chicago"], "2026-03-03T14:00"],
  ["after midnight", "2026-03-03T08:30Z", ["America/Chicago"], "2026-03-03T14:00"],
  ["at eight in the morning", "2026-03-03T14:00Z", ["America/Chicago"], "2026-03-03T14:00"],
  // Clocks go forward on 8 March 2026 in the United States, so that night is an hour shorter.
  ["in the night in which clocks are changed", "2026-03-08T04:00Z", ["America/Chicago"], "2026-03-08T13:00"],
  [
    "morning in Boise, which Los Angeles has not yet",
    "2026-03-02T15:30Z",
    ["America/Boise", "America/Los_Angeles"],
    "2026-03-02T16:00",
  ],
  [
    "evening in Boise already",
    "2026-03-03T04:30Z",
    ["America/Boise", "America/Los_Angeles"],
    "2026-03-03T16:00",
  ],
])("%s", (_when, at, zones, expected) => {
  expect(end(at, zones)).toBe(expected);
});

test("hours within a day, no hours, and zones whose days never meet", () => {
  expect(end("2026-03-02T12:30Z", ["UTC"], { from: "12:00", to: "14:00" })).toBe("2026-03-02T14:00");
  expect(end("2026-03-02T23:30Z", ["UTC"], { from: "21:00", to: "21:00" })).toBe("2026-03-02T23:30");
  const opposite = ["Pacific/Auckland", "Atlantic/Azores"];
  expect(end("2026-03-02T12:30Z", opposite, { from: "18:00", to: "10:00" })).toBeNull();
});
