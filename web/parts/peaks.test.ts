import { expect, test } from "vitest";
import { peaksOf } from "./peaks.ts";

test("the loudest of each part is seen, in relation to the loudest of all", () => {
  const samples = new Float32Array([0, 0.1, -0.5, 0.2, 0, 0, 0.25, -0.1]);
  expect(peaksOf(samples, 4).map((peak) => Math.round(peak * 100))).toEqual([20, 100, 0, 50]);
});

test("silence and noise stay flat, and fewer samples than parts are no trouble", () => {
  expect(peaksOf(new Float32Array(100), 4)).toEqual([0, 0, 0, 0]);
  expect(Math.max(...peaksOf(new Float32Array([0.001, -0.001]), 2))).toBeLessThan(0.1);
  expect(peaksOf(new Float32Array([1]), 3)).toHaveLength(3);
  expect(peaksOf(new Float32Array(), 2)).toEqual([0, 0]);
});
