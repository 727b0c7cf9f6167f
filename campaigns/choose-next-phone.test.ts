import { expect, test } from "vitest";
import { chooseNextPhone, readAttempt } from "./choose-next-phone.ts";

test.each([
  ["No answer", "missed", "noAnswer"],
  // A mailbox picked up.
  ["no answer", "answered", "noAnswer"],
  ["Wrong number", "answered", "wrongNumber"],
  ["Talked", "answered", "reached"],
  ["Nicht erreicht", "missed", "noAnswer"],
  [null, "missed", "noAnswer"],
  [null, "answered", "reached"],
  // They hung up, or their own phone was not picked up: nobody was called.
  [null, "abandoned", "reached"],
  ["Call again", null, "reached"],
] as const)("noted %s after a call that was %s: %s", (disposition, outcome, attempt) => {
  expect(readAttempt(disposition, outcome)).toBe(attempt);
});

test("after no answer the next phone is offered, after the last the first again", () => {
  const phones = ["a", "b", "c"];
  expect(chooseNextPhone({ phone: "a", phones }, "noAnswer")).toEqual({ phone: "b", phones });
  expect(chooseNextPhone({ phone: "c", phones }, "noAnswer")).toEqual({ phone: "a", phones });
  expect(chooseNextPhone({ phone: "b", phones }, "reached")).toEqual({ phone: "b", phones });
  expect(chooseNextPhone({ phone: "a", phones: ["a"] }, "noAnswer")).toEqual({ phone: "a", phones: ["a"] });
});

test("a wrong number is not called again; where no phone is left, nobody is", () => {
  const phones = ["a", "b", "c"];
  expect(chooseNextPhone({ phone: "b", phones }, "wrongNumber")).toEqual({ phone: "c", phones: ["a", "c"] });
  expect(chooseNextPhone({ phone: "c", phones }, "wrongNumber")).toEqual({ phone: "a", phones: ["a", "b"] });
  expect(chooseNextPhone({ phone: "a", phones: ["a"] }, "wrongNumber")).toBeNull();
});
