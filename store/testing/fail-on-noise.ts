import { afterEach, beforeEach, expect } from "vitest";
import { expectedNoise } from "./expect-console.ts";

const METHODS = ["debug", "error", "info", "log", "trace", "warn"] as const;
const originals = new Map(METHODS.map((method) => [method, console[method]]));
let heard: string[] = [];

// Noise nobody reads hides the one line that matters, so a test that prints has failed unless it said it would.
beforeEach(() => {
  heard = [];
  expectedNoise.length = 0;
  for (const method of METHODS) {
    console[method] = (...words: unknown[]) => {
      heard.push(`console.${method}: ${words.map(String).join(" ")}`);
    };
  }
});

afterEach(() => {
  for (const [method, original] of originals) console[method] = original;
  const missing = expectedNoise.filter((pattern) => !heard.some((line) => pattern.test(line)));
  const undeclared = heard.filter((line) => !expectedNoise.some((pattern) => pattern.test(line)));
  expect(undeclared, "printed without expectConsole()").toEqual([]);
  expect(missing.map(String), "declared with expectConsole() and never printed").toEqual([]);
});
