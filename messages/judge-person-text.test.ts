import { describe, expect, it } from "vitest";
import { judgePersonText, type PersonTextFacts } from "./judge-person-text.ts";

const NOON = Date.UTC(2026, 5, 1, 17);
const facts: PersonTextFacts = {
  now: NOON,
  phone: "+13125550123",
  looks: "mobile",
  countryAllowed: true,
  optedOut: false,
  isOurs: false,
  unregistered: null,
  sent: 0,
  textsPerDay: 200,
  zones: ["America/Chicago"],
  quietHours: { from: "21:00", to: "08:00" },
};

describe("a staff member's text", () => {
  it("goes to a mobile at noon", () => {
    expect(judgePersonText(facts)).toEqual({ refusal: null, warnings: [] });
  });

  it.each<[Partial<PersonTextFacts>, string]>([
    [{ optedOut: true }, "wants no texts"],
    [{ isOurs: true }, "a number of a business here"],
    [{ countryAllowed: false }, "Settings > Business Info"],
    [{ looks: "other" }, "service number"],
    [{ unregistered: { words: "it is not registered", next: "Register it." } }, "Register it."],
    [{ sent: 200 }, "no more than 200"],
  ])("%o is refused with a sentence", (change, words) => {
    expect(judgePersonText({ ...facts, ...change }).refusal).toContain(words);
  });

  it.each<[Partial<PersonTextFacts>, string]>([
    [{ looks: "landline" }, "landline"],
    [{ now: NOON + 10 * 3_600_000 }, "quietHours"],
  ])("%o is warned of", (change, code) => {
    const { refusal, warnings } = judgePersonText({ ...facts, ...change });
    expect(refusal).toBeNull();
    expect(warnings.map((warning) => warning.code)).toEqual([code]);
  });
});
