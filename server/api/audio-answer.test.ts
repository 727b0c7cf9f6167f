import { expect, test } from "vitest";
import { readRange } from "./audio-answer.ts";

test.each([
  ["bytes=0-3", { first: 0, last: 3 }],
  ["bytes=90-", { first: 90, last: 99 }],
  ["bytes=-10", { first: 90, last: 99 }],
  ["bytes=-1000", { first: 0, last: 99 }],
  ["bytes=0-1000", { first: 0, last: 99 }],
  ["bytes=99-99", { first: 99, last: 99 }],
  ["bytes=100-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  // What is no range, or several, is as if it were not there (RFC 9110 §14.2).
  ["bytes=5-3", null],
  ["bytes=-", null],
  ["bytes=0-1,5-6", null],
  ["lines=0-3", null],
  ["bytes=a-b", null],
  [null, null],
] as const)("of 100 bytes, %s is %o", (header, range) => {
  expect(readRange(header, 100)).toEqual(range);
});
