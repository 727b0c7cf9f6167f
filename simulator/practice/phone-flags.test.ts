import { expect, test } from "vitest";
import { parsePhoneFlag } from "./phone-flags.ts";

test.each([
  ["answers:3:1", { does: "answers", after: 3, presses: [{ key: "1", after: 2 }] }],
  ["answers", { does: "answers", after: 3, presses: [] }],
  ["answers:4::45", { does: "answers", after: 4, presses: [], hangsUpAfter: 45 }],
  ["voicemail:18:20", { does: "voicemail", after: 18, talksFor: 20 }],
  ["busy", { does: "busy", after: 1 }],
  ["declines:5", { does: "declines", after: 5 }],
  ["unreachable", { does: "unreachable", after: 2 }],
  ["ringsOut", { does: "ringsOut" }],
])("%s", (text, script) => {
  expect(parsePhoneFlag(`+13125550101=${text}`)).toEqual({ number: "+13125550101", script });
});

test.each(["+13125550101", "=busy", "+13125550101=answers:soon", "+13125550101=answers:-1"])(
  "%s is refused by name",
  (flag) => {
    expect(() => parsePhoneFlag(flag)).toThrow(flag);
  },
);
