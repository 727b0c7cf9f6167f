import { expect, test } from "vitest";
import { judgeDestination } from "./judge-destination.ts";

const US = { country: "US", allowedCountries: ["US"] } as const;
const why = (written: string, rules: Parameters<typeof judgeDestination>[1] = US) => {
  const verdict = judgeDestination(written, rules);
  return verdict.ok ? verdict.phone : verdict.why;
};

test.each([
  ["+13125550123", "+13125550123"],
  ["(312) 555-0123", "+13125550123"],
  ["911", "emergency"],
  ["9-1-1", "emergency"],
  ["112", "emergency"],
  ["999", "emergency"],
  ["88022", "short"],
  ["411", "short"],
  ["", "notAPhone"],
  ["Anna", "notAPhone"],
  ["+1312555", "notAPhone"],
  ["+19005550123", "premium"],
  ["+442079460123", "countryNotAllowed"],
])("%s: %s", (written, expected) => {
  expect(why(written)).toBe(expected);
});

test("each refusal says what to do", () => {
  const texts = ["911", "88022", "Anna", "+19005550123", "+442079460123"].map((written) => {
    const verdict = judgeDestination(written, US);
    return verdict.ok ? "" : verdict.text;
  });
  expect(texts.filter((text) => /Dial it from your own phone|Write it|can allow it/.test(text))).toHaveLength(
    5,
  );
  expect(why("+442079460123", { country: "GB", allowedCountries: ["GB"] })).toBe("+442079460123");
});
