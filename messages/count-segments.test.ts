import { expect, test } from "vitest";
import { countSegments } from "./count-segments.ts";

test.each([
  ["", 1],
  ["x".repeat(160), 1],
  ["x".repeat(161), 2],
  ["x".repeat(306), 2],
  ["x".repeat(307), 3],
  ["€".repeat(80), 1],
  ["€".repeat(81), 2],
  ["ж".repeat(70), 1],
  ["ж".repeat(71), 2],
  ["It’s us", 1],
  [`${"x".repeat(70)}’`, 2],
])("%j", (text, segments) => {
  expect(countSegments(text)).toBe(segments);
});
