import { expect, test } from "vitest";
import { percentile, summarise } from "./summarise.ts";

test("percentiles are times that were really seen (nearest rank)", () => {
  const hundred = Float64Array.from({ length: 100 }, (_, index) => index + 1);
  expect(percentile(hundred, 0.5)).toBe(50);
  expect(percentile(hundred, 0.99)).toBe(99);
  expect(percentile(hundred, 1)).toBe(100);
  expect(percentile(Float64Array.of(7), 0.99)).toBe(7);
});

test("times are summed up whatever their order", () => {
  const run = { units: 3, seconds: 1, errors: 0, firstError: null };
  expect(summarise([30, 1, 200], run)).toMatchObject({ requests: 3, p50: 30, p99: 200, max: 200 });
});
