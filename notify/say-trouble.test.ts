import { expect, test } from "vitest";
import { sayMailTrouble } from "./say-trouble.ts";

const NOW = Date.parse("2026-03-02T14:00:00Z");
const figures = (channel: string, minutes: number | null) => [
  {
    channel,
    waiting: 3,
    failingSince: minutes === null ? null : new Date(NOW - minutes * 60_000),
    error: minutes === null ? null : "the mail server does not answer",
  },
];

test("mail that fails for a quarter of an hour is an operator's trouble; a hiccup is not, nor is a customer's receiver", () => {
  expect(sayMailTrouble(figures("mail", 15), NOW)).toBe(
    "mail: can't be sent since 2026-03-02T13:45:00.000Z, 3 waiting: the mail server does not answer",
  );
  expect(sayMailTrouble(figures("mail", 14), NOW)).toBeNull();
  expect(sayMailTrouble(figures("mail", null), NOW)).toBeNull();
  expect(sayMailTrouble(figures("webhook", 600), NOW)).toBeNull();
  expect(sayMailTrouble([], NOW)).toBeNull();
});
