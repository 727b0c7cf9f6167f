import { expect, test } from "vitest";
import { whenToTell } from "./when-to-tell.ts";

/** Moments as seconds. */
const when = (now: number, toldAt: number | null, seenAt: number | null = null) => {
  const at = whenToTell({
    now: now * 1000,
    toldAt: toldAt === null ? null : toldAt * 1000,
    seenAt: seenAt === null ? null : seenAt * 1000,
  });
  return at === null ? null : at / 1000;
};

test.each([
  ["the first text of a conversation: in a breath", 0, null, null, 20],
  ["another one in that breath goes with it", 5, 20, null, null],
  ["and also where they had read everything before", 5, 20, -300, null],
  ["one after it was told of, unread: when ten minutes are over", 60, 20, null, 620],
  ["more of them go with that one", 300, 620, null, null],
  ["read meanwhile: in a breath again", 120, 20, 60, 140],
  ["read meanwhile, and another was waiting: it need not", 120, 620, 60, 140],
  ["the next day: in a breath", 90_000, 620, null, 90_020],
  ["just before the ten minutes are over: a breath all the same", 619, 20, null, 639],
  ["what was read before it was told of counts as unread", 60, 20, 10, 620],
])("%s", (_, now, toldAt, seenAt, expected) => {
  expect(when(now, toldAt, seenAt)).toBe(expected);
});
