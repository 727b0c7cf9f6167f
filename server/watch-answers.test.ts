import { expect, test } from "vitest";
import { watchAnswers } from "./watch-answers.ts";

test("calls are slow while their answers take long, and not when none has come for a second", () => {
  let now = 0;
  const watch = watchAnswers(() => now);
  expect(watch.now()).toBe("none");
  for (let call = 0; call < 20; call += 1) watch.answered(0.003);
  expect(watch.now()).toBe("fast");
  // One that was held up is no reason; several are.
  watch.answered(0.01);
  expect(watch.now()).toBe("fast");
  for (let call = 0; call < 5; call += 1) watch.answered(0.03);
  expect(watch.now()).toBe("slow");
  now = 1_001;
  expect(watch.now()).toBe("none");
  watch.answered(0.002);
  expect(watch.now()).toBe("fast");
});
