import { expect, test } from "vitest";
import { findOverlap, readSpan, type Span, writeSpan } from "./weekly-hours.ts";

test.each([
  ["09:00-12:30", "09:00-12:30"],
  ["9:00 – 17:30", "09:00-17:30"],
  ["22:00-06:00", "22:00-06:00"],
  ["18:00-00:00", "18:00-24:00"],
  ["00:00-24:00", "00:00-24:00"],
])("%s is read, and written as %s", (written, stored) => {
  const span = readSpan(written);
  expect(span && writeSpan(span)).toBe(stored);
});

test.each([
  "",
  "9-17",
  "09:00",
  "09:00-09:00",
  "24:00-06:00",
  "09:60-10:00",
  "09:00-24:01",
  "mon 09:00-10:00",
])("%j is no span", (written) => expect(readSpan(written)).toBeNull());

const spans = (...texts: string[]) => texts.map((text) => readSpan(text) as Span);

test("spans that meet do not overlap; one inside another does, and what goes on beyond midnight does", () => {
  expect(findOverlap(spans("09:00-12:00", "12:00-18:00"))).toBeNull();
  expect(findOverlap(spans("09:00-18:00", "19:00-20:00", "10:00-11:00"))).toBe(2);
  expect(findOverlap(spans("22:00-06:00"), spans("06:00-09:00"))).toBeNull();
  expect(findOverlap(spans("22:00-06:00"), spans("12:00-13:00", "05:00-09:00"))).toBe(1);
});
