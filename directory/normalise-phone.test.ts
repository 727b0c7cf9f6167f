import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { E164 } from "../routing/values.ts";
import { isCountry, judgeDialing, normaliseCaller, normalisePhone } from "./normalise-phone.ts";

describe("a phone as people write it", () => {
  test.each([
    ["+13125550123", "US", "+13125550123"],
    ["(312) 555-0123", "US", "+13125550123"],
    ["312 555 0123", "US", "+13125550123"],
    ["1-312-555-0123", "US", "+13125550123"],
    ["  +1 312.555.0123 ", "US", "+13125550123"],
    ["020 7946 0000", "GB", "+442079460000"],
    ["0044 20 7946 0000", "GB", "+442079460000"],
    ["+44 (0)20 7946 0000", "US", "+442079460000"],
    ["0151 12345678", "DE", "+4915112345678"],
    ["911", "US", null],
    ["+1911", "US", null],
    ["12345", "US", null],
    ["555-0123", "US", null],
    ["call 312 555 0123 now", "US", null],
    ["", "US", null],
    ["+", "US", null],
  ] as const)("%j in %s is %j", (written, country, phone) => {
    expect(normalisePhone(written, country)).toBe(phone);
  });
});

describe("a caller as carriers tell", () => {
  test.each([
    ["+13125550123", "+13125550123"],
    ["13125550123", "+13125550123"],
    ["sip:+13125550123@carrier.example;user=phone", "+13125550123"],
    ["+447700900123", "+447700900123"],
    ["anonymous", null],
    ["Anonymous", null],
    ["Restricted", null],
    ["unknown", null],
    ["+266696687", null],
    ["266696687", null],
    ["+7378742833", null],
    ["+86282452253", null],
    ["sip:anonymous@anonymous.invalid", null],
    ["", null],
    ["911", null],
  ])("%j is %j", (from, phone) => {
    expect(normaliseCaller(from, "US")).toBe(phone);
  });

  test("of North America in full is what reading it would give, whatever country it reaches", () => {
    const national = fc.tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 0, max: 999_999_999 }));
    const country = fc.constantFrom("US", "GB", "MX", "DE");
    fc.assert(
      fc.property(national, country, ([first, rest], account) => {
        const from = `+1${first}${String(rest).padStart(9, "0")}`;
        expect(normaliseCaller(from, account)).toBe(normalisePhone(from, account) ?? from);
      }),
    );
  });
});

test("what may be dialled: valid, not premium, in an allowed country", () => {
  const judge = (phone: string, ...countries: string[]) => judgeDialing(phone as E164, countries);
  expect(judge("+13125550101", "US")).toBe("allowed");
  expect(judge("+442079460000", "US")).toBe("countryNotAllowed");
  expect(judge("+442079460000", "US", "GB")).toBe("allowed");
  expect(judge("+12505550199", "US")).toBe("countryNotAllowed");
  expect(judge("+19005551234", "US")).toBe("notDialable");
  expect(judge("+1911", "US")).toBe("notDialable");
  expect(judge("+881612345678", "US")).toBe("countryNotAllowed");
  expect(isCountry("US")).toBe(true);
  expect(isCountry("XX")).toBe(false);
});
