import { expect, test } from "vitest";
import { excerptOf } from "./excerpt.ts";

const LONG = "My roof leaks since Tuesday,\nand it rains. Can you come on Friday at nine?";

test.each([
  ["roof", "My roof leaks since Tuesday, and it rains. Can you come on Friday at nine?"],
  ["FRIDAY", "…come on Friday at nine?"],
  ["nine friday", "…come on Friday at nine?"],
  ["nothing", "My roof leaks since Tuesday, and it rains. Can you come on Friday at nine?"],
  ["", "My roof leaks since Tuesday, and it rains. Can you come on Friday at nine?"],
])("found by %j it begins shortly before that", (search, expected) => {
  expect(excerptOf(LONG, search)).toBe(expected);
});

test("a text without spaces is cut all the same", () => {
  expect(excerptOf(`${"x".repeat(100)}yes`, "yes")).toBe("…xxxxxxxxxxxxyes");
});
