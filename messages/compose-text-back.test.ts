import { expect, test } from "vitest";
import { composeTextBack } from "./compose-text-back.ts";
import { DEFAULT_TEXT_BACK } from "./text-back-settings.ts";

const anna = { business: "Acme Roofing", line: "Leeds line", name: "Anna Berg" };

test.each([
  [
    DEFAULT_TEXT_BACK.text,
    anna,
    "Sorry we missed your call to Acme Roofing. How can we help? Reply STOP for no more texts.",
  ],
  ["Hi {name}, you called the {line}.", anna, "Hi Anna Berg, you called the Leeds line."],
  ["Hi {name}, you called the {line}.", { ...anna, name: "" }, "Hi, you called the Leeds line."],
  ["{name}, sorry we missed you.", { ...anna, name: "" }, "sorry we missed you."],
  ["Call {phone} {toString}", anna, "Call {phone} {toString}"],
  ["{business}", { ...anna, business: "$& {name}" }, "$& {name}"],
])("%s", (template, fields, text) => {
  expect(composeTextBack(template, fields)).toBe(text);
});
