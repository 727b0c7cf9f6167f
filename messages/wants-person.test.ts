import { expect, test } from "vitest";
import { wantsPerson } from "./wants-person.ts";

test.each([
  ["My roof leaks", "always"],
  ["", "always"],
  ["Can you help me on Friday?", "always"],
  ["STOP", "never"],
  ["please don't text me", "never"],
  ["Start", "never"],
  ["unstop", "never"],
  ["Help!", "never"],
  ["hilfe", "never"],
  ["Yes", "unlessOptedOut"],
  ["YES!", "unlessOptedOut"],
  ["Yes, tomorrow at nine", "always"],
])("%j is for a person: %s", (body, expected) => {
  expect(wantsPerson(body)).toBe(expected);
});
