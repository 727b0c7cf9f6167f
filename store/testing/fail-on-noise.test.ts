import { expect, test } from "vitest";
import { expectConsole } from "./expect-console.ts";

test("a declared line may be printed", () => {
  expectConsole(/console\.warn: the roof leaks/);
  console.warn("the roof leaks");
});

test.fails("a line nobody declared fails the test", () => {
  console.log("debug me");
  expect(true).toBe(true);
});
