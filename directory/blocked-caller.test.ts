import fc from "fast-check";
import { expect, test } from "vitest";
import type { E164 } from "../routing/values.ts";
import { blockedCallers, entriesFor } from "./blocked-caller.ts";
import { problemsOf } from "./explain-issue.ts";

const US = blockedCallers({ country: "US", allowedCountries: ["US"] });
const read = (...entries: unknown[]) => US.parse(entries);
const refusal = (...entries: unknown[]) => {
  const parsed = US.safeParse(entries);
  return parsed.success
    ? "taken"
    : problemsOf(parsed.error, [])
        .map(({ message }) => message)
        .join("; ");
};

test("phones as people write them, beginnings with a star, and notes; in one order", () => {
  expect(
    read("(312) 555-0123", "+1 900 *", { caller: "+44 90*", note: "premium" }, { caller: "+1976*" }),
  ).toEqual(["+13125550123", "+1900*", "+1976*", { caller: "+4490*", note: "premium" }]);
});

test.each([
  ["+1*", /would block every caller of your own country/],
  ["+4*", /no whole country code/],
  ["+999*", /no whole country code/],
  ["900*", /with its country code and one star at the end/],
  ["+1*900", /with its country code and one star at the end/],
  ["+1900**", /with its country code and one star at the end/],
  ["*", /with its country code and one star at the end/],
  ["+123456789012345*", /with its country code and one star at the end/],
  ["tom", /is no phone number/],
  [19005551234, /expected a phone/],
  [{ caller: "+1900*", why: "x" }, /./],
])("%s is refused, and it is said what is expected", (entry, message) => {
  expect(refusal(entry)).toMatch(message);
});

test("another country's code by itself may be blocked, and so may a special one", () => {
  expect(read("+44*", "+979*", "+7*")).toEqual(["+44*", "+7*", "+979*"]);
});

test("what means the same stands twice, however it is written", () => {
  expect(refusal("+1900*", { caller: "+1 (900) *", note: "again" })).toBe("stands twice in this list");
});

test("a caller is looked up by the phone and each of its beginnings: never more than fifteen keys", () => {
  expect(entriesFor("+4420794" as E164)).toEqual([
    "+4420794",
    "+442079*",
    "+44207*",
    "+4420*",
    "+442*",
    "+44*",
    "+4*",
  ]);
  expect(entriesFor("+123456789012345" as E164)).toHaveLength(15);
});

test("any pattern covers just the callers whose phone begins so", () => {
  const digits = (min: number, max: number) =>
    fc.array(fc.constantFrom("1", "2", "0"), { minLength: min, maxLength: max }).map((rest) => rest.join(""));
  fc.assert(
    fc.property(digits(6, 14), digits(0, 13), (caller, beginning) => {
      const entry = `+1${beginning}*`;
      const phone = `+1${caller}` as E164;
      const covered = phone.length > entry.length - 1 && phone.startsWith(entry.slice(0, -1));
      expect(entriesFor(phone).includes(entry)).toBe(covered);
    }),
  );
});
