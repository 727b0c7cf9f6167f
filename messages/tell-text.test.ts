import { expect, test } from "vitest";
import { tellText } from "./tell-text.ts";
import { TEXT_STATES } from "./text-states.ts";

const at = (time: string) => new Date(`2026-03-02T14:${time}Z`);
const text = {
  body: "Sorry we missed you.",
  phone: "+13125550123",
  error: null,
  createdAt: at("00:00"),
  dueAt: at("01:00"),
  sentAt: at("01:01"),
  changedAt: at("01:05"),
};

test.each(TEXT_STATES)("a text that is %s is told in sentences", (state) => {
  for (const line of tellText({ ...text, state, error: "No text-back: they want none." })) {
    expect(line.text).toMatch(/^[A-Z+“].*[.”]$/);
  }
});

test("a text that arrived, and one that did not", () => {
  expect(tellText({ ...text, state: "delivered" })).toEqual([
    { at: "2026-03-02T14:01:01.000Z", text: "Sent a text to +13125550123: “Sorry we missed you.”" },
    { at: "2026-03-02T14:01:05.000Z", text: "The text arrived." },
  ]);
  expect(tellText({ ...text, state: "undelivered", error: "it is a landline" })[1]?.text).toBe(
    "The text did not arrive: it is a landline.",
  );
});
